"""Every page of stars, registered by being imported."""

from partybuild.ratings.stars import (
    change_views,
    honour_views,
    objection_views,
    publicity_views,
    views,
)
from partybuild.ratings.stars.feature import rating_stars

__all__ = [
    "change_views",
    "honour_views",
    "objection_views",
    "publicity_views",
    "rating_stars",
    "views",
]
