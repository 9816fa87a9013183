"""Figures of a campaign by area, in one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.scopes import Scope, child_key
from partybuild.db import db
from partybuild.inspections import heaps
from partybuild.inspections.kinds import Exclusion
from partybuild.inspections.measure import CONDITIONS, Line
from partybuild.inspections.models import Expected, Inspection
from partybuild.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Table:
    """A campaign in a scope: a line a unit, its own first, and the total."""

    lines: Sequence[Line]
    total: Line


def _counts(names: Collection[str]) -> list[Any]:
    return [
        func.coalesce(func.sum(case((CONDITIONS[name], 1), else_=0)), 0).label(name)
        for name in names
    ]


def table(
    actor: Actor, campaign_id: int, scope: Scope | None, names: Collection[str] = tuple(CONDITIONS)
) -> Table:
    """The campaign's figures `names` in a scope, by the units directly below it."""
    alike = heaps.sums(actor, campaign_id, scope, names) if scope is not None else None
    if alike is not None:
        return _table([(row[0], row[1:]) for row in db.session.execute(alike)], scope, names)
    level = scope.region.level if scope and scope.region else None
    key = child_key(Inspection, level) if level is not None and scope and not scope.own else None
    query = visible(actor, Inspection, *([key] if key is not None else []), *_counts(names)).where(
        Inspection.campaign_id == campaign_id, Inspection.expected
    )
    if scope is not None:
        query = query.where(scope.inside(Inspection))
    if key is None:
        counts = dict(db.session.execute(query).mappings().one())
        return Table([], Line(scope.code if scope else "", _name(scope), False, counts))
    rows = [(row[0], row[1:]) for row in db.session.execute(query.group_by(key))]
    return _table(rows, scope, names)


def _name(scope: Scope | None) -> str:
    return scope.name if scope else "本人联系的组织"


def _table(
    rows: Sequence[tuple[int, Sequence[int]]], scope: Scope | None, names: Collection[str]
) -> Table:
    units = regions.named([number for number, _ in rows if number])
    named = {number: dict(zip(names, counts, strict=True)) for number, counts in rows}
    code, name = (scope.code, scope.name) if scope else ("", "")
    lines = [Line(code, f"{name}本级", True, named[0])] if 0 in named else []
    lines += sorted(
        (Line(units[n].code, units[n].name, False, counts) for n, counts in named.items() if n),
        key=lambda line: line.code,
    )
    total = {field: sum(line.counts[field] for line in lines) for field in names}
    return Table(lines, Line(code, name, False, total))


def left_out(actor: Actor, campaign_id: int, scope: Scope | None) -> Mapping[Exclusion, int]:
    """How many the frozen list leaves out, by reason, in the order of the reasons."""
    query = visible(actor, Expected, Expected.reason, func.count()).where(
        Expected.campaign_id == campaign_id, Expected.reason.is_not(None)
    )
    if scope is not None:
        query = query.where(scope.inside(Expected))
    found = {reason: many for reason, many in db.session.execute(query.group_by(Expected.reason))}
    return {reason: found[reason] for reason in Exclusion if reason in found}
