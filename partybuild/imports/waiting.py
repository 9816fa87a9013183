"""Imports that are checked and wait for their maker's word."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, cast, null

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.imports.models import ImportBatch

NO_DAY = cast(null(), Date)


def _asked(actor: Actor) -> Select[Any]:
    return visible(actor, ImportBatch).where(ImportBatch.state == "checked")


def count(actor: Actor) -> Tally:
    """How many of the actor's imports wait."""
    return drawing.tally(_asked(actor), NO_DAY, 0)


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The imports that wait, oldest first; they have no due day."""
    query = drawing.drawn(_asked(actor), NO_DAY, ImportBatch.id, wanted, 0)
    return [
        OpenItem(
            row.id, row.filename, "已核对，等您确认", None, "imports.show", {"batch_id": row.id}
        )
        for row in db.session.scalars(query)
    ]


IMPORTS = Source(
    "imports",
    "导入",
    "份导入已核对、等您确认",
    "确认后才写入名册",
    Permission.IMPORTS_MAKE,
    count,
    rows,
)
