"""The blueprint of rounds and of the page that explains an assessment."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

rating_rounds = Feature("rating_rounds", __name__, url_prefix="/ratings")
READ, MANAGE = Permission.RATINGS_READ, Permission.RATINGS_MANAGE
