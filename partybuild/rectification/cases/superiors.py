"""The units above one that have somebody to decide."""

from collections.abc import Sequence

from partybuild.access.permissions import Permission
from partybuild.accounts.staffing import staffed
from partybuild.db import db
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

KEPT = "partybuild_rectification_levels"


def superiors(working: Region) -> Sequence[Region]:
    """Those with somebody to decide, the nearest first; read once in a transaction."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is None or kept[0] is not session.get_transaction():
        kept = session.info[KEPT] = (session.get_transaction(), {})
    known: dict[int, list[Region]] = kept[1]
    if working.id not in known:
        known[working.id] = [
            unit
            for unit in reversed(regions.ancestors(working))
            if staffed(Permission.RECTIFICATION_DECIDE, unit.id, None)
        ]
    return known[working.id]
