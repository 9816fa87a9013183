"""Every page of the board and the figures, registered by being imported."""

from partybuild.rectification.seeing import list_views, views
from partybuild.rectification.seeing.feature import rectification_figures

__all__ = ["list_views", "rectification_figures", "views"]
