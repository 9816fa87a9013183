"""Who stands in the register but not in the file: told, never ended by it."""

from collections.abc import Iterable

from partybuild.party.importing.context import Context
from partybuild.party.importing.wishes import Wish

Absent = tuple[int, str, str]
"""(id, code, name)."""


def absent_bodies(context: Context, wishes: Iterable[Wish]) -> list[Absent]:
    """Living Party organizations of the unit chosen at upload, else of the importer's whole reach."""
    named = {wish.body.id for wish in wishes if wish.body is not None}
    base = context.base.id
    inside = {place.id for place in context.places.by_id.values() if base in place.lineage}
    return [
        (body.id, body.code, body.name)
        for body in context.bodies.by_id.values()
        if body.dissolved_on is None and body.id not in named and body.unit_id in inside
    ]
