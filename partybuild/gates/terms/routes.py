"""Importing this module gives the feature all its pages."""

from partybuild.gates.terms import letter_views
from partybuild.gates.terms.term_views import terms

__all__ = ["letter_views", "terms"]
