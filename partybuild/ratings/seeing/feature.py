"""The blueprint of the figures of star rating."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

rating_figures = Feature("rating_figures", __name__, url_prefix="/ratings/figures")
READ, MANAGE = Permission.RATINGS_READ, Permission.RATINGS_MANAGE
