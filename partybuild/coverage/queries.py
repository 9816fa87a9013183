"""Figures of any scope, breakdown and day. They read spans only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import pooled
from partybuild.coverage.basis import OPERATING, REGISTERED, Basis
from partybuild.coverage.counting import PARTY_FIELDS, amount, behind, party_amount
from partybuild.coverage.figures import INDICATORS, Figures, total
from partybuild.coverage.lines import NOTHING, Line, named_lines, region_lines, value_lines
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.scopes import Scope, bodies, child_key, on
from partybuild.db import OPEN, db
from partybuild.policies import queries as policies
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

BREAKDOWNS = ("region", "body", "kind", "industry", "level", "supervisor", "registration")
_COLUMNS: Mapping[str, Any] = {
    "kind": CoverageSpan.kind,
    "industry": CoverageSpan.industry,
    "level": CoverageSpan.level,
    "supervisor": CoverageSpan.supervisor,
    "registration": CoverageSpan.registration_way,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of a scope on a day under a basis, with the total that all rows add up to."""

    scope: Scope
    by: str
    day: date
    basis: Basis
    lines: tuple[Line, ...]
    total: Figures


def bases(day: date, by: datetime | None = None) -> Mapping[str, Basis]:
    """The published bases that hold on `day`, by name, bound to it (with `by`, of those published
    by that moment); the shipped ones are always there.
    """
    found = {
        policy.name: Basis.from_policy(
            {**policy.content, "name": policy.name, "label": policy.label}
            | {"version": policy.version}
        ).on(day)
        for policy in policies.holding("basis", day, by)
    }
    return {kept.name: kept for kept in (REGISTERED, OPERATING)} | found


def basis(name: str, day: date, by: datetime | None = None) -> Basis:
    """The published basis of this name that holds on `day`; RuleBroken names those there are."""
    found = bases(day, by)
    if name not in found:
        raise RuleBroken(f"没有名为“{name}”的口径，可用：{'、'.join(sorted(found))}。")
    return found[name]


def figures(
    actor: Actor,
    scope: Scope,
    by: str,
    day: date,
    basis: Basis,
    change: int = OPEN,
    whole: Figures | None = None,
) -> Table:
    """The figures of `scope` on `day`, broken down `by` one of BREAKDOWNS.

    What is kept of the `whole` spares counting its Party organizations.
    """
    if by not in BREAKDOWNS:
        raise RuleBroken(f"不能按“{by}”分组，可用：{'、'.join(BREAKDOWNS)}。")
    sums = _sums(actor, scope, by, day, basis.on(day), change)
    if by == "region" and scope.region is not None:
        below = [] if scope.own else regions.children(scope.region.id, day)
        lines = region_lines(scope, sums, below)
    elif by in {"region", "body"}:
        lines = named_lines(sums, bodies({key for key in sums if key}))
    else:
        lines = value_lines(by, sums)
    all_of_it = total([line.figures for line in lines])
    if by not in {"region", "body"}:
        all_of_it = with_party(all_of_it, _party_of(actor, scope, day, change, whole))
    return Table(scope, by, day, basis, tuple(lines), all_of_it)


def _party_of(
    actor: Actor, scope: Scope, day: date, change: int, whole: Figures | None
) -> Mapping[str, int | None]:
    """The counts of Party organizations of a whole scope, as kept or counted."""
    if whole is not None:
        return {field: getattr(whole, field) for field in PARTY_FIELDS}
    return _party_sums(actor, scope, None, day, change).get(0, {})


def whole(actor: Actor, scope: Scope, day: date, basis: Basis) -> Figures:
    """The figures of all that counts in `scope` on `day`, not broken down."""
    counted = basis.on(day)
    columns = [func.sum(amount(field, counted)).label(field) for field in INDICATORS]
    query = visible(actor, CoverageSpan, *columns).where(
        scope.inside(CoverageSpan), on(CoverageSpan, day)
    )
    row = db.session.execute(query).mappings().one()
    party = _party_sums(actor, scope, None, day, OPEN)[0]
    return with_party(Figures(**{field: row[field] or 0 for field in INDICATORS}), party)


def _sums(
    actor: Actor, scope: Scope, by: str, day: date, basis: Basis, change: int
) -> dict[Any, Figures]:
    key = _key(CoverageSpan, scope, by)
    columns = [func.sum(amount(field, basis)).label(field) for field in INDICATORS]
    query = visible(actor, CoverageSpan, *columns).where(
        scope.inside(CoverageSpan), on(CoverageSpan, day, change)
    )
    alike = None if key is None or change != OPEN else pooled.sums(actor, scope, key, day, basis)
    rows = _keyed(alike) if alike is not None else _grouped(query, key)
    found = {
        value: Figures(**{field: row[field] or 0 for field in INDICATORS}) for value, row in rows
    }
    if by not in {"region", "body"}:
        blank = {"party_organizations": None, "members_managed": None}
        return {value: with_party(one, blank) for value, one in found.items()}
    found = {value: with_party(one, {}) for value, one in found.items()}
    party_key: Any = PartySpan.parent_id if by == "body" else _key(PartySpan, scope, by)
    for value, amounts in _party_sums(actor, scope, party_key, day, change).items():
        found[value] = with_party(found.get(value, NOTHING), amounts)
    return found


def _grouped(query: Select[Any], key: ColumnElement[Any] | None) -> Iterator[tuple[Any, Any]]:
    """(value of the key, row) for each group; one group with the value 0 where there is no key."""
    if key is None:
        yield 0, db.session.execute(query).mappings().one()
        return
    yield from _keyed(query.add_columns(key.label("key")).group_by(key))


def _keyed(query: Select[Any]) -> Iterator[tuple[Any, Any]]:
    yield from ((row["key"], row) for row in db.session.execute(query).mappings())


def _key(model: Any, scope: Scope, by: str) -> ColumnElement[Any] | None:
    if by == "region" and scope.region is not None:
        return None if scope.own else child_key(model, scope.region.level)
    if by in {"region", "body"}:
        column: ColumnElement[Any] = model.body_id
        return column
    value: ColumnElement[Any] = _COLUMNS[by]
    return value


def _party_sums(
    actor: Actor, scope: Scope, key: ColumnElement[Any] | None, day: date, change: int
) -> dict[Any, dict[str, int]]:
    columns = [func.sum(party_amount(field)).label(field) for field in PARTY_FIELDS]
    query = visible(actor, PartySpan, *columns).where(
        scope.inside(PartySpan), on(PartySpan, day, change)
    )
    return {
        value: {field: row[field] or 0 for field in PARTY_FIELDS}
        for value, row in _grouped(query, key)
    }


def with_party(figures: Figures, party: Mapping[str, int | None]) -> Figures:
    """The figures with the two counts that come from Party organizations."""
    values: dict[str, Any] = {field: getattr(figures, field) for field in INDICATORS}
    values |= {field: party.get(field, 0) for field in PARTY_FIELDS}
    return Figures(**values)


def listed(
    actor: Actor, scope: Scope, field: str, day: date, basis: Basis, change: int = OPEN
) -> Select[Any]:
    """Select the spans behind a count of organizations or members, in order of names."""
    if field not in INDICATORS:
        raise RuleBroken(f"没有“{field}”这一项数的名单，可用：{'、'.join(INDICATORS)}。")
    counted = behind(field, basis.on(day))
    return (
        visible(actor, CoverageSpan)
        .where(scope.inside(CoverageSpan), on(CoverageSpan, day, change), counted)
        .order_by(CoverageSpan.sort_key, CoverageSpan.organization_id)
    )


def listed_party(
    actor: Actor, scope: Scope, field: str, day: date, change: int = OPEN
) -> Select[Any]:
    """Select the spans behind `party_organizations` or `members_managed`, in order of names."""
    return (
        visible(actor, PartySpan)
        .where(scope.inside(PartySpan), on(PartySpan, day, change), party_amount(field) > 0)
        .order_by(PartySpan.sort_key, PartySpan.party_organization_id)
    )
