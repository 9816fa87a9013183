"""Stars from scores: bands, what is still open, caps with ties left to people. Pure.

Sources: domain.md §4.2 (bands and caps of schemes A and B), §4.4 (cap arithmetic, one step a year).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from partybuild.ratings.kinds import NO_STAR, StarMove, star_label
from partybuild.ratings.schemes.rules import Scheme, places, star_of

MOST = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """A fact or a veto that keeps an assessment below a star: `open_star` is the highest left."""

    open_star: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Rated:
    """One finished score within a rating unit and category."""

    id: int
    total: int
    """Tenths of a point."""
    bars: Sequence[Bar] = ()
    previous: int | None = None
    """The star held before; None: never rated."""


@dataclass(frozen=True, slots=True)
class Award:
    """What the rules make of one score, and why it is not more."""

    candidate: int
    ceiling: int
    star: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """The same score at the edge of a cap: `places` of `ids` may have the star."""

    star: int
    places: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The stars of one rating unit and category, what people must decide, and warnings."""

    awards: Mapping[int, Award]
    ties: Sequence[Tie] = ()
    warnings: Sequence[str] = field(default_factory=tuple)


def ceiling(rated: Rated, one_step: bool) -> Bar:
    """The highest star that facts, vetoes and one step a year leave open, with the sentence."""
    bars = list(rated.bars)
    if one_step and rated.previous is not None and rated.previous < MOST:
        words = f"上次为{star_label(rated.previous)}，按规定每次最多晋升一星。"
        bars.append(Bar(rated.previous + 1, words))
    return min(bars, key=lambda bar: bar.open_star, default=Bar(MOST, ""))


@dataclass(frozen=True, slots=True)
class Before:
    """Those of the same unit and category whose stars stand already, in publicity or decided."""

    rated: int = 0
    stars: Mapping[int, int] = field(default_factory=dict)
    """Star → how many hold it."""


def award(
    rated: Sequence[Rated],
    scheme: Scheme,
    picks: Mapping[int, int] | None = None,
    before: Before | None = None,
) -> Outcome:
    """Stars of all in one rating unit and category, the highest star first.

    Who finds no place under a cap competes for the star below. `picks` says which of a tie people
    chose, id → star; without them every one of a tie waits one star lower. `before` counts into
    the number rated, and its stars take their places.
    """
    before = before or Before()
    number = len(rated) + before.rated
    awards = {each.id: _possible(each, scheme) for each in rated}
    totals = {each.id: each.total for each in rated}
    ties: list[Tie] = []
    warnings: list[str] = []
    for cap in sorted(scheme.caps, key=lambda cap: -cap.star):
        limit = max(places(cap, number) - before.stars.get(cap.star, 0), 0)
        holding = [each for each in awards if awards[each].star == cap.star]
        holding.sort(key=lambda each: (-totals[each], each))
        if len(holding) <= limit:
            continue
        words = f"{star_label(cap.star)}名额{limit}个（{number}×{cap.percent}%）"
        if cap.only_warn:
            warnings.append(f"{words}，现有{len(holding)}个，超出{len(holding) - limit}个。")
            continue
        tie = _edge(cap.star, limit, holding, totals)
        chosen = _chosen(tie, picks or {})
        for each in holding[limit:] if tie is None else _below(tie, holding, totals, chosen):
            awards[each] = _lowered(awards[each], cap.star, words)
        if tie is not None and len(chosen) < tie.places:
            ties.append(tie)
    return Outcome(awards, ties, warnings)


def move(previous: int | None, star: int) -> StarMove:
    """What a decision does to the star held before."""
    if previous is None:
        return StarMove.FIRST
    if star == previous:
        return StarMove.SAME
    if star == NO_STAR:
        return StarMove.REMOVED
    return StarMove.UP if star > previous else StarMove.DOWN


def _possible(rated: Rated, scheme: Scheme) -> Award:
    reached = star_of(scheme, rated.total)
    bar = ceiling(rated, scheme.one_step)
    barring = [each.sentence for each in rated.bars if each.open_star < reached]
    if bar.open_star < reached and bar.sentence not in barring:
        barring.append(bar.sentence)
    return Award(reached, bar.open_star, min(reached, bar.open_star), tuple(barring))


def _edge(star: int, limit: int, holding: Sequence[int], totals: Mapping[int, int]) -> Tie | None:
    """The tie at the last place, None where the score itself decides."""
    if limit == 0:
        return None
    edge = totals[holding[limit - 1]]
    if totals[holding[limit]] != edge:
        return None
    same = tuple(number for number in holding if totals[number] == edge)
    above = sum(totals[number] > edge for number in holding)
    return Tie(star, limit - above, same)


def _chosen(tie: Tie | None, picks: Mapping[int, int]) -> Sequence[int]:
    """Whom people chose for the places of a tie, never more than there are."""
    if tie is None:
        return ()
    return [number for number in tie.ids if picks.get(number) == tie.star][: tie.places]


def _below(
    tie: Tie, holding: Sequence[int], totals: Mapping[int, int], chosen: Sequence[int]
) -> list[int]:
    """Those who have no place: of the tie all who were not chosen, and all with a lower score."""
    edge = totals[tie.ids[0]]
    return [n for n in holding if totals[n] < edge or (n in tie.ids and n not in chosen)]


def _lowered(award: Award, star: int, words: str) -> Award:
    sentence = f"{words}已满，按得分次序列入{star_label(star - 1)}。"
    return replace(award, star=star - 1, why=(*award.why, sentence))
