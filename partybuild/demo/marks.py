"""Points of the demo world's self-assessments, and what its reviewers make of them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from partybuild.ratings.schemes.rules import Indicator, Scheme, score

CUT = 0.035
"""Share of items in which a reviewer goes one level down."""
REASONS = (
    "佐证材料只反映部分月份，按实际情况计分",
    "现场查看记录不完整",
    "台账缺一类，已当面告知补齐",
    "与系统登记的次数不一致，按登记次数计",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What one item is given."""

    points: int
    options: tuple[str, ...] = ()
    note: str = ""


Marks = Mapping[str, Mark]


def levels(item: Indicator) -> Sequence[Mark]:
    """What the item may be given, the most first."""
    if not item.options:
        down = max(item.step, 10)
        return [
            Mark(points) for points in range(item.points, max(item.points - 3 * down, -1), -down)
        ]
    if item.multiple:
        return list(_together(item))
    ordered = sorted(item.options, key=lambda option: -option.points)
    return [Mark(option.points, (option.key,)) for option in ordered]


def _together(item: Indicator) -> Iterator[Mark]:
    for count in range(len(item.options), 0, -1):
        chosen = item.options[:count]
        points = min(sum(option.points for option in chosen), item.points)
        yield Mark(points, tuple(option.key for option in chosen))


def quality(rng: Random) -> float:
    """How good a branch is: the share of items in which it earns everything."""
    low, high = rng.choices(
        ((0.9, 0.99), (0.74, 0.88), (0.55, 0.72), (0.4, 0.54), (0.2, 0.38)), (13, 32, 31, 16, 8)
    )[0]
    return rng.uniform(low, high)


def answered(rng: Random, items: Sequence[Indicator], good: float) -> Marks:
    """What a branch of this quality gives itself; bonus points are for the best."""
    return {item.key: _one(rng, item, good) for item in items}


def _one(rng: Random, item: Indicator, good: float) -> Mark:
    known = levels(item)
    full = max(0.0, good - 0.7) if item.bonus else good
    drawn = rng.random()
    if drawn < full:
        return known[0]
    if item.bonus:
        return known[-1] if drawn > full + 0.1 else known[-2]
    return known[1] if drawn < full + (1 - full) * 0.75 else known[min(2, len(known) - 1)]


def reviewed(rng: Random, items: Sequence[Indicator], before: Marks, good: float) -> Marks:
    """What a tier gives: mostly as before, here and there one level less, with the reason."""
    found: dict[str, Mark] = {}
    for item in items:
        held = before.get(item.key)
        if held is None:
            found[item.key] = Mark(_one(rng, item, good).points)
            continue
        lower = [mark for mark in levels(item) if mark.points < held.points]
        cut = lower and rng.random() < CUT
        found[item.key] = (
            Mark(lower[0].points, note=rng.choice(REASONS)) if cut else Mark(held.points)
        )
    return found


def exactly(scheme: Scheme, items: Sequence[Indicator], wanted: int, none: Sequence[str]) -> Marks:
    """Points that come to `wanted`, with nothing for the items `none`; ValueError if none do."""
    found = {item.key: levels(item)[-1 if item.key in none else 0] for item in items}
    for item in items:
        over = score(scheme, {key: mark.points for key, mark in found.items()}).total - wanted
        if over <= 0:
            break
        for mark in levels(item):
            if item.key not in none and found[item.key].points - mark.points in range(1, over + 1):
                found[item.key] = mark
                break
    if score(scheme, {key: mark.points for key, mark in found.items()}).total != wanted:
        raise ValueError(f"no marks come to {wanted}")
    return found


def points(marks: Marks) -> dict[str, int]:
    """By item the points."""
    return {key: mark.points for key, mark in marks.items()}
