"""The pages of lagging areas under one name."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

BASE = "/rectification/areas"
lagging_areas = Feature("lagging_areas", __name__, url_prefix=BASE)
READ, DECIDE = Permission.RECTIFICATION_READ, Permission.RECTIFICATION_DECIDE
