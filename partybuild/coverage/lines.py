"""The rows of a table of figures: units, bodies or values, in their order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.coverage.figures import Figures, total
from partybuild.coverage.scopes import Scope
from partybuild.organizations.kinds import OrganizationKind
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region

UNNAMED = "未明确"
NOTHING = Figures(party_organizations=0, members_managed=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures: the unit, body or value it is about (`key` as the database has it)."""

    key: Any
    code: str | None
    name: str
    own: bool
    figures: Figures


def region_lines(scope: Scope, sums: dict[Any, Figures], children: Sequence[Region]) -> list[Line]:
    """The unit's own row (`sums[0]`), then one for each of its `children`, also the empty ones, and
    for units that stood below it and do no more.
    """
    region = scope.region
    assert region is not None
    lines = [Line(region.id, region.code, own_name(region), True, sums.pop(0, NOTHING))]
    if scope.own:
        return lines
    below = {child.id: child for child in children}
    gone = set(sums) - set(below)
    below |= regions.named(sorted(gone)) if gone else {}
    for child in sorted(below.values(), key=lambda child: child.code):
        found = sums.get(child.id, NOTHING)
        lines.append(Line(child.id, child.code, child.name, False, found))
    return lines


def own_name(region: Any) -> str:
    """What the row of a unit's own organizations is called: 省本级, 市本级, …"""
    return Level(region.level).own


def named_lines(sums: dict[Any, Figures], names: Mapping[int, tuple[str, str]]) -> list[Line]:
    """A row for each body by code, and the last for what stands below none."""
    lines = [Line(key, *names[key], False, found) for key, found in sums.items() if key in names]
    lines.sort(key=lambda line: line.code or "")
    if None in sums:
        lines.append(Line(None, None, UNNAMED, False, sums[None]))
    return lines


def value_lines(by: str, sums: dict[Any, Figures]) -> list[Line]:
    """A row for each value in its order, and the last for what has none."""
    named: Callable[[Any], str] = lambda value: getattr(value, "label", None) or str(value)
    order: Callable[[Any], Any] = list(OrganizationKind).index if by == "kind" else str
    lines = [
        Line(value, str(getattr(value, "value", value)), named(value), False, sums[value])
        for value in sorted((v for v in sums if v not in (None, "")), key=order)
    ]
    unnamed = [sums[value] for value in (None, "") if value in sums]
    if unnamed:
        lines.append(Line(None, None, UNNAMED, False, total(unnamed)))
    return lines
