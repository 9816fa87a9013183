"""The feature with all its pages, for house.py."""

from partybuild.notices import template_views
from partybuild.notices.views import notices

__all__ = ["notices", "template_views"]
