"""Why a figure moved between two days: a balanced row for each indicator, every ±1 named. Pure.

上月 + 新增 − 减少 + 划入 − 划出 ± 转类 ± 更正 = 本月 (contract: movement).
Each day on which an organization's span changes is a step of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic

from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import contributions
from partybuild.coverage.movement_table import Column, Item, Movement, Row, in_order, moved, row_of
from partybuild.coverage.row import INDICATORS, Figures
from partybuild.coverage.span import CoverageSpan
from partybuild.coverage.trace import Period, S, Step, Trace, aged, last_span, steps
from partybuild.coverage.wording import corrected, happened

__all__ = [
    "Column",
    "Counting",
    "Item",
    "Movement",
    "Period",
    "Row",
    "Scope",
    "Trace",
    "causes",
    "movements",
]

Inside = Callable[[CoverageSpan], bool]
Place = Callable[[CoverageSpan], object]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is counted and how; `place` tells the units apart between which 划转 is shown."""

    inside: Inside
    basis: Basis
    place: Place = lambda span: span.standing.unit_id


@dataclass(frozen=True, slots=True)
class Counting(Generic[S]):
    """What a span adds where, and how a change is called; the same for whatever is counted."""

    inside: Callable[[S], bool]
    place: Callable[[S], object]
    adds: Callable[[S], Mapping[str, int]]
    corrected: Callable[[S | None, S | None], str]
    happened: Callable[[Step[S], str | None], str]

    def here(self, span: S | None) -> Mapping[str, int]:
        """What the span adds inside the scope."""
        return {} if span is None or not self.inside(span) else self.adds(span)


def movements(
    traces: Mapping[int, Trace[CoverageSpan]],
    period: Period,
    scope: Scope,
    opening: Figures | None = None,
) -> Movement:
    """The movement of a scope in a period. Organizations that stayed as they were may be left out
    if the figures reported for the opening day are given.
    """
    how = counting(scope)
    items: list[Item] = []
    reported: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for organization_id, whole in traces.items():
        trace = aged(whole, period, scope.basis)
        items.extend(_items(organization_id, trace, period, how))
        reported.update(how.here(trace.reported))
        closing.update(how.here(last_span(trace, period)))
    sums = moved(items)
    rows = []
    for name in INDICATORS:
        first = reported[name] if opening is None else getattr(opening, name)
        rows.append(row_of(name, first, first - reported[name] + closing[name], sums))
    return in_order(rows, items)


def counting(scope: Scope) -> Counting[CoverageSpan]:
    """How organizations are counted in a scope."""
    basis = scope.basis
    return Counting(
        scope.inside,
        scope.place,
        # On none of a span's days does it come of age.
        lambda span: contributions(span, basis.on(span.valid_from)),
        lambda was, now: corrected(was, now, basis),
        lambda step, named: happened(step.before, step.after, basis, named),
    )


def _items(
    organization_id: int,
    trace: Trace[CoverageSpan],
    period: Period,
    how: Counting[CoverageSpan],
) -> Iterator[Item]:
    for column, amounts, step, event in causes(trace, period, how):
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


def causes(
    trace: Trace[S], period: Period, how: Counting[S]
) -> Iterator[tuple[Column, Mapping[str, int], Step[S], str]]:
    """What was corrected before the period, then each step of the period by its columns."""
    was, now = trace.reported, trace.restated
    amounts: Mapping[str, int] = {} if was is now else _minus(how.here(now), how.here(was))
    if any(amounts.values()):
        step = Step(was, now, period.opening)
        yield Column.CORRECTED, amounts, step, how.corrected(was, now)
    for step in steps(trace, period):
        moves = [move for move in _moves(step, how) if move[1]]
        event = how.happened(step, trace.happenings.get(step.day)) if moves else ""
        for column, amounts in moves:
            yield column, amounts, step, event


def _moves(step: Step[S], how: Counting[S]) -> Iterator[tuple[Column, Mapping[str, int]]]:
    """The columns of one step. What moves in arrives as it was and is reclassified after, so that
    a parent's columns are the sums of its children's. Who comes of age for the basis is no new
    organization: like a dormant one that wakes it changes its class (转类), and 新增 keeps to births.
    """
    before, after = step.before, step.after
    if before is None:
        yield Column.ADDED, how.here(after)
    elif after is None:
        yield Column.REMOVED, _minus({}, how.here(before))
    elif not how.inside(after):
        yield Column.OUT, _minus({}, how.here(before))
    else:
        was = how.adds(before)
        if not how.inside(before):
            yield Column.IN, was
        elif how.place(before) != how.place(after):
            yield Column.INTERNAL, was
        yield Column.RECLASSIFIED, _minus(how.adds(after), was)


def _minus(these: Mapping[str, int], those: Mapping[str, int]) -> Mapping[str, int]:
    if these == those:
        return {}
    return {name: these.get(name, 0) - those.get(name, 0) for name in {*these, *those}}
