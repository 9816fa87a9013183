"""What the overview and the lists show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import and_, func, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.db import db
from partybuild.enforcement import ledger, standing
from partybuild.enforcement.kinds import Measure, ProposalKind
from partybuild.enforcement.ledger import COUNTED, PENALTY, STANDINGS, Area, Asked
from partybuild.enforcement.models import Penalty
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.rules import whole
from partybuild.enforcement.terms import terms
from partybuild.inspections.kinds import Conclusion
from partybuild.inspections.models import Inspection
from partybuild.notices.rules import printable
from partybuild.organizations import queries as organizations
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

PAGE = ledger.PAGE
COLUMNS = [(each.value, each.label) for each in COUNTED] + [(PENALTY, "行政处罚")]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by area, and what waits."""

    top: Region | None
    year: int | None
    areas: Sequence[Area]
    totals: Mapping[str, int]
    proposed: Mapping[ProposalKind, int]
    failures: int
    late: int

    def cell(self, area: Area, kind: str) -> str:
        """The address of the list behind a count."""
        where = {"unit": area.code} | ({"own": "1"} if area.own else {})
        return _list(kind, where, self.year)

    def total(self, kind: str) -> str:
        """The address of the list behind a total."""
        return _list(kind, {"unit": self.top.code} if self.top else {}, self.year)


def _list(kind: str, where: Mapping[str, str], year: int | None) -> str:
    rest = dict(where) | ({"year": str(year)} if year else {})
    if kind == PENALTY:
        return f"/enforcement/penalties?{urlencode(rest)}"
    return f"/enforcement/cases?{urlencode({'kind': kind, **rest})}"


def overview(actor: Actor, given: Mapping[str, str]) -> Overview:
    """The overview of a unit in reach, of one year or of all."""
    code = printable(given.get("unit", ""))
    top = regions.in_reach(actor, code) if code else regions.top_of(actor)
    year = whole(given.get("year", "")) if given.get("year") else None
    areas = ledger.areas(actor, top, year) if top is not None else []
    totals = {kind: sum(area.counts.get(kind, 0) for area in areas) for kind, _ in COLUMNS}
    return Overview(
        top,
        year,
        areas,
        totals,
        standing.counts(actor),
        failed(actor)[0],
        db.session.scalar(count_of(ledger.cases(actor, Asked(standing="late")))) or 0,
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A failure that nobody has acted on."""

    inspection_id: int
    organization_id: int
    name: str
    year: int
    conclusion: Conclusion
    day: date
    due_on: date


def failures(actor: Actor, after: int = 0, limit: int = PAGE) -> list[Failed]:
    """Failures without action by their number, from one on."""
    query = ledger.failures(actor).where(Inspection.id > after)
    return _failed(query.order_by(Inspection.id).limit(limit))


def by_day(actor: Actor, day: date, after: int, limit: int) -> list[Failed]:
    """The same by the day of the failure, after a day and number."""
    query = ledger.failures(actor)
    if day > date.min:
        further = ledger.FAILED_ON > day
        query = query.where(or_(further, and_(ledger.FAILED_ON == day, Inspection.id > after)))
    return _failed(query.order_by(ledger.FAILED_ON, Inspection.id).limit(limit))


def _failed(query: Any) -> list[Failed]:
    days = timedelta(days=terms().failure_days)
    return [
        Failed(
            row.id,
            row.organization_id,
            row.name,
            row.year,
            Conclusion(row.conclusion),
            row.day,
            row.day + days,
        )
        for row in db.session.execute(query)
    ]


def penalties(actor: Actor, asked: Asked, after: int) -> tuple[list[Any], int, int]:
    """(rows with the organization's name, how many, where the next page begins or 0), newest first."""
    query = ledger.penalties(actor, asked)
    total = db.session.scalar(count_of(query)) or 0
    if after:
        query = query.where(Penalty.id < after)
    rows = db.session.scalars(query.order_by(Penalty.id.desc()).limit(PAGE + 1)).all()
    ids = sorted({row.organization_id for row in rows if row.organization_id})
    names = {each.id: each.name for each in organizations.organizations(actor, ids)} if ids else {}
    shown = [(row, names.get(row.organization_id or 0, "")) for row in rows[:PAGE]]
    return shown, total, rows[PAGE - 1].id if len(rows) > PAGE else 0


def chosen(asked: Asked) -> dict[str, str]:
    """The filters in force as they stand in an address."""
    pairs = {
        "kind": asked.kind,
        "state": asked.state,
        "standing": asked.standing,
        "unit": asked.unit,
        "own": "1" if asked.own else "",
        "year": str(asked.year or ""),
        "q": asked.words,
        "sort": asked.sort if asked.sort != "due" else "",
    }
    return {name: value for name, value in pairs.items() if value}


def active(asked: Asked, here: str) -> list[tuple[str, str]]:
    """Each filter in force in words, with the address without it."""
    pairs = chosen(asked)
    return [
        (words, f"{here}?{urlencode({k: v for k, v in pairs.items() if k != name})}")
        for name, value in pairs.items()
        if (words := _words(asked, name, value))
    ]


def _words(asked: Asked, name: str, value: str) -> str:
    if name == "kind":
        return f"处理：{Measure(value).label}"
    if name == "state":
        return f"状态：{BY_KIND[asked.kind].states[value]}"
    if name == "standing":
        return STANDINGS[value]
    found = {"unit": "单位代码：", "year": "立案年度：", "q": "名称："}
    if name == "own":
        return "只看本级"
    return f"{found[name]}{value}" if name in found else ""


def sentence(asked: Asked) -> str:
    """The filters in force in words, for the workbook."""
    return "；".join(words for words, _ in active(asked, "")) or "无"


def years() -> list[int]:
    """Years that the overview offers."""
    return list(range(clock.today().year, clock.today().year - 6, -1))


def failed(actor: Actor) -> tuple[int, date | None]:
    """How many failures nobody has acted on, and the earliest day by which somebody should have."""
    query = ledger.unanswered(actor, func.count(), func.min(ledger.FAILED_ON))
    number, first = db.session.execute(query).one()
    return number, first + timedelta(days=terms().failure_days) if first else None
