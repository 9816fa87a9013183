"""处置台账: every case of enforcement with filters, order and cursor; counts by area; failures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.scope import ScopeMark, count_of, in_unit, visible
from partybuild.db import FOREVER, db
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Penalty
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.queries import KINDS
from partybuild.enforcement.rules import whole
from partybuild.enforcement.terms import terms
from partybuild.inspections.models import UNANSWERED, Inspection
from partybuild.notices.rules import printable
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase as Case

PAGE = 50
STANDINGS = {"open": "未办结", "late": "已逾期", "closed": "已办结"}
SORTS = ("due", "-due", "opened", "-opened")


FAILED_ON: Any = func.coalesce(Inspection.published_on, Inspection.concluded_on)
"""From this day somebody should act."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger is narrowed to."""

    kind: str = ""
    state: str = ""
    standing: str = ""
    unit: str = ""
    own: bool = False
    year: int | None = None
    words: str = ""
    batch: int | None = None
    sort: str = "due"
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of cases and where the next begins, "" where there is none."""

    rows: Sequence[Case]
    total: int
    next: str


def read(given: Mapping[str, str]) -> Asked:
    """The filters of an address; unknown values fall away."""
    kind = given.get("kind", "")
    kind = kind if kind in KINDS else ""
    states = BY_KIND[kind].states if kind else {}
    state, standing = given.get("state", ""), given.get("standing", "")
    sort = given.get("sort", "")
    return Asked(
        kind,
        state if state in states else "",
        standing if standing in STANDINGS else "",
        printable(given.get("unit", ""))[:12],
        given.get("own", "") == "1",
        whole(given.get("year", "")),
        printable(given.get("q", ""))[:60],
        whole(given.get("batch", "")),
        sort if sort in SORTS else "due",
        given.get("after", ""),
    )


def cases(actor: Actor, asked: Asked) -> Select[Any]:
    """The cases asked for, in no order."""
    query = visible(actor, Case).where(Case.kind.in_((asked.kind,) if asked.kind else KINDS))
    if asked.state:
        query = query.where(Case.state == asked.state)
    if asked.standing:
        query = query.where(_standing(asked.standing))
    if asked.unit:
        query = query.where(_place(actor, Case, asked))
    if asked.year is not None and 1949 < asked.year < 9999:
        query = query.where(
            Case.opened_on.between(date(asked.year, 1, 1), date(asked.year, 12, 31))
        )
    if asked.words:
        query = query.where(Case.title.contains(asked.words, autoescape=True))
    return query


def _standing(standing: str) -> ColumnElement[bool]:
    if standing == "closed":
        return Case.closed_on.is_not(None)
    running = Case.closed_on.is_(None)
    return and_(running, Case.due_on < clock.today()) if standing == "late" else running


def _place(actor: Actor, model: Any, asked: Asked) -> ColumnElement[bool]:
    unit = regions.in_reach(actor, asked.unit)
    if asked.own:
        found: ColumnElement[bool] = model.unit_id == unit.id
        return found
    return in_unit(model, Reach(unit=regions.as_unit(unit)))


def page(actor: Actor, asked: Asked) -> Page:
    """A page of the ledger, by due day or day of opening."""
    query = cases(actor, asked)
    total = db.session.scalar(count_of(query)) or 0
    by: Any = func.coalesce(Case.due_on, FOREVER) if "due" in asked.sort else Case.opened_on
    falling = asked.sort.startswith("-")
    if asked.after:
        day, number = _cursor(asked.after)
        further = by < day if falling else by > day
        past = Case.id < number if falling else Case.id > number
        query = query.where(or_(further, and_(by == day, past)))
    order = (by.desc(), Case.id.desc()) if falling else (by, Case.id)
    rows = db.session.scalars(query.order_by(*order).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], total, _place_of(last, asked.sort) if last else "")


def _place_of(row: Case, sort: str) -> str:
    day = (row.due_on or FOREVER) if "due" in sort else row.opened_on
    return f"{day.isoformat()}.{row.id}"


def _cursor(text: str) -> tuple[date, int]:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), whole(number) or 0
    except ValueError:
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。") from None


@dataclass(frozen=True, slots=True)
class Area:
    """Counts of one unit: its own (本级) or everything below a child."""

    code: str
    name: str
    own: bool
    counts: Mapping[str, int]


COUNTED = (Measure.ORDER, Measure.INTERVIEW, Measure.LISTING, Measure.DISHONEST, Measure.DORMANT)
PENALTY = "penalty"


def areas(actor: Actor, top: Region, year: int | None) -> list[Area]:
    """What was opened in a year (ever, without one) in a unit's own row and in each unit below."""
    found: dict[int, dict[str, int]] = {}
    asked = Asked(year=year, unit=top.code)
    key = _child(Case, top)
    query = cases(actor, asked).with_only_columns(key, Case.kind, func.count())
    for child, kind, number in db.session.execute(query.group_by(key, Case.kind)):
        found.setdefault(child, {})[kind] = number
    key = _child(Penalty, top)
    fines = penalties(actor, asked).with_only_columns(key, func.count()).group_by(key)
    for child, number in db.session.execute(fines):
        found.setdefault(child, {})[PENALTY] = number
    rows = [Area(top.code, f"{top.name}（本级）", True, found.get(0, {}))]
    rows += [
        Area(child.code, child.name, False, found.get(child.id, {}))
        for child in regions.children(top.id)
    ]
    return rows


def _child(model: Any, top: Region) -> Any:
    """The unit directly below `top` in which a row stands, 0 for its own."""
    if top.level >= 5:
        return case((model.id > 0, 0), else_=0)
    return func.coalesce(getattr(model, f"level{top.level + 1}_id"), 0)


def penalties(actor: Actor, asked: Asked) -> Select[Any]:
    """Penalties that stand, in no order."""
    query = visible(actor, Penalty).where(Penalty.withdrawn_on.is_(None))
    if asked.unit:
        query = query.where(_place(actor, Penalty, asked))
    if asked.year is not None and 1949 < asked.year < 9999:
        query = query.where(
            Penalty.decided_on.between(date(asked.year, 1, 1), date(asked.year, 12, 31))
        )
    return query


def unanswered(actor: Actor, *columns: Any) -> Select[Any]:
    """`columns` of the inspections that failed and saw no action for so many days."""
    last = clock.today() - timedelta(days=terms().failure_days)
    day = FAILED_ON
    acted = visible(actor, Case, Case.id).where(
        Case.organization_id == Inspection.organization_id,
        Case.kind.in_(KINDS),
        Case.opened_on >= day,
    )
    punished = visible(actor, Penalty, Penalty.id).where(
        Penalty.organization_id == Inspection.organization_id,
        Penalty.decided_on >= day,
        Penalty.withdrawn_on.is_(None),
    )
    return visible(actor, Inspection, *columns).where(
        literal_column(UNANSWERED),
        day <= last,
        ~acted.correlate(Inspection).exists(),
        ~punished.correlate(Inspection).exists(),
    )


def failures(actor: Actor) -> Select[Any]:
    """(id, organization id, name, year, conclusion, day) of failures with no action after n days."""
    columns = (
        Inspection.id,
        Inspection.organization_id,
        Organization.name,
        Inspection.year,
        Inspection.conclusion,
        FAILED_ON.label("day"),
    )
    query = unanswered(actor, *columns)
    own = ScopeMark(Organization.id == Inspection.organization_id, Organization.__tablename__)
    return query.join(Organization, Organization.id == Inspection.organization_id).where(own)
