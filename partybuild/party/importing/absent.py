"""Who stands in the register but not in the file: told, never ended by it.

Looked for in the unit chosen at upload, else in the lowest unit that holds all the file speaks of.
"""

from collections.abc import Collection, Iterable
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.imports.plans import Options
from partybuild.organizations.models import Organization
from partybuild.party.beyond import on
from partybuild.party.cover import person
from partybuild.party.importing.assignments import Sending
from partybuild.party.importing.context import Context
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import InstructorAssignment, PartyOrganization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

Absent = tuple[int, str, str]
"""(id, code, name)."""


def bodies_left_out(
    context: Context, wishes: Iterable[Wish], new_units: Iterable[int]
) -> list[Absent]:
    """Living Party organizations that no row means."""
    named = [wish.body for wish in wishes if wish.body is not None]
    unit = _unit(context.options, {body.unit_id for body in named} | set(new_units))
    if unit is None:
        return []
    table = PartyOrganization
    query = visible(context.actor, table, table.id, table.code, table.name)
    query = query.where(table.dissolved_on.is_(None), *_inside(table, unit))
    means = {body.id for body in named}
    rows = db.session.execute(query.order_by(table.code))
    return [(row.id, row.code, row.name) for row in rows if row.id not in means]


def assignments_left_out(
    actor: Actor, sendings: Collection[Sending], options: Options
) -> list[Absent]:
    """Assignments that hold today and stand in no row: (row id, the organization's code, who)."""
    unit = _unit(options, {each.organization.unit_id for each in sendings})
    if unit is None:
        return []
    table = InstructorAssignment
    named = {(each.organization.id, each.kind, each.name) for each in sendings}
    query = (
        visible(actor, table, table.id, table.organization_id, table.kind, table.name)
        .add_columns(table.workplace, Organization.code, Organization.filing_number)
        .add_columns(Organization.name.label("organization"))
        .join(Organization, Organization.id == table.organization_id)
        .where(scope_of(actor, Organization), *on(table, clock.today()))
        .where(*_inside(Organization, unit))
        .order_by(Organization.sort_key, table.id)
    )
    return [
        (
            row.id,
            row.code or row.filing_number or "",
            f"{person(row.name, row.workplace)} → {row.organization}",
        )
        for row in db.session.execute(query)
        if (row.organization_id, row.kind, row.name) not in named
    ]


def _unit(options: Options, units: Collection[int]) -> Region | None:
    """The unit the file is about; None where it speaks of nothing."""
    if options.unit_id is not None:
        return regions.region(options.unit_id)
    paths = [unit.path.strip("/").split("/") for unit in regions.named(list(units)).values()]
    common = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return regions.region(int(common[-1])) if common else None


def _inside(model: Any, unit: Region) -> list[Any]:
    return [getattr(model, f"level{unit.level}_id") == unit.id] if unit.level else []
