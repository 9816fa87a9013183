"""The register of organizations on any day, as a list: filtered, ordered, page by page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import kept, queries, roster_asked
from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import contributions
from partybuild.coverage.lists import in_reach
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.reading import as_span
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked
from partybuild.coverage.roster_filters import ENDED, FORM, WARNINGS, conditions, named
from partybuild.coverage.scopes import on
from partybuild.db import OPEN, db
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Organization, OrganizationProfile, OrganizationStanding
from partybuild.party.beyond import party_names
from partybuild.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Row:
    """An organization in the register, as it was on the day of the list."""

    id: int
    name: str
    code: str
    kind: str
    state: str
    living: bool
    unit: str
    cover: str
    covered: bool
    party: Sequence[tuple[int, str]]
    """The Party organizations that cover it: (id, name)."""
    full: int | None
    probationary: int | None
    staff: int | None
    industry: str
    supervisor: str
    body: str
    registered_on: date | None
    ended_on: date | None
    warnings: Sequence[str]
    in_reach: bool
    """Whether it is in reach today, so that its page may be opened."""


_OF_ENDED = ("q", "unit", "own", "kind", "state")


def read(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What the address of the register asks for."""
    asked = roster_asked.read(actor, arguments, FORM)
    if not _ended(asked.get("state")):
        return asked
    given = {name: value for name, value in asked.given.items() if name in _OF_ENDED}
    note = "已终止的组织按今天的登记列出，只按名称、统计归属、组织类型和组织状态筛选。"
    sort = asked.sort if asked.sort.removeprefix("-") in {"name", "unit"} else "name"
    return replace(asked, given=given, day=clock.today(), sort=sort, notes=[*asked.notes, note])


def roll(actor: Actor, asked: Asked, change: int = OPEN) -> Roll:
    """The list that is asked for, as known at a change; ended organizations as they are today."""
    if _ended(asked.get("state")):
        return _ended_roll(actor, asked)
    basis = queries.basis("registered", asked.day)
    inside = asked.scope.inside(S) if asked.scope else true()
    narrowed = visible(actor, S).where(inside, *conditions(actor, asked, basis))
    number = S.organization_id
    return Roll(
        narrowed.where(on(S, asked.day, change)),
        S.id,
        number,
        {
            "name": ((S.sort_key, number), (str, int)),
            "registered": ((S.registered_on, number), (date, int)),
            "full": ((func.coalesce(S.full, -1), number), (int, int)),
            "unit": ((S.unit_id, number), (int, int)),
        },
        lambda spans: rows(actor, spans, basis),
        narrowed.where(_on_by_name(asked.day, change)),
        kept=lambda: _kept_total(actor, asked, basis) if change == OPEN else None,
    )


def _kept_total(actor: Actor, asked: Asked, basis: Basis) -> int | None:
    """How many live in the whole unit, where its figures of the day are kept and nothing narrows."""
    if asked.scope is None or not basis.everybody or set(asked.given) - {"unit", "own"}:
        return None
    figures = kept.wholes(actor, asked.scope, [asked.day], basis).get(asked.day)
    return None if figures is None else figures.organizations + figures.filed


def _on_by_name(day: date, change: int) -> ColumnElement[bool]:
    """`on`, worded so that the index by days does not serve it but the one in order of names."""
    if change != OPEN:
        return on(S, day, change)
    holds = case((and_(S.valid_from <= day, S.valid_to > day), 1), else_=0)
    return and_(S.known_to == OPEN, holds == 1)


def _ended(state: str) -> bool:
    return state == ENDED or (bool(state) and not OrganizationState(state).living)


def rows(actor: Actor, spans: Sequence[S], basis: Basis) -> list[Row]:
    """The spans as rows, with the names that they refer to and today's reach."""
    units = regions.named([span.unit_id for span in spans])
    names = party_names({n for span in spans for n in (span.body_id, *span.party_ids)})
    reached = in_reach(actor, [span.organization_id for span in spans])
    return [_row(span, units[span.unit_id].name, names, basis, reached) for span in spans]


def _row(
    span: S, unit: str, names: Mapping[int, str], basis: Basis, reached: Collection[int]
) -> Row:
    return Row(
        id=span.organization_id,
        name=span.name,
        code=span.code,
        kind=span.kind.label,
        state=span.state.label,
        living=True,
        unit=unit,
        cover=span.cover.label,
        covered=span.cover.by_party,
        party=[(number, names[number]) for number in span.party_ids],
        full=span.full,
        probationary=span.probationary,
        staff=span.staff,
        industry=span.industry,
        supervisor=span.supervisor,
        body=names.get(span.body_id or 0, ""),
        registered_on=span.registered_on,
        ended_on=None,
        warnings=_warnings(span, basis),
        in_reach=span.organization_id in reached,
    )


def _warnings(span: S, basis: Basis) -> list[str]:
    as_counted = as_span(span)
    added = contributions(as_counted, basis)
    true_of = {
        "should_build": bool(added.get("should_build")),
        "single_possible": as_counted.single_possible,
        "double": span.double,
        "unsurveyed": bool(added.get("unsurveyed")),
        "no_body": span.body_id is None,
        "inferred": span.inferred,
    }
    return [WARNINGS[name] for name, is_so in true_of.items() if is_so]


def _ended_roll(actor: Actor, asked: Asked) -> Roll:
    state = asked.get("state")
    past = [one for one in OrganizationState if not one.living]
    query = visible(actor, Organization).where(
        asked.scope.inside(Organization) if asked.scope else true(),
        Organization.state.in_(past if state == ENDED else [OrganizationState(state)]),
    )
    if asked.get("kind"):
        query = query.where(Organization.kind == OrganizationKind(asked.get("kind")))
    if asked.get("q"):
        query = query.where(named(actor, asked.get("q"), Organization.id, 0))
    by_name = (Organization.sort_key, Organization.id)
    sorts = {
        "name": (by_name, (str, int)),
        "unit": ((Organization.unit_id, *by_name), (int, str, int)),
    }
    return Roll(
        query,
        Organization.id,
        Organization.id,
        sorts,
        lambda found: _ended_rows(actor, found),
        pinned=False,
    )


def _ended_rows(actor: Actor, found: Sequence[Organization]) -> list[Row]:
    ids = [row.id for row in found]
    units = regions.named([row.unit_id for row in found])
    ends = _last_known(actor, OrganizationStanding, OrganizationStanding.valid_from, ids)
    births = _last_known(actor, OrganizationProfile, OrganizationProfile.registered_on, ids)
    names = party_names({row.body_id for row in found})
    return [
        Row(
            id=row.id,
            name=row.name,
            code=row.number,
            kind=row.kind.label,
            state=row.state.label,
            living=False,
            unit=units[row.unit_id].name,
            cover="",
            covered=False,
            party=(),
            full=None,
            probationary=None,
            staff=None,
            industry="",
            supervisor="",
            body=names.get(row.body_id or 0, ""),
            registered_on=births.get(row.id),
            ended_on=ends.get(row.id),
            warnings=(),
            in_reach=True,
        )
        for row in found
    ]


def _last_known(actor: Actor, model: Any, column: Any, ids: Sequence[int]) -> dict[int, date]:
    """The value of the last known row of each organization's time line."""
    query = (
        visible(actor, model, model.organization_id, column)
        .where(model.organization_id.in_(ids), model.known_to == OPEN)
        .order_by(model.valid_from)
    )
    return {number: value for number, value in db.session.execute(query)}
