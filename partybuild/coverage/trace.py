"""One organization, or Party organization, from one day to another, step by step. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from partybuild.coverage import age
from partybuild.coverage.basis import Basis
from partybuild.coverage.span import CoverageSpan


class Stretch(Protocol):
    """Days in which nothing counted changes."""

    @property
    def valid_from(self) -> date:
        """The first of them."""

    @property
    def valid_to(self) -> date:
        """The first day after them."""


S = TypeVar("S", bound=Stretch)


@dataclass(frozen=True, slots=True)
class Trace(Generic[S]):
    """What is known of one organization from the end of the opening day to that of the closing day.

    `reported` is its span on the opening day as known when that day was reported, `restated` as
    known now; `spans` are those that begin after it, in order. `happenings` names what happened
    on a day (成立登记, 注销); days without a name are described by what changed.
    """

    reported: S | None
    restated: S | None
    spans: Sequence[S] = ()
    happenings: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of one day to the end of another. The opening day is the last of the month
    before, or 启用日 when that is later: what is dated up to it is opening stock.
    """

    opening: date
    closing: date


class Step(NamedTuple, Generic[S]):
    """One change of an organization's span; `day` is the first day on which `after` holds."""

    before: S | None
    after: S | None
    day: date


def steps(trace: Trace[S], period: Period) -> Iterator[Step[S]]:
    """The changes of the period in order; a gap between spans is an end and a new beginning."""
    before = trace.restated
    for after in _within(trace, period):
        if before is not None and before.valid_to < after.valid_from:
            yield Step(before, None, before.valid_to)
            before = None
        yield Step(before, after, after.valid_from)
        before = after
    if before is not None and before.valid_to <= period.closing:
        yield Step(before, None, before.valid_to)


def last_span(trace: Trace[S], period: Period) -> S | None:
    """The span of the closing day as known now."""
    *_, last = (trace.restated, *_within(trace, period))
    return last if last is not None and period.closing < last.valid_to else None


def aged(trace: Trace[CoverageSpan], period: Period, basis: Basis) -> Trace[CoverageSpan]:
    """The same life cut on the days from which it is old enough for the basis, or too old: each
    is a step, so that coming of age is a change of its own with its name and day.
    """
    if not basis.aged:
        return trace
    opening = period.opening
    standing = _pieces(trace.restated, basis)
    after = [span for span in trace.spans if span.valid_from > opening]
    spans = [*standing, *(piece for span in after for piece in _pieces(span, basis))]
    return Trace(
        _holding(_pieces(trace.reported, basis), opening),
        _holding(standing, opening),
        [span for span in spans if span.valid_from > opening],
        trace.happenings,
    )


def _pieces(span: CoverageSpan | None, basis: Basis) -> list[CoverageSpan]:
    """The span cut where the organization comes of age."""
    if span is None:
        return []
    days = {span.valid_from, span.valid_to}
    days |= {day for day in _turns(span, basis) if span.valid_from < day < span.valid_to}
    return [replace(span, valid_from=a, valid_to=b) for a, b in pairwise(sorted(days))]


def _turns(span: CoverageSpan, basis: Basis) -> Iterator[date]:
    registered = span.standing.registered_on
    if registered is None:
        return
    if basis.exclude_younger is not None:
        yield basis.exclude_younger.reached(registered)
    if basis.exclude_older is not None:
        yield basis.exclude_older.reached(registered) + age.DAY


def _holding(spans: Iterable[CoverageSpan], day: date) -> CoverageSpan | None:
    return next((span for span in spans if span.valid_from <= day < span.valid_to), None)


def _within(trace: Trace[S], period: Period) -> Iterable[S]:
    return (span for span in trace.spans if period.opening < span.valid_from <= period.closing)
