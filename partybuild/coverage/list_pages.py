"""The blueprint of the search with the lists and bulk acts of this room behind it."""

from partybuild.coverage import bulk_views, roster_views
from partybuild.search.views import search

VIEWS = (bulk_views, roster_views)

__all__ = ["VIEWS", "search"]
