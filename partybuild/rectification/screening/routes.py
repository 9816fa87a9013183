"""Every page of screening, registered by being imported."""

from partybuild.rectification.screening import (
    hand_views,
    proposal_views,
    rule_views,
    views,
)
from partybuild.rectification.screening.feature import screening

__all__ = ["hand_views", "proposal_views", "rule_views", "screening", "views"]
