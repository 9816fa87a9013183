"""Who stands in the register but not in the file: told, never ended by it."""

from collections.abc import Iterable

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
from partybuild.party.models import InstructorAssignment
from partybuild.regions import queries as regions

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


def absent_assignments(actor: Actor, sendings: Iterable[Sending], options: Options) -> list[Absent]:
    """Assignments that hold today and stand in no row: (row id, the organization's code, who)."""
    table = InstructorAssignment
    named = {(each.organization.id, each.kind, each.name) for each in sendings}
    query = (
        visible(actor, table, table.id, table.organization_id, table.kind, table.name)
        .add_columns(table.workplace, Organization.code, Organization.filing_number)
        .add_columns(Organization.name.label("organization"))
        .join(Organization, Organization.id == table.organization_id)
        .where(scope_of(actor, Organization), *on(table, clock.today()))
        .order_by(Organization.sort_key, table.id)
    )
    if options.unit_id is not None:
        unit = regions.region(options.unit_id)
        if unit.level:
            query = query.where(getattr(Organization, f"level{unit.level}_id") == unit.id)
    return [
        (row.id, row.code or row.filing_number or "", _words(row))
        for row in db.session.execute(query)
        if (row.organization_id, row.kind, row.name) not in named
    ]


def _words(row: object) -> str:
    name, workplace, organization = (
        getattr(row, each) for each in ("name", "workplace", "organization")
    )
    return f"{person(name, workplace)} → {organization}"
