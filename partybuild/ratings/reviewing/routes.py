"""Every page of the reviewing side, registered by being imported."""

from partybuild.ratings.reviewing import (
    board_views,
    bulk_views,
    note_views,
    report_views,
    views,
)
from partybuild.ratings.reviewing.feature import rating_reviews

__all__ = ["board_views", "bulk_views", "note_views", "rating_reviews", "report_views", "views"]
