"""The blueprint of the board, the ledger and the figures of rectification."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

BASE = "/rectification/figures"
rectification_figures = Feature("rectification_figures", __name__, url_prefix=BASE)
READ, EXPORT = Permission.RECTIFICATION_READ, Permission.EXPORTS_MAKE
