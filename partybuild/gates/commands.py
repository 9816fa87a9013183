"""Bringing verdicts up to the facts: superseded by change number, never updated."""

from collections.abc import Collection, Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select, update

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


def derive(ids: Collection[int]) -> None:
    """The kept verdicts of these organizations are what their facts give. Inside `work`."""
    if not ids:
        return
    db.session.flush()
    with system(REASON):
        ground = gathering.load(ids)
        wanted = deriving.rows(ground, sorted(ids), calendar.exceptions())
        _replace(ids, wanted)


def _replace(ids: Collection[int], wanted: Iterable[deriving.Row]) -> None:
    """Supersede the known rows of `ids` that are not wanted any more; add those that are new."""
    table: Any = SyncVerdict.__table__
    change, changes = current_work().change, Changes()
    new = {itemgetter(*NAMES)(row): row for row in wanted}
    gone: list[int] = []
    for part in parts(ids):
        query = select(table.c.id, *(table.c[name] for name in NAMES)).where(
            table.c.organization_id.in_(part), table.c.known_to == OPEN
        )
        for number, *values in db.session.execute(query):
            if new.pop(tuple(values), None) is None:
                gone.append(number)
                changes.note(-1, dict(zip(NAMES, values, strict=True)))
    if gone:
        db.session.connection().execute(
            update(table).where(table.c.id == bindparam("row")).values(known_to=change),
            [{"row": number} for number in gone],
        )
    for row in new.values():
        changes.note(1, row)
    insert_many(table, [{**row, "known_from": change, "known_to": OPEN} for row in new.values()])
    keeping.follow(changes)


def _covered(party: Collection[int]) -> set[int]:
    """Organizations that these cover or have ever covered, as known now."""
    found: set[int] = set()
    for part in parts(party):
        query = select(CoverageLink.organization_id).where(
            CoverageLink.party_organization_id.in_(part), CoverageLink.known_to == OPEN
        )
        found |= set(db.session.scalars(query.distinct()))
    return found
