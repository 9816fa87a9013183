"""Why a figure moved between two days: a balanced row for each indicator, every ±1 named. Pure.

上月 + 新增 − 减少 + 划入 − 划出 ± 转类 ± 更正 = 本月 (contract: movement).
Each day on which an organization's span changes is a step of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import contributions
from partybuild.coverage.row import INDICATORS, Figures
from partybuild.coverage.span import CoverageSpan
from partybuild.coverage.trace import Period, Step, Trace, aged, last_span, steps
from partybuild.coverage.wording import corrected, happened

__all__ = ["Column", "Item", "Movement", "Period", "Row", "Scope", "Trace", "movements"]

Inside = Callable[[CoverageSpan], bool]
Place = Callable[[CoverageSpan], object]


class Column(StrEnum):
    """Why a number moved; INTERNAL is a transfer inside the scope, which moves nothing."""

    ADDED = "added"
    REMOVED = "removed"
    IN = "in"
    OUT = "out"
    RECLASSIFIED = "reclassified"
    CORRECTED = "corrected"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is counted and how; `place` tells the units apart between which 划转 is shown."""

    inside: Inside
    basis: Basis
    place: Place = lambda span: span.standing.unit_id


@dataclass(frozen=True, slots=True)
class Item:
    """One cause behind one number; `amount` is signed as it moves the indicator."""

    indicator: str
    column: Column
    amount: int
    organization_id: int
    code: str | None
    name: str
    event: str
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator; removed and moved_out are positive, `internal` is only shown (划转)."""

    indicator: str
    opening: int
    added: int
    removed: int
    moved_in: int
    moved_out: int
    reclassified: int
    corrected: int
    closing: int
    internal: int

    @property
    def balances(self) -> bool:
        """Whether opening and all that moved give the closing."""
        entered = self.added - self.removed + self.moved_in - self.moved_out
        return self.opening + entered + self.reclassified + self.corrected == self.closing

    def as_row(self) -> dict[str, str | int]:
        """The row of the contract, keys in its order."""
        return {
            "indicator": self.indicator,
            "opening": self.opening,
            "added": self.added,
            "removed": self.removed,
            "in": self.moved_in,
            "out": self.moved_out,
            "reclassified": self.reclassified,
            "corrected": self.corrected,
            "closing": self.closing,
        }


class Movement(NamedTuple):
    """A row for each of INDICATORS; by day the items that add up to its columns; and the transfers
    inside the scope, which cancel and are shown in a line of their own.
    """

    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    transfers: tuple[Item, ...]


def movements(
    traces: Mapping[int, Trace], period: Period, scope: Scope, opening: Figures | None = None
) -> Movement:
    """The movement of a scope in a period. Organizations that stayed as they were may be left out
    if the figures reported for the opening day are given.
    """
    items: list[Item] = []
    reported: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for organization_id, whole in traces.items():
        trace = aged(whole, period, scope.basis)
        items.extend(_items(organization_id, trace, period, scope))
        reported.update(_inside(trace.reported, scope))
        closing.update(_inside(last_span(trace, period), scope))
    moved = Counter[tuple[str, Column]]()
    for item in items:
        moved[item.indicator, item.column] += item.amount
    rows = []
    for name in INDICATORS:
        first = reported[name] if opening is None else getattr(opening, name)
        rows.append(_row(name, first, first - reported[name] + closing[name], moved))
    items.sort(key=attrgetter("day", "organization_id"))
    return Movement(
        tuple(rows),
        tuple(item for item in items if item.column is not Column.INTERNAL),
        tuple(item for item in items if item.column is Column.INTERNAL),
    )


def _items(organization_id: int, trace: Trace, period: Period, scope: Scope) -> Iterator[Item]:
    for column, amounts, step, event in _causes(trace, period, scope):
        named = step.after or step.before
        assert named is not None
        for indicator in INDICATORS:
            if amounts.get(indicator):
                yield Item(
                    indicator,
                    column,
                    amounts[indicator],
                    organization_id,
                    named.standing.code,
                    named.standing.name,
                    event,
                    step.day,
                )


def _causes(
    trace: Trace, period: Period, scope: Scope
) -> Iterator[tuple[Column, Mapping[str, int], Step, str]]:
    """What was corrected before the period, then each step of the period by its columns."""
    was, now = trace.reported, trace.restated
    amounts = _minus(_inside(now, scope), _inside(was, scope))
    if any(amounts.values()):
        event = corrected(was, now, scope.basis)
        yield Column.CORRECTED, amounts, Step(was, now, period.opening), event
    for step in steps(trace, period):
        named = trace.happenings.get(step.day)
        event = happened(step.before, step.after, scope.basis, named)
        for column, amounts in _moves(step, scope):
            yield column, amounts, step, event


def _moves(step: Step, scope: Scope) -> Iterator[tuple[Column, Mapping[str, int]]]:
    """The columns of one step. What moves in arrives as it was and is reclassified after, so that
    a parent's columns are the sums of its children's. Who comes of age for the basis is no new
    organization: like a dormant one that wakes it changes its class (转类), and 新增 keeps to births.
    """
    before, after = step.before, step.after
    if before is None:
        yield Column.ADDED, _inside(after, scope)
    elif after is None:
        yield Column.REMOVED, _minus({}, _inside(before, scope))
    elif not scope.inside(after):
        yield Column.OUT, _minus({}, _inside(before, scope))
    else:
        was = _adds(before, scope)
        if not scope.inside(before):
            yield Column.IN, was
        elif scope.place(before) != scope.place(after):
            yield Column.INTERNAL, was
        yield Column.RECLASSIFIED, _minus(_adds(after, scope), was)


def _inside(span: CoverageSpan | None, scope: Scope) -> Mapping[str, int]:
    if span is None or not scope.inside(span):
        return {}
    return _adds(span, scope)


def _adds(span: CoverageSpan, scope: Scope) -> Mapping[str, int]:
    """What it adds on all of its days: on none of them does it come of age."""
    return contributions(span, scope.basis.on(span.valid_from))


def _minus(these: Mapping[str, int], those: Mapping[str, int]) -> Mapping[str, int]:
    return {name: these.get(name, 0) - those.get(name, 0) for name in {*these, *those}}


def _row(name: str, opening: int, closing: int, moved: Mapping[tuple[str, Column], int]) -> Row:
    return Row(
        name,
        opening,
        moved[name, Column.ADDED],
        -moved[name, Column.REMOVED],
        moved[name, Column.IN],
        -moved[name, Column.OUT],
        moved[name, Column.RECLASSIFIED],
        moved[name, Column.CORRECTED],
        closing,
        moved[name, Column.INTERNAL],
    )
