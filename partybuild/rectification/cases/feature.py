"""The blueprint of the cases of rectification."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

BASE = "/rectification"
rectification = Feature("rectification", __name__, url_prefix=BASE)
READ, REPORT, KEEP, DECIDE = (
    Permission.RECTIFICATION_READ,
    Permission.RECTIFICATION_REPORT,
    Permission.RECTIFICATION_KEEP,
    Permission.RECTIFICATION_DECIDE,
)
