"""Every page of rounds, registered by being imported."""

from partybuild.ratings.rounds import list_views, record_views, views
from partybuild.ratings.rounds.feature import rating_rounds

__all__ = ["list_views", "rating_rounds", "record_views", "views"]
