"""What a Party organization keeps of today: the last day of its term, whether a committee is due.

Derived from its facts; to-dos and the start page read nothing else. Written by every command that
touches those facts, at the turn of the day for those that begin or end, and by `doctor --rebuild`.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, update

from partybuild import clock
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.organizations.thresholds import COMMITTEE_FROM
from partybuild.party.beyond import on
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyHeadcount, PartyOrganization, PartyProfile, PartyTerm

REASON = "重算党组织留存"
CHUNK = 5000
_O, _P, _T, _H = PartyOrganization, PartyProfile, PartyTerm, PartyHeadcount


class Kept(NamedTuple):
    """What one Party organization keeps."""

    term_ends: date | None
    committee_due: bool


def follow(_organizations: Collection[int], party: Collection[int], _first_day: date) -> None:
    """These keep what their facts give. As `facts_changed`, after the spans."""
    with system(REASON):
        for part in _parts(party):
            write(differing(part))


def differing(ids: Collection[int] | None = None) -> dict[int, Kept]:
    """By id what those of `ids` (of all) should keep and do not. Inside `system`."""
    wrong: dict[int, Kept] = {}
    for row in db.session.execute(_facts(ids)):
        wanted = of(row)
        if wanted != Kept(row.term_ends, row.committee_due):
            wrong[row.id] = wanted
    return wrong


def of(row: Any) -> Kept:
    """What the facts of today give; 临时 ones hold no election, whoever is dissolved none either."""
    today = clock.today()
    gone = row.dissolved_on is not None and row.dissolved_on <= today
    ends = None if gone or row.formation is Formation.TEMPORARY else row.ends
    full = (row.full or 0) >= COMMITTEE_FROM
    return Kept(ends, row.kind is PartyKind.BRANCH and full and not row.has_committee)


def rebuild() -> int:
    """Every Party organization keeps what its facts give; how many did not. Inside `work`."""
    with system(REASON):
        wrong = differing()
        write(wrong)
    return len(wrong)


def write(wanted: dict[int, Kept]) -> None:
    """Let these keep this. Inside `work` and `system`."""
    if not wanted:
        return
    table = _O.__table__
    names: dict[str, Any] = {name: bindparam(name) for name in Kept._fields}
    db.session.connection().execute(
        update(table).where(table.c.id == bindparam("row")).values(names),  # type: ignore[arg-type]
        [{"row": number, **kept._asdict()} for number, kept in wanted.items()],
    )


def _facts(ids: Collection[int] | None) -> Any:
    query = select(
        _O.id,
        _O.term_ends,
        _O.committee_due,
        _O.dissolved_on,
        func.coalesce(_T.extended_to, _T.last_day).label("ends"),
        _P.kind,
        _P.formation,
        _P.has_committee,
        _H.full,
    )
    today = clock.today()
    for model in (_P, _T, _H):
        own = model.party_organization_id == _O.id
        query = query.outerjoin(model, and_(own, *on(model, today)))
    return query if ids is None else query.where(_O.id.in_(sorted(ids)))


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def faults() -> list[str]:
    """One sentence where what is kept is not what the facts give."""
    with system(REASON):
        wrong = differing()
    if not wrong:
        return []
    first = "、".join(map(str, sorted(wrong)[:5]))
    return [f"党组织 {len(wrong)} 个留存的届满日或应设委员会与事实不符，如编号 {first}。"]
