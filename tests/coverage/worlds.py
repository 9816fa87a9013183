"""Small worlds to count: builders with defaults for worked examples, and random histories."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from partybuild.coverage.age import Age
from partybuild.coverage.figures import INDICATORS, REGISTERED, Basis, belongs
from partybuild.coverage.rules import (
    CoverageSpan,
    Headcount,
    History,
    Link,
    Piece,
    Standing,
    spans_of,
)
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, InstructorKind, MassKind, PartyKind

T = TypeVar("T")

FOREVER = date.max
UNITS = (1, 2, 3, 4)
START = date(2026, 1, 1)
LAST = 40
"""Random histories happen in the days up to this one."""

modest = settings(max_examples=100, deadline=None)

PLAIN = Standing(
    name="长安某某行业协会（演示）",
    sort_key="changan",
    code="51610000MJ00000000",
    kind=OrganizationKind.ASSOCIATION,
    state=OrganizationState.NORMAL,
    unit_id=1,
    unit_path="/1/",
    body_id=None,
    body_path=None,
    industry="工商服务业",
    supervisor=None,
    registration_way=None,
    level=None,
    trade=False,
    charity=False,
    community=False,
    zombie=False,
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def always(value: T) -> Piece[T]:
    return Piece(START, FOREVER, value)


def between(start: int, end: int, value: T) -> Piece[T]:
    return Piece(day(start), day(end), value)


def link(party: int = 1, **values: Any) -> Link:
    given = {"formation": Formation.SINGLE, "social": True, "kind": PartyKind.BRANCH}
    return Link(party, **{**given, "alone": True, **values})


def members(
    full: int | None, probationary: int | None = 0, affiliated: int | None = 0
) -> Headcount:
    return Headcount(10, full, probationary, affiliated)


def history(**pieces: Any) -> History:
    empty: dict[str, Any] = dict.fromkeys(("headcounts", "links", "instructors", "mass"), ())
    return History(**{"organization_id": 1, "standing": [always(PLAIN)], **empty, **pieces})


def span(
    *links: Link,
    counts: Headcount | None = None,
    instructors: tuple[InstructorKind, ...] = (),
    mass: tuple[MassKind, ...] = (),
    **standing: Any,
) -> CoverageSpan:
    """The one span of an organization to which nothing ever happens."""
    [only] = spans_of(
        history(
            standing=[always(replace(PLAIN, **standing))],
            headcounts=[always(counts)] if counts else [],
            links=list(map(always, links)),
            instructors=list(map(always, instructors)),
            mass=list(map(always, mass)),
        )
    )
    return only


def on(spans: list[CoverageSpan], when: date) -> CoverageSpan | None:
    """The span of a day."""
    found = [span for span in spans if span.valid_from <= when < span.valid_to]
    assert len(found) <= 1
    return found[0] if found else None


def added(one: CoverageSpan, basis: Basis = REGISTERED) -> set[str]:
    """All that one organization adds to."""
    return {field for field in INDICATORS if belongs(field, one, basis)}


days = st.integers(0, LAST).map(day)
numbers = st.sampled_from([None, 0, 1, 2, 3, 4])
headcounts = st.builds(Headcount, numbers, numbers, numbers, numbers)
standings = st.builds(
    lambda kind, state, unit, body, flags: replace(
        PLAIN,
        kind=kind,
        state=state,
        unit_id=unit,
        unit_path=f"/{unit}/",
        body_id=body,
        trade=flags[0],
        zombie=flags[1],
    ),
    st.sampled_from(OrganizationKind),
    st.sampled_from([*[s for s in OrganizationState if s.living] * 3, *OrganizationState]),
    st.sampled_from(UNITS),
    st.sampled_from([None, 7]),
    st.tuples(st.booleans(), st.booleans()),
)
links = st.builds(
    Link,
    st.sampled_from([1, 2, 3]),
    st.sampled_from([None, None, *Formation]),
    st.sampled_from([True, True, False]),
    st.sampled_from(PartyKind),
    st.booleans(),
)


@st.composite
def _row(draw: st.DrawFn, values: st.SearchStrategy[T], contiguous: bool) -> list[Piece[T]]:
    """Pieces that do not overlap; `contiguous` ones leave no gap but may stop."""
    cuts = sorted(draw(st.sets(days, max_size=5)))
    ends = [*cuts[1:], FOREVER] if draw(st.booleans()) else cuts[1:]
    pieces = [Piece(start, end, draw(values)) for start, end in zip(cuts, ends, strict=False)]
    return pieces if contiguous else [piece for piece in pieces if draw(st.booleans())]


@st.composite
def _piece(draw: st.DrawFn, values: st.SearchStrategy[T]) -> Piece[T]:
    start, end = sorted((draw(days), draw(st.one_of(days, st.just(FOREVER)))))
    return Piece(start, end, draw(values))


def _heap(values: st.SearchStrategy[T], size: int = 3) -> st.SearchStrategy[list[Piece[T]]]:
    return st.lists(_piece(values), max_size=size)


histories = st.builds(
    History,
    st.just(1),
    _row(standings, contiguous=True),
    _row(headcounts, contiguous=False),
    _heap(links),
    _heap(st.sampled_from(InstructorKind), 2),
    _heap(st.sampled_from(MassKind), 2),
)
spans = histories.map(spans_of).filter(bool).flatmap(st.sampled_from)
bases = st.builds(
    Basis,
    st.just("trial"),
    st.just("试算口径"),
    include_zombies=st.booleans(),
    exclude_states=st.frozensets(st.sampled_from(OrganizationState), max_size=2),
    exclude_kinds=st.frozensets(st.sampled_from(OrganizationKind), max_size=1),
    exclude_industries=st.frozensets(st.sampled_from(["工商服务业", "教育"]), max_size=1),
    exclude_flags=st.frozensets(st.sampled_from(["trade", "charity"]), max_size=1),
    exclude_formations=st.frozensets(st.sampled_from(Formation), max_size=4),
    count_mass=st.booleans(),
    member_measure=st.sampled_from(["full", "affiliated"]),
    exclude_younger=st.sampled_from([None, Age(90, "days"), Age(6, "months")]),
    exclude_older=st.sampled_from([None, Age(3650, "days"), Age(240, "months")]),
)
