"""Which terms of office are due in a month, and what became of them. Pure.

应换届 = terms whose last day falls in this year up to the month's end, plus those overdue on
1 January, = 已换届 + 经批准延期 + 逾期未换届 (contract: The monthly workbook).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from partybuild.returns.columns import ELECTED, OVERDUE, POSTPONED, SOON

SOON_DAYS = 180
"""Days before the last day from which a term is listed as 即将届满 (domain.md §2.3: 提前6个月)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its first day, its last day, the last day after an approved postponement."""

    started_on: date
    last_day: date | None
    extended_to: date | None = None
    document: str = ""


class Due(NamedTuple):
    """A term that is due, in one of the states of the list."""

    term: Term
    state: str
    elected_on: date | None


def due(terms: Sequence[Term], day: date) -> Iterator[Due]:
    """The terms of one Party organization (in order) that are due at the end of the month `day`."""
    year = date(day.year, 1, 1)
    told = [term for term in _single(terms) if term.last_day is not None]
    for number, term in enumerate(told):
        after = [t.started_on for t in told[number + 1 :] if t.started_on > term.started_on]
        elected = min(after) if after and min(after) <= day else None
        last = term.last_day
        assert last is not None
        if elected is not None and elected < year:
            continue
        if last > day:
            if elected is None and last <= day + timedelta(days=SOON_DAYS):
                yield Due(term, SOON, None)
        elif elected is not None:
            yield Due(term, ELECTED, elected)
        elif term.extended_to is not None and term.extended_to >= day:
            yield Due(term, POSTPONED, None)
        else:
            yield Due(term, OVERDUE, None)


def _single(terms: Sequence[Term]) -> list[Term]:
    """One entry a term: a postponement said later replaces the term it postpones."""
    found: dict[date, Term] = {}
    for term in terms:
        found[term.started_on] = term
    return [found[day] for day in sorted(found)]
