"""The feature with all its views."""

from partybuild.inspections import views, views_list, views_record, views_section
from partybuild.inspections.feature import inspections

__all__ = ["inspections", "views", "views_list", "views_record", "views_section"]
