"""督促台账: every case about lagging units with filters and cursor; the history of one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, and_, func, or_

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.scope import count_of, in_unit, scope_of, visible
from partybuild.db import FOREVER, db
from partybuild.enforcement.rules import whole
from partybuild.notices.rules import printable
from partybuild.rectification.areas import rules
from partybuild.rectification.areas.models import AreaPromise, LaggingArea
from partybuild.rectification.areas.rules import Named
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA, AREA_TABLE
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase as Case

PAGE = 50
STANDINGS = {"open": "未办结", "late": "已逾期", "closed": "已办结"}
STATES = dict(AREA_TABLE.states)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ledger is narrowed to; blank for any."""

    measure: str = ""
    state: str = ""
    standing: str = ""
    unit: str = ""
    year: int | None = None
    after: str = ""

    def kept(self, **changes: str) -> str:
        """The same as a query string but for `changes`; the first page unless they say."""
        parts = {
            "measure": self.measure,
            "state": self.state,
            "standing": self.standing,
            "unit": self.unit,
            "year": str(self.year or ""),
            **changes,
        }
        return urlencode({key: value for key, value in parts.items() if value})

    @property
    def active(self) -> list[tuple[str, str]]:
        """(filter in words, query without it)."""
        words = {
            "measure": AreaMeasure(self.measure).label if self.measure else "",
            "state": STATES.get(self.state, ""),
            "standing": STANDINGS.get(self.standing, ""),
            "unit": f"单位 {self.unit}" if self.unit else "",
            "year": f"{self.year}年发出" if self.year else "",
        }
        return [(said, self.kept(**{name: ""})) for name, said in words.items() if said]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger."""

    case: Case
    row: LaggingArea
    unit: str
    promises: int
    open_promises: int
    then: Sequence[Named]
    closing: Sequence[Named]

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is not closed."""
        case = self.case
        return case.closed_on is None and case.due_on is not None and case.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the ledger; `next`: the cursor of the next, "" where there is none."""

    rows: Sequence[Row]
    total: int
    next: str


def read(given: Mapping[str, str]) -> Asked:
    """The filters of an address; unknown values fall away."""
    measure, state = given.get("measure", ""), given.get("state", "")
    standing, year = given.get("standing", ""), whole(given.get("year", ""))
    return Asked(
        measure if measure in list(AreaMeasure) else "",
        state if state in STATES else "",
        standing if standing in STANDINGS else "",
        printable(given.get("unit", ""))[:12],
        year if year is not None and 1949 < year < 9999 else None,
        given.get("after", ""),
    )


def _cases(actor: Actor, asked: Asked) -> Select[Any]:
    query = (
        visible(actor, LaggingArea, LaggingArea, Case)
        .join(Case, Case.id == LaggingArea.case_id)
        .where(scope_of(actor, Case), Case.kind == AREA)
    )
    if asked.measure:
        query = query.where(LaggingArea.measure == AreaMeasure(asked.measure))
    if asked.state:
        query = query.where(Case.state == asked.state)
    if asked.standing:
        query = query.where(_standing(asked.standing))
    if asked.unit:
        unit = regions.in_reach(actor, asked.unit)
        query = query.where(in_unit(Case, Reach(unit=regions.as_unit(unit))))
    if asked.year is not None:
        year = asked.year
        query = query.where(Case.opened_on.between(date(year, 1, 1), date(year, 12, 31)))
    return query


def _standing(standing: str) -> Any:
    if standing == "closed":
        return Case.closed_on.is_not(None)
    running = Case.closed_on.is_(None)
    return and_(running, Case.due_on < clock.today()) if standing == "late" else running


def page(actor: Actor, asked: Asked) -> Page:
    """A page of the ledger by due day, what is late first, what is closed last."""
    query = _cases(actor, asked)
    total = db.session.scalar(count_of(query.with_only_columns(LaggingArea.id))) or 0
    by: Any = func.coalesce(Case.due_on, FOREVER)
    if asked.after:
        day, number = _cursor(asked.after)
        query = query.where(or_(by > day, and_(by == day, Case.id > number)))
    found = db.session.execute(query.order_by(by, Case.id).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    last: Case | None = shown[-1][1] if len(found) > PAGE else None
    after = f"{(last.due_on or FOREVER).isoformat()}.{last.id}" if last else ""
    return Page(rows(actor, shown), total, after)


def of_unit(actor: Actor, unit: Region) -> Sequence[Row]:
    """Every case about this very unit, the latest first."""
    query = _cases(actor, Asked()).where(LaggingArea.unit_id == unit.id)
    return rows(actor, db.session.execute(query.order_by(Case.id.desc())).all())


def rows(actor: Actor, found: Sequence[Any]) -> list[Row]:
    """Cases as lines, with their promises counted in one statement."""
    names = regions.named([row.unit_id for row, _ in found])
    counts = _promises(actor, [case.id for _, case in found])
    return [
        Row(
            case,
            row,
            names[row.unit_id].name,
            *counts.get(case.id, (0, 0)),
            rules.read(row.figures),
            rules.read(row.closing_figures),
        )
        for row, case in found
    ]


def _promises(actor: Actor, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """By case: how many promises, and how many of them are open."""
    if not ids:
        return {}
    columns = (AreaPromise.case_id, func.count(), func.count(AreaPromise.closed_on))
    query = visible(actor, AreaPromise, *columns).where(AreaPromise.case_id.in_(ids))
    return {
        case: (number, number - closed)
        for case, number, closed in db.session.execute(query.group_by(AreaPromise.case_id))
    }


def _cursor(text: str) -> tuple[date, int]:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), whole(number) or 0
    except ValueError:
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。") from None
