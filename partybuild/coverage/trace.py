"""One organization from one day to another, step by step. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from partybuild.coverage.span import CoverageSpan


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of one organization from the end of the opening day to that of the closing day.

    `reported` is its span on the opening day as known when that day was reported, `restated` as
    known now; `spans` are those that begin after it, in order. `happenings` names what happened
    on a day (成立登记, 注销); days without a name are described by what changed.
    """

    reported: CoverageSpan | None
    restated: CoverageSpan | None
    spans: Sequence[CoverageSpan] = ()
    happenings: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of one day to the end of another. The opening day is the last of the month
    before, or 启用日 when that is later: what is dated up to it is opening stock.
    """

    opening: date
    closing: date


class Step(NamedTuple):
    """One change of an organization's span; `day` is the first day on which `after` holds."""

    before: CoverageSpan | None
    after: CoverageSpan | None
    day: date


def steps(trace: Trace, period: Period) -> Iterator[Step]:
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


def last_span(trace: Trace, period: Period) -> CoverageSpan | None:
    """The span of the closing day as known now."""
    *_, last = (trace.restated, *_within(trace, period))
    return last if last is not None and period.closing < last.valid_to else None


def _within(trace: Trace, period: Period) -> Iterable[CoverageSpan]:
    return (span for span in trace.spans if period.opening < span.valid_from <= period.closing)
