"""The matrix area × item: counts of each verdict, 同步率, and what every number opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import scopes
from partybuild.coverage.asked import Asked
from partybuild.coverage.lines import UNNAMED, own_name
from partybuild.db import db
from partybuild.gates import gathering, kept, queries
from partybuild.gates.kinds import Verdict
from partybuild.gates.queries import Counts
from partybuild.gates.rules import rate
from partybuild.organizations.kinds import OrganizationKind
from partybuild.party.models import PartyOrganization
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

BREAKDOWNS: Mapping[str, str] = {"region": "按地区", "body": "按主管党组织", "kind": "按组织类型"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix; `lists` begins the addresses of its lists."""

    name: str
    opens: str
    lists: str
    own: bool
    counts: Counts

    def cells(self, rule: str) -> list[tuple[str, int]]:
        """(what is added to `lists`, number) for each verdict of an item."""
        found = self.counts.get(rule, {})
        return [(f"&rule={rule}&verdict={each.value}", found.get(each, 0)) for each in Verdict]

    def rate(self, rule: str) -> str | None:
        """同步率 of an item."""
        return rate(self.counts.get(rule, {}))

    def divided(self, rule: str) -> tuple[int, int]:
        """What 同步率 was divided from."""
        found = self.counts.get(rule, {})
        n = found.get(Verdict.IN_STEP, 0)
        return n, n + found.get(Verdict.LATE, 0) + found.get(Verdict.MISSING, 0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that the page shows."""

    asked: Asked
    items: Sequence[tuple[str, str]]
    """(rule, label) of the columns."""
    rows: Sequence[Row]
    total: Row
    above: Sequence[Region]
    child_label: str


def items(found: Sequence[Counts] = ()) -> list[tuple[str, str]]:
    """The rules that were ever in force and are switched on now, or have verdicts here."""
    shown = {rule for counts in found for rule in counts}
    return [
        (name, versions[-1].label)
        for name, versions in gathering.rules().items()
        if versions[-1].enabled or name in shown
    ]


def matrix(actor: Actor, asked: Asked) -> Matrix:
    """The page for what is asked; RuleBroken for a breakdown it does not have."""
    if asked.by not in BREAKDOWNS:
        raise RuleBroken(f"三同步不能按“{asked.by}”分组，可用：{'、'.join(BREAKDOWNS)}。")
    question = (actor, asked.scope, asked.by, asked.day)
    found = kept.counts(*question)
    if found is None:
        found = queries.counts(*question)
    rows = _ROWS[asked.by](actor, asked, found)
    region = asked.scope.region
    above = (
        [unit for unit in regions.ancestors(region) if regions.reaches(actor, unit)]
        if region
        else []
    )
    return Matrix(
        asked,
        items(list(found.values())),
        rows,
        Row("合计", "", address(asked, value=None), False, _total(found)),
        above,
        Level(min(region.level + 1, Level.COMMUNITY)).label if region else "",
    )


def address(asked: Asked, **changes: str | None) -> str:
    """What is asked as a query string; 口径 plays no part here."""
    return asked.address(**({"basis": None} | changes))


def _total(found: Mapping[Any, Counts]) -> Counts:
    total: dict[str, dict[Verdict, int]] = {}
    for counts in found.values():
        for rule, verdicts in counts.items():
            here = total.setdefault(rule, {})
            for verdict, number in verdicts.items():
                here[verdict] = here.get(verdict, 0) + number
    return total


def _region_rows(actor: Actor, asked: Asked, found: dict[Any, Counts]) -> list[Row]:
    region = asked.scope.region
    assert region is not None
    own = address(asked, own="1", value=None)
    rows = [Row(own_name(region), "", own, True, found.get(0, {}))]
    if asked.scope.own:
        return rows
    below = {child.id: child for child in regions.children(region.id, asked.day)}
    gone = set(found) - set(below) - {0}
    below |= regions.named(sorted(gone)) if gone else {}
    for child in sorted(below.values(), key=lambda each: each.code):
        rows.append(
            Row(
                child.name,
                address(asked, region=child.code, own=None, by=None),
                address(asked, region=child.code, own=None, value=None),
                False,
                found.get(child.id, {}),
            )
        )
    return rows


def _body_rows(actor: Actor, asked: Asked, found: dict[Any, Counts]) -> list[Row]:
    ids = {key for key in found if key}
    names = scopes.bodies(ids)
    query = visible(actor, PartyOrganization, PartyOrganization.id)
    seen = set(db.session.scalars(query.where(PartyOrganization.id.in_(sorted(ids)))))
    rows = [
        Row(
            names[key][1],
            address(asked, region=None, body=names[key][0], own=None, by=None)
            if key in seen
            else "",
            address(asked, value=names[key][0]),
            False,
            found[key],
        )
        for key in sorted(ids, key=lambda each: names[each][0])
    ]
    rest = [found[key] for key in found if not key]
    if rest:
        rows.append(Row(UNNAMED, "", address(asked, value=""), False, rest[0]))
    return rows


def _kind_rows(actor: Actor, asked: Asked, found: dict[Any, Counts]) -> list[Row]:
    return [
        Row(kind.label, "", address(asked, value=kind.value), False, found[kind])
        for kind in OrganizationKind
        if kind in found
    ]


_ROWS = {"region": _region_rows, "body": _body_rows, "kind": _kind_rows}
