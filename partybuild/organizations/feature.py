"""The blueprint that the view files of this room share."""

from partybuild.web.feature import Feature

organizations = Feature("organizations", __name__, url_prefix="/organizations")
