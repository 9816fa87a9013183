"""The pages of self-assessment under one name."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

rating_filling = Feature("rating_filling", __name__, url_prefix="/ratings/fill")
FILL = Permission.RATINGS_FILL
