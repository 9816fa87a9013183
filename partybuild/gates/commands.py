"""Bringing verdicts up to the facts: superseded by change number, never updated."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import select, update

from partybuild.access.scope import system
from partybuild.coverage.commands import LIFE, led_by
from partybuild.db import OPEN, db
from partybuild.db.many import insert_many
from partybuild.db.work import current_work
from partybuild.deadlines import calendar
from partybuild.gates import deriving, gathering, keeping
from partybuild.gates.among import parts
from partybuild.gates.figures import Changes
from partybuild.gates.models import SyncVerdict
from partybuild.party.models import CoverageLink

REASON = "重算同步判定"
NAMES = [column.name for column in SyncVerdict.__table__.columns if column.name not in LIFE]


def affected(organizations: Collection[int], party: Collection[int]) -> set[int]:
    """These, and the organizations that these Party organizations cover and lead."""
    with system(REASON):
        return set(organizations) | led_by(party) | _covered(party)


def touch(organizations: Collection[int]) -> None:
    """Verdicts agree with answers, waivers, inspections and events of these; for rooms below.

    Call it after flushing, once a command. Facts of the registers must have been recounted: where
    the same command changes those too, `current_work().touch` alone is enough.
    """
    running = current_work()
    pending = set(organizations) & running.organizations
    derive(set(organizations) - pending)


def derive(ids: Collection[int], *, counted: bool = True) -> None:
    """The kept verdicts of these organizations are what their facts give. Inside `work`.

    Kept counts follow; not where they were forgotten (`counted`), to be filled anew afterwards.
    """
    if not ids:
        return
    db.session.flush()
    with system(REASON):
        ground = gathering.load(ids)
        wanted = deriving.rows(ground, sorted(ids), calendar.exceptions())
        changes = _replace(ids, wanted)
        if counted:
            keeping.follow(changes.counted())


@dataclass(slots=True)
class Replaced:
    """Rows that are known no more, as values in the order of NAMES, and rows that came."""

    gone: list[tuple[Any, ...]] = field(default_factory=list)
    new: Collection[deriving.Row] = ()

    def counted(self) -> Changes:
        """By how much counts change."""
        changes = Changes()
        for values in self.gone:
            changes.note(-1, dict(zip(NAMES, values, strict=True)))
        for row in self.new:
            changes.note(1, row)
        return changes


def _replace(ids: Collection[int], wanted: Iterable[deriving.Row]) -> Replaced:
    """Supersede the known rows of `ids` that are not wanted any more; add those that are new."""
    table: Any = SyncVerdict.__table__
    change, found = current_work().change, Replaced()
    new = {itemgetter(*NAMES)(row): row for row in wanted}
    gone: list[int] = []
    for part in parts(ids):
        query = select(table.c.id, *(table.c[name] for name in NAMES)).where(
            table.c.organization_id.in_(part), table.c.known_to == OPEN
        )
        for number, *values in db.session.execute(query):
            if new.pop(tuple(values), None) is None:
                gone.append(number)
                found.gone.append(tuple(values))
    for part in parts(gone):
        superseded = update(table).where(table.c.id.in_(part)).values(known_to=change)
        db.session.connection().execute(superseded)
    found.new = new.values()
    insert_many(table, [{**row, "known_from": change, "known_to": OPEN} for row in found.new])
    return found


def _covered(party: Collection[int]) -> set[int]:
    """Organizations that these cover or have ever covered, as known now."""
    found: set[int] = set()
    for part in parts(party):
        query = select(CoverageLink.organization_id).where(
            CoverageLink.party_organization_id.in_(part), CoverageLink.known_to == OPEN
        )
        found |= set(db.session.scalars(query.distinct()))
    return found
