"""Cases of every process that are past their day: of whose desk, how many, which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.db import db
from partybuild.enforcement.kinds import Measure
from partybuild.rectification.process import AREA, KIND
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow import registry
from partybuild.workflow.models import WorkflowCase as Case

PAGE = 50
PAGES = {
    "registration": "/registrations/",
    "procedure": "/procedures/",
    **dict.fromkeys((measure.value for measure in Measure), "/enforcement/"),
    "star-change": "/ratings/stars/changes/",
    KIND: "/rectification/",
}
"""By process where the pages of its cases begin; of all procedures by their first word."""


@dataclass(frozen=True, slots=True)
class Late:
    """One case past its day."""

    title: str
    href: str
    process: str
    state: str
    desk: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of them; `next`: where the next begins, "" where there is none."""

    rows: Sequence[Late]
    total: int
    next: str


def _cases(actor: Actor, top: Region, *columns: Any) -> Select[Any]:
    """Open cases past their day at the desks of a unit and of all below it."""
    inside = Region.id == top.id
    if top.level:
        inside = or_(inside, getattr(Region, f"level{top.level}_id") == top.id)
    else:
        inside = or_(inside, Region.level > 0)
    return (
        visible(actor, Case, *columns)
        .join(Region, Region.id == Case.desk_unit_id)
        .where(
            inside,
            Case.kind != AREA,
            Case.closed_on.is_(None),
            Case.due_on < clock.today(),
        )
    )


def counts(actor: Actor, top: Region) -> Mapping[int, int]:
    """By the id of the unit directly below whose desk (or one below it) is late, 0: the unit's own."""
    deeper = [getattr(Region, f"level{n}_id") for n in range(top.level + 1, 6)]
    key = func.coalesce(*deeper, 0) if deeper else func.coalesce(None, 0)
    query = _cases(actor, top, key, func.count()).group_by(key)
    found: dict[int, int] = {unit: number for unit, number in db.session.execute(query)}
    return found


def page(actor: Actor, top: Region, after: str) -> Page:
    """Those of a unit by due day."""
    query = _cases(actor, top, Case, Region.name)
    total = db.session.scalar(count_of(query.with_only_columns(Case.id))) or 0
    if after:
        due, number = _cursor(after)
        query = query.where(or_(Case.due_on > due, (Case.due_on == due) & (Case.id > number)))
    rows = db.session.execute(query.order_by(Case.due_on, Case.id).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    last = shown[-1][0] if len(rows) > PAGE else None
    return Page(
        [_late(case, name) for case, name in shown],
        total,
        f"{last.due_on}.{last.id}" if last else "",
    )


def _late(case: Case, desk: str) -> Late:
    table = registry.of(case.kind, case.table_version)
    assert case.due_on is not None
    days = (clock.today() - case.due_on).days
    href = address(case)
    return Late(case.title, href, table.label, table.states[case.state], desk, case.due_on, days)


def address(case: Case) -> str:
    """The page of a case, that of its organization where it has none of its own."""
    base = PAGES.get(case.kind) or PAGES.get(case.kind.partition("-")[0])
    if base:
        return f"{base}{case.id}"
    return f"/organizations/{case.organization_id}" if case.organization_id else ""


def _cursor(text: str) -> tuple[date, int]:
    day, _, number = text.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。") from None
