"""The blueprint with every view file of this room behind it."""

from partybuild.organizations import views, views_change, views_end, views_year_totals
from partybuild.organizations.feature import organizations

VIEWS = (views, views_change, views_end, views_year_totals)

__all__ = ["VIEWS", "organizations"]
