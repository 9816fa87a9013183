"""Counts of verdicts of any area, day and breakdown. They read kept verdicts only."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, extract, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.scopes import Scope, child_key, known
from partybuild.db import OPEN, db
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V

Counts = Mapping[str, Mapping[Verdict, int]]
"""By rule: how many organizations have each verdict."""


def held(day: date, change: int = OPEN) -> ColumnElement[bool]:
    """Verdicts that hold at the end of a day, of every trigger up to it."""
    return and_(V.valid_from <= day, V.valid_to > day, known(V, change))


def current(day: date, change: int = OPEN) -> ColumnElement[bool]:
    """The one verdict of each organization and rule: that of its newest trigger."""
    return and_(held(day, change), V.next_on > day)


def key_of(scope: Scope, by: str) -> ColumnElement[Any] | None:
    """What a breakdown groups by; None for a unit's own."""
    if by == "region" and scope.region is not None:
        return None if scope.own else child_key(V, scope.region.level)
    column: Any = V.kind if by == "kind" else V.body_id
    key: ColumnElement[Any] = column
    return key


def counts(
    actor: Actor, scope: Scope, by: str, day: date, narrow: Sequence[ColumnElement[bool]] = ()
) -> dict[Any, Counts]:
    """By key of the breakdown the counts of current verdicts; key 0 for a unit's own."""
    key = key_of(scope, by)
    query = visible(actor, V, V.rule, V.verdict, func.count()).where(
        scope.inside(V), current(day), *narrow
    )
    found: dict[Any, dict[str, Counter[Verdict]]] = defaultdict(lambda: defaultdict(Counter))
    if key is None:
        for rule, verdict, number in db.session.execute(query.group_by(V.rule, V.verdict)):
            found[0][rule][verdict] += number
        return dict(found)
    query = query.add_columns(key).group_by(V.rule, V.verdict, key)
    for rule, verdict, number, value in db.session.execute(query):
        found[value][rule][verdict] += number
    return dict(found)


def cohorts(
    actor: Actor, scope: Scope, rule: str, day: date, first: date
) -> Mapping[str, Mapping[Verdict, int]]:
    """By month of the trigger (2026-10) the counts of all triggers from `first` to `day`."""
    month = _month_key()
    query = (
        visible(actor, V, month, V.verdict, func.count())
        .where(scope.inside(V), held(day), V.rule == rule, V.trigger_on >= first)
        .group_by(month, V.verdict)
    )
    found: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for number, verdict, count in db.session.execute(query):
        found[f"{number // 100}-{number % 100:02d}"][verdict] += count
    return found


def _month_key() -> ColumnElement[Any]:
    year, month = (cast(extract(part, V.trigger_on), Integer) for part in ("year", "month"))
    found: ColumnElement[Any] = year * 100 + month
    return found


def listed(actor: Actor, scope: Scope, day: date, rule: str, change: int = OPEN) -> Select[Any]:
    """Select the verdicts of a rule that hold on a day, of every trigger; in no order."""
    return visible(actor, V).where(scope.inside(V), held(day, change), V.rule == rule)
