"""The blueprint with every view file of this room behind it."""

from partybuild.party import (
    views,
    views_above,
    views_cover,
    views_edit,
    views_ending,
    views_life,
)
from partybuild.party.feature import party

VIEWS = (views, views_above, views_cover, views_edit, views_ending, views_life)

__all__ = ["VIEWS", "party"]
