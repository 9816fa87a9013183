"""The pages of the reviewing side under one name."""

from partybuild.access.permissions import Permission
from partybuild.web.feature import Feature

rating_reviews = Feature("rating_reviews", __name__, url_prefix="/ratings/review")
READ, REVIEW = Permission.RATINGS_READ, Permission.RATINGS_REVIEW
EXPORT = Permission.EXPORTS_MAKE
