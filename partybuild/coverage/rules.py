"""Who is covered, on any day and from day to day. Pure (contract: Counting, Who is what)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from partybuild.coverage.span import (
    UNKNOWN,
    Cover,
    CoverageSpan,
    Headcount,
    History,
    Lack,
    Link,
    Piece,
    Standing,
    ways_from,
)
from partybuild.party.kinds import Formation, InstructorKind, MassKind, PartyKind

__all__ = [
    "UNKNOWN",
    "Cover",
    "CoverageSpan",
    "Headcount",
    "History",
    "Lack",
    "Link",
    "Piece",
    "Standing",
    "alone_pieces",
    "cover_of",
    "spans_of",
    "ways_from",
]

CoveringLink = tuple[int, date, date]
"""(organization id, from, to) of a link, cut to the days on which both its ends exist."""


def cover_of(
    links: Collection[Link],
    instructors: Collection[InstructorKind],
    mass: Collection[MassKind],
) -> tuple[Cover, bool, bool]:
    """Cover by the default basis on one day, 重复覆盖, and whether a 推定 formation decided it."""
    double = len({link.party_organization_id for link in links}) > 1
    return _best(links, instructors, mass), double, _inferred(links)


def spans_of(history: History) -> list[CoverageSpan]:
    """The maximal stretches of the living time in which nothing counted changes, in order.

    They do not overlap, leave out no living day and hold no day of an ended state.
    """
    stretches: list[tuple[date, date, _Content]] = []
    for piece in sorted(filter(_alive, history.standing), key=_START):
        for start, end in pairwise(_cuts(piece, history)):
            content = _content(history, piece.value, start)
            if stretches and stretches[-1][1:] == (start, content):
                start = stretches.pop()[0]
            stretches.append((start, end, content))
    return [_span(history.organization_id, *stretch) for stretch in stretches]


def alone_pieces(links: Sequence[CoveringLink]) -> Iterator[tuple[int, Piece[bool]]]:
    """The links of one Party organization, each cut into pieces that say whether it was alone.

    Alone means that no other of the given organizations is linked then, so the caller gives
    registered and filed ones alike. Pieces come link by link in the order given.
    """
    lonely = _lonely_stretches(links)
    ends = [end for _, end in lonely]
    for organization_id, start, end in links:
        day, i = start, bisect_right(ends, start)
        while day < end:
            alone_from, alone_to = lonely[i] if i < len(lonely) else (end, end)
            for until, alone in ((min(alone_from, end), False), (min(alone_to, end), True)):
                if day < until:
                    yield organization_id, Piece(day, until, alone)
                    day = until
            i += 1


class _Content(NamedTuple):
    """All that a span holds but its days."""

    standing: Standing
    headcount: Headcount
    cover: Cover
    inferred: bool
    party_organization_ids: tuple[int, ...]
    independent_ways: tuple[Formation, ...]
    joint_ways: tuple[Formation, ...]
    instructors: frozenset[InstructorKind]
    has_mass: bool


_START = attrgetter("valid_from")
_NO_WAYS: tuple[Formation, ...] = ()


def _alive(piece: Piece[Standing]) -> bool:
    return piece.value.state.living and piece.valid_from < piece.valid_to


def _resolved(link: Link) -> Formation:
    """The formation, a blank one read as 单独 if one organization is covered, else 联合."""
    if link.formation is not None:
        return link.formation
    return Formation.SINGLE if link.alone else Formation.JOINT


def _by_social(link: Link) -> bool:
    """Whether its Party organization is one of social organizations.

    Hosts and work committees never are: what they give is joint cover, however they were set up.
    """
    return link.social and link.kind is not PartyKind.WORK_COMMITTEE


def _independent(link: Link) -> bool:
    if not _by_social(link):
        return False
    formation = _resolved(link)
    if formation is Formation.SINGLE:
        return True
    return link.alone and formation in (Formation.FUNCTIONAL, Formation.TEMPORARY)


def _inferred(links: Iterable[Link]) -> bool:
    """Whether the way of cover would be unknown without reading the blank formations."""
    decisive = [link for link in links if _by_social(link)]
    stated = any(link.formation is not None and _independent(link) for link in decisive)
    return not stated and any(link.formation is None for link in decisive)


def _best(
    links: Collection[Link],
    instructors: Collection[InstructorKind],
    mass: Collection[MassKind],
) -> Cover:
    if links:
        return Cover.INDEPENDENT if any(map(_independent, links)) else Cover.JOINT
    if not instructors:
        return Cover.MASS if mass else Cover.NONE
    return Cover.INSTRUCTOR if InstructorKind.INSTRUCTOR in instructors else Cover.LIAISON


def _ways(links: Iterable[Link]) -> tuple[Formation, ...]:
    return tuple(sorted({_resolved(link) for link in links}))


def _cuts(standing: Piece[Standing], history: History) -> list[date]:
    """The days within this piece on which something may change, with both its ends."""
    start, end = standing.valid_from, standing.valid_to
    days = {start, end}
    pieces: Iterable[Piece[Any]] = chain(
        history.headcounts, history.links, history.instructors, history.mass
    )
    for piece in pieces:
        if start < piece.valid_from < end:
            days.add(piece.valid_from)
        if start < piece.valid_to < end:
            days.add(piece.valid_to)
    return sorted(days)


def _content(history: History, standing: Standing, day: date) -> _Content:
    links = [p.value for p in history.links if p.valid_from <= day < p.valid_to]
    kinds = [p.value for p in history.instructors if p.valid_from <= day < p.valid_to]
    mass = [p.value for p in history.mass if p.valid_from <= day < p.valid_to]
    counts = [p.value for p in history.headcounts if p.valid_from <= day < p.valid_to]
    return _Content(
        standing,
        counts[0] if counts else UNKNOWN,
        _best(links, kinds, mass),
        _inferred(links) if links else False,
        tuple(sorted({link.party_organization_id for link in links})),
        _ways(link for link in links if _independent(link)) if links else _NO_WAYS,
        _ways(link for link in links if not _independent(link)) if links else _NO_WAYS,
        frozenset(kinds),
        bool(mass),
    )


def _span(organization_id: int, start: date, end: date, content: _Content) -> CoverageSpan:
    headcount = content.headcount
    return CoverageSpan(
        organization_id,
        start,
        end,
        content.standing,
        content.cover,
        content.party_organization_ids,
        len(content.party_organization_ids) > 1,
        content.inferred,
        content.independent_ways,
        content.joint_ways,
        InstructorKind.INSTRUCTOR in content.instructors,
        InstructorKind.LIAISON in content.instructors,
        content.has_mass,
        headcount.staff,
        headcount.full,
        headcount.probationary,
        headcount.affiliated,
    )


def _lonely_stretches(links: Iterable[CoveringLink]) -> list[tuple[date, date]]:
    """The maximal stretches in which exactly one organization is linked."""
    changes: dict[date, list[tuple[int, int]]] = {}
    for organization_id, start, end in links:
        if start < end:
            changes.setdefault(start, []).append((organization_id, 1))
            changes.setdefault(end, []).append((organization_id, -1))
    live: Counter[int] = Counter()
    lonely: list[tuple[date, date]] = []
    for day, until in pairwise(sorted(changes)):
        for organization_id, step in changes[day]:
            live[organization_id] += step
            if not live[organization_id]:
                del live[organization_id]
        if len(live) == 1:
            begun = lonely.pop()[0] if lonely and lonely[-1][1] == day else day
            lonely.append((begun, until))
    return lonely
