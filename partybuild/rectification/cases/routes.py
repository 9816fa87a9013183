"""Every page of a case, registered with its feature."""

from partybuild.rectification.cases import (
    accept_views,
    end_views,
    plan_views,
    views,
    work_views,
)
from partybuild.rectification.cases.feature import rectification

__all__ = ["accept_views", "end_views", "plan_views", "rectification", "views", "work_views"]
