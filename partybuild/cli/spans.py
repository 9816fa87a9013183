"""Counting everything anew and comparing it with what is kept, a part at a time."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.coverage.commands import recount
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.db import db
from partybuild.db.work import audit_detail, current_work, needs, work
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization

PART = 2000
REASON = "核对留存数"
Report = Callable[[int, int, str], None]


class _Undo(Exception):
    """Leaves `work` without a trace."""


@dataclass
class Differences:
    """Whose kept spans or columns are not what the facts give."""

    organizations: set[int] = field(default_factory=set)
    party: set[int] = field(default_factory=set)

    def sentences(self) -> list[str]:
        """One sentence a kind, with the first few ids."""
        kinds = (("社会组织", self.organizations), ("党组织", self.party))
        return [
            f"{label} {len(ids)} 个的留存区段与事实不符，如编号 "
            f"{'、'.join(map(str, sorted(ids)[:5]))}"
            for label, ids in kinds
            if ids
        ]


def compare(actor: Actor, rebuild: bool, report: Report) -> Differences:
    """Recount everything; what differs is written only with `rebuild`."""
    found = Differences()
    parts: list[tuple[Sequence[int], Sequence[int]]] = [
        *((part, ()) for part in _parts(Organization)),
        *(((), part) for part in _parts(PartyOrganization)),
    ]
    for done, (organizations, party) in enumerate(parts):
        report(done, len(parts), "核对留存区段")
        try:
            with work(actor) as running:
                _recount_part(running.actor, found, organizations, party, rebuild)
        except _Undo:
            pass
    return found


@needs(Permission.ORGANIZATIONS_KEEP, "重算留存数")
def _recount_part(
    actor: Actor,
    found: Differences,
    organizations: Sequence[int],
    party: Sequence[int],
    rebuild: bool,
) -> None:
    before = _kept(Organization, organizations) | _kept(PartyOrganization, party)
    recount(organizations, party, date.min)
    after = _kept(Organization, organizations) | _kept(PartyOrganization, party)
    changed = {key for key in before if before[key] != after[key]}
    spans = _renewed(CoverageSpan, CoverageSpan.organization_id)
    party_spans = _renewed(PartySpan, PartySpan.party_organization_id)
    spans |= {number for name, number in changed if name == Organization.__tablename__}
    party_spans |= {number for name, number in changed if name == PartyOrganization.__tablename__}
    found.organizations |= spans
    found.party |= party_spans
    if not rebuild or not (spans or party_spans):
        raise _Undo
    audit_detail(organizations=len(spans), party=len(party_spans))


def _parts(model: Any) -> Iterator[Sequence[int]]:
    with system(REASON):
        ids = db.session.scalars(select(model.id).order_by(model.id)).all()
    db.session.rollback()
    for start in range(0, len(ids), PART):
        yield ids[start : start + PART]


def _kept(model: Any, ids: Collection[int]) -> dict[tuple[str, int], tuple[Any, ...]]:
    table = model.__table__
    with system(REASON):
        rows = db.session.execute(select(table).where(table.c.id.in_(sorted(ids))))
        return {(table.name, row.id): tuple(row) for row in rows}


def _renewed(model: Any, column: Any) -> set[int]:
    change = current_work().change
    query = select(column).where(or_(model.known_from == change, model.known_to == change))
    with system(REASON):
        return set(db.session.scalars(query.distinct()))
