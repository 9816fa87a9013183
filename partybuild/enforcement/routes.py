"""Every page of enforcement, registered with its feature."""

from partybuild.enforcement import batch_views, list_views, proposal_views, views
from partybuild.enforcement.feature import enforcement

__all__ = ["batch_views", "enforcement", "list_views", "proposal_views", "views"]
