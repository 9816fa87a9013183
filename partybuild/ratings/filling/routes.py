"""Every page of self-assessment, registered by being imported."""

from partybuild.ratings.filling import item_views, sending_views, views, workbook_views
from partybuild.ratings.filling.feature import rating_filling

__all__ = ["item_views", "rating_filling", "sending_views", "views", "workbook_views"]
