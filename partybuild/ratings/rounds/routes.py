"""Every page of rounds, registered by being imported."""

from partybuild.ratings.rounds import views
from partybuild.ratings.rounds.feature import rating_rounds

__all__ = ["rating_rounds", "views"]
