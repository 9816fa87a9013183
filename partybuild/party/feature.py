"""The blueprint that the view files of this room share."""

from partybuild.web.feature import Feature

party = Feature("party", __name__, url_prefix="/party")
