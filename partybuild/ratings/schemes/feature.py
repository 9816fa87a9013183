"""The pages of rating schemes under one name."""

from partybuild.access.permissions import Permission
from partybuild.ratings.points import shown
from partybuild.web.feature import Feature

rating_schemes = Feature("rating_schemes", __name__, url_prefix="/ratings/schemes")
READ, MANAGE = Permission.RATINGS_READ, Permission.RATINGS_MANAGE
rating_schemes.add_app_template_filter(shown, "tenths")
