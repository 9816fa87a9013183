"""Every page of figures, registered by being imported."""

from partybuild.ratings.seeing import views
from partybuild.ratings.seeing.feature import rating_figures

__all__ = ["rating_figures", "views"]
