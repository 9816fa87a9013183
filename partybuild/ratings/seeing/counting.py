"""Figures of a round: how far by area, stars by area and category, moves from star to star."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.scopes import Scope, child_key
from partybuild.db import db
from partybuild.ratings.kinds import STAR_LABELS, Stage
from partybuild.ratings.listing import NONE, TAKING
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.regions import queries as regions

STARS = (*(str(star) for star in STAR_LABELS), NONE)
"""五星 … 不定星, and those without one yet."""
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One unit with its figures, by the value of the filter that lists them."""

    code: str
    name: str
    own: bool
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A line a unit, its own first, and the total."""

    lines: Sequence[Line]
    total: Line


def funnel(actor: Actor, round_id: int, scope: Scope | None) -> Table:
    """By area how many stand at each stage; `taking`: those who take part."""
    counts = _by_area(actor, round_id, scope, Assessment.stage)
    for held in counts.values():
        held[TAKING] = sum(held.values()) - held[Stage.OUT.value]
    return _table(counts, scope)


def stars(actor: Actor, round_id: int, scope: Scope | None) -> Table:
    """By area how many of those who take part have each star; `taking`: all of them."""
    counts = _by_area(actor, round_id, scope, Assessment.star, Assessment.stage != Stage.OUT)
    for held in counts.values():
        held[TAKING] = sum(held.values())
    return _table(counts, scope)


def crossed(
    actor: Actor, round_id: int, scope: Scope | None
) -> tuple[Mapping[str, Counts], Mapping[str, Counts]]:
    """Of those who take part, (by category how many have each star, by the star held before
    [`none`: never rated] how many of those rated have each star).
    """
    columns = (Assessment.category, Assessment.previous, Assessment.star)
    query = visible(actor, Assessment, *columns, func.count()).where(
        Assessment.round_id == round_id, Assessment.stage != Stage.OUT, *_inside(scope)
    )
    categories: dict[str, Counter[str]] = defaultdict(Counter)
    moves: dict[str, Counter[str]] = defaultdict(Counter)
    for category, before, star, count in db.session.execute(query.group_by(*columns)):
        tables = [(categories, category), *([(moves, before)] if star is not None else [])]
        for table, value in tables:
            table[_word(value)][_word(star)] += count
            table[_word(value)][TAKING] += count
    return categories, moves


def _by_area(
    actor: Actor, round_id: int, scope: Scope | None, column: Any, *more: ColumnElement[bool]
) -> dict[int, Counter[str]]:
    """By the unit directly below (0: the scope's own) the counts by value of a column."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    level = scope.region.level if scope and scope.region and not scope.own else None
    given = [Assessment.round_id == round_id, *_inside(scope), *more]
    if level is None or level == 5:
        _add(actor, found, None, column, given)
        return found
    # The next level alone stands in the index; what skips a level is few and is read by itself.
    below = getattr(Assessment, f"level{level + 1}_id")
    _add(actor, found, below, column, [*given, below.is_not(None)])
    _add(actor, found, child_key(Assessment, level), column, [*given, below.is_(None)])
    return found


def _add(
    actor: Actor, found: dict[int, Counter[str]], key: Any, column: Any, given: Sequence[Any]
) -> None:
    keys = [key] if key is not None else []
    query = visible(actor, Assessment, *keys, column, func.count()).where(*given)
    for row in db.session.execute(query.group_by(*keys, column)):
        found[row[0] if keys else 0][_word(row[-2])] += row[-1]


def _inside(scope: Scope | None) -> list[ColumnElement[bool]]:
    return [scope.inside(Assessment)] if scope is not None else []


def _word(value: Any) -> str:
    """The value as the filters of the list write it."""
    return NONE if value is None else str(getattr(value, "value", value))


def _table(counts: Mapping[int, Counter[str]], scope: Scope | None) -> Table:
    units = regions.named([number for number in counts if number])
    code = scope.code if scope else ""
    name = scope.name if scope else "本人的党组织"
    total: Counter[str] = Counter()
    for held in counts.values():
        total.update(held)
    drills = scope is not None and scope.region is not None and not scope.own
    lines = [Line(code, f"{name}本级", True, counts[0])] if 0 in counts and drills else []
    lines += sorted(
        (Line(units[n].code, units[n].name, False, held) for n, held in counts.items() if n),
        key=lambda line: line.code,
    )
    return Table(lines, Line(code, name, False, total))


def earlier(row: RatingRound, rounds: Sequence[RatingRound]) -> RatingRound | None:
    """The round of the same unit before this one, with which its stars are compared."""
    before = [
        each
        for each in rounds
        if each.unit_id == row.unit_id
        and each.frozen_on is not None
        and (each.year, each.id) < (row.year, row.id)
    ]
    return max(before, key=lambda each: (each.year, each.id), default=None)
