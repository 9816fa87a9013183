"""The blueprint that the view files of this room share."""

from partybuild.web.feature import Feature

inspections = Feature("inspections", __name__, url_prefix="/inspections")
