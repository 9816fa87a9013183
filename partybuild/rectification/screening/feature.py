"""The feature that every page of screening registers with."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

BASE = "/rectification/screening"
screening = Feature("screening", __name__, url_prefix=BASE)
READ, KEEP = Permission.RECTIFICATION_READ, Permission.RECTIFICATION_KEEP
DECIDE = Permission.RECTIFICATION_DECIDE
