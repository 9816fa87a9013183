"""The pages of stars under one name."""

from partybuild.access.permissions import Permission
from partybuild.ratings.kinds import star_label
from partybuild.web.feature import Feature

rating_stars = Feature("rating_stars", __name__, url_prefix="/ratings/stars")
BASE = "/ratings/stars"
READ, MANAGE = Permission.RATINGS_READ, Permission.RATINGS_MANAGE
rating_stars.add_app_template_filter(star_label, "star")
