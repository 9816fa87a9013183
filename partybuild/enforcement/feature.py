"""The feature that every page of enforcement registers with."""

from partybuild.web.feature import Feature

BASE = "/enforcement"
enforcement = Feature("enforcement", __name__, url_prefix=BASE)
