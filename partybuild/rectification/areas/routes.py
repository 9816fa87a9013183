"""Every page of lagging areas, registered by being imported."""

from partybuild.rectification.areas import list_views, views
from partybuild.rectification.areas.feature import lagging_areas

__all__ = ["lagging_areas", "list_views", "views"]
