"""Counts of verdicts as they are kept: None where they are not, and then they must be counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.clock.days import month_start
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.gates import figures
from partybuild.gates.figures import DEEPEST
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncFigure as F
from partybuild.gates.queries import Counts
from partybuild.organizations.kinds import OrganizationKind
from partybuild.regions import queries as regions
from partybuild.regions.models import Region


def counts(actor: Actor, scope: Scope, by: str, day: date) -> dict[Any, Counts] | None:
    """As `queries.counts` gives them."""
    region = scope.region
    if region is None or region.level > DEEPEST or by == "body":
        return None
    if by == "kind":
        return _by_kind(actor, scope, region, day)
    if scope.own:
        found = _of(actor, region, True, day)
        return None if found is None else {0: figures.by_rule(found)}
    return None if region.level == DEEPEST else _by_unit(actor, region, day)


def _of(actor: Actor, region: Region, own: bool, day: date) -> Mapping[str, int] | None:
    query = visible(actor, F, F.standing, F.moves).where(
        F.unit_id == region.id, F.own == own, F.month == month_start(day)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else figures.on(row.standing, row.moves, day)


def _by_kind(actor: Actor, scope: Scope, region: Region, day: date) -> dict[Any, Counts] | None:
    found = _of(actor, region, scope.own, day)
    if found is None:
        return None
    each = {kind: figures.by_rule(found, (kind,)) for kind in OrganizationKind}
    return {kind: counts for kind, counts in each.items() if counts}


def _by_unit(actor: Actor, region: Region, day: date) -> dict[Any, Counts] | None:
    """Of the unit's own and of its children; None where they do not add up to the whole."""
    below = [child.id for child in regions.children(region.id, day)]
    query = visible(actor, F, F.unit_id, F.own, F.standing, F.moves).where(
        or_(F.unit_id == region.id, and_(F.own.is_(False), F.unit_id.in_(below))),
        F.month == month_start(day),
    )
    each = {
        (unit, own): figures.on(standing, moves, day)
        for unit, own, standing, moves in db.session.execute(query)
    }
    whole = each.pop((region.id, False), None)
    total: Counter[str] = Counter()
    for cells in each.values():
        total.update(cells)
    if whole is None or total != Counter(whole):
        return None
    return {
        0 if own else unit: figures.by_rule(cells) for (unit, own), cells in each.items() if cells
    }


def cohorts(
    actor: Actor, scope: Scope, day: date, months: Sequence[date]
) -> Mapping[str, Mapping[str, Mapping[Verdict, int]]] | None:
    """By rule and month of the trigger (2026-10) the counts of its verdicts at the end of a day."""
    if scope.region is None:
        return None
    query = visible(actor, F, F.month, F.triggered).where(
        F.unit_id == scope.region.id, F.own == scope.own, F.month.in_(months)
    )
    rows = db.session.execute(query).all()
    if len(rows) < len(months):
        return None
    found: dict[str, dict[str, Mapping[Verdict, int]]] = {}
    for month, triggered in rows:
        for rule, verdicts in figures.by_rule(figures.on({}, triggered, day)).items():
            found.setdefault(rule, {})[f"{month:%Y-%m}"] = verdicts
    return found


def number(
    actor: Actor, scope: Scope, day: date, of: tuple[str, str], verdicts: Sequence[Verdict] = ()
) -> int | None:
    """How many have one of these verdicts (any, if none is named), of (rule, kind or blank)."""
    region, (rule, kind) = scope.region, of
    if region is None or region.level > DEEPEST:
        return None
    found = _of(actor, region, scope.own, day)
    if found is None:
        return None
    kinds = (OrganizationKind(kind),) if kind else ()
    here: Mapping[Verdict, int] = figures.by_rule(found, kinds).get(rule, {})
    return sum(here.get(verdict, 0) for verdict in verdicts or Verdict)
