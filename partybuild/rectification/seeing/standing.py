"""Where a case stood at the end of a day, read from its events; how it moved in a year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from partybuild.access.scope import ScopeMark
from partybuild.db import OPEN
from partybuild.rectification.kinds import OPEN_STAGES, Stage
from partybuild.workflow.models import WorkflowCase as Case
from partybuild.workflow.models import WorkflowEvent as Event

RUNNING = tuple(stage.value for stage in OPEN_STAGES)
STRUCK = (Stage.WATCHING.value, Stage.DONE.value)
MOVES = {
    "opening": "年初在整顿",
    "added": "本年列入",
    "relapsed": "本年反弹",
    "struck": "本年销号",
    "dissolved": "本年撤销党组织",
    "withdrawn": "本年撤回",
    "closing": "年末在整顿",
}
"""opening + added + relapsed - struck - dissolved - withdrawn = closing."""
Pair = tuple[str | None, str | None]
"""The states at the end of the last day of the year before, and of the year; None: not yet."""


def state_on(day: date, change: int = OPEN) -> Any:
    """The state of a case at the end of `day` as known at a change; NULL before its opening."""
    mark = ScopeMark(Event.case_id == Case.id, Event.__tablename__)
    query = select(Event.target).where(mark, Event.effective_on <= day, Event.change <= change)
    return query.order_by(Event.sequence.desc()).limit(1).correlate(Case).scalar_subquery()


def bounds(year: int) -> tuple[date, date]:
    """The last day of the year before, and of the year."""
    return date(year - 1, 12, 31), date(year, 12, 31)


def moves(pair: Pair) -> Sequence[str]:
    """Which counts of its year a case with these two states is in."""
    before, after = pair
    found = {
        "opening": before in RUNNING,
        "added": before is None and after is not None,
        "relapsed": before in STRUCK and after is not None and after not in STRUCK,
        "struck": after in STRUCK and before not in STRUCK,
        "dissolved": after == Stage.DISSOLVED.value and before != after,
        "withdrawn": after == Stage.WITHDRAWN.value and before != after,
        "closing": after in RUNNING,
    }
    return [name for name, holds in found.items() if holds]


def tallied(rows: Mapping[Pair, int]) -> dict[str, int]:
    """The counts of a year, from how many cases have which two states."""
    found = dict.fromkeys(MOVES, 0)
    for pair, count in rows.items():
        for name in moves(pair):
            found[name] += count
    return found


def moved(name: str, year: int) -> ColumnElement[bool]:
    """The cases that a count of a year is made of: the same as `moves`, in SQL."""
    before, after = (func.coalesce(state_on(day), "") for day in bounds(year))
    conditions: dict[str, Any] = {
        "opening": before.in_(RUNNING),
        "added": and_(before == "", after != ""),
        "relapsed": and_(before.in_(STRUCK), after.not_in(("", *STRUCK))),
        "struck": and_(after.in_(STRUCK), before.not_in(STRUCK)),
        "dissolved": and_(after == Stage.DISSOLVED.value, before != after),
        "withdrawn": and_(after == Stage.WITHDRAWN.value, before != after),
        "closing": after.in_(RUNNING),
    }
    found: ColumnElement[bool] = conditions[name]
    return found
