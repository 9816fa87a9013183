"""Every page of rating schemes, registered by being imported."""

from partybuild.ratings.schemes import draft_views, views, workbook_views
from partybuild.ratings.schemes.feature import rating_schemes

__all__ = ["draft_views", "rating_schemes", "views", "workbook_views"]
