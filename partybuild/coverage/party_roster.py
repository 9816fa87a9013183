"""The register of Party organizations on any day, as a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.party_asked import DISSOLVED
from partybuild.coverage.party_warned import warned
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked
from partybuild.coverage.roster_filters import led, named
from partybuild.coverage.scopes import on
from partybuild.db import OPEN, db
from partybuild.party import tree
from partybuild.party.beyond import party_names
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyOrganization, PartySecretary, PartyTerm
from partybuild.party.rules import Warning, WarningCode
from partybuild.party.tree import Node
from partybuild.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Row:
    """A Party organization in the register, as it was on the day of the list."""

    id: int
    name: str
    code: str
    kind: str
    formation: str
    living: bool
    social: bool
    unit: str
    superior: str
    covered: int | None
    full: int | None
    probationary: int | None
    secretary: str
    term_ends: date | None
    children: int | None
    """Party organizations right below it today; None on another day."""
    warnings: Sequence[Warning]
    """What to look into today; none on another day."""
    founded_on: date | None
    dissolved_on: date | None
    in_reach: bool


def roll(actor: Actor, asked: Asked, change: int = OPEN) -> Roll:
    """The list that is asked for, as known at a change; dissolved ones as they are today."""
    if asked.get("state") == DISSOLVED:
        return _dissolved(actor, asked)
    number = P.party_organization_id
    inside = asked.scope.inside(P) if asked.scope else true()
    wheres: Mapping[str, Callable[[str], Any]] = {
        "q": lambda value: named(actor, value, number, 1),
        "kind": lambda value: P.kind == PartyKind(value),
        "formation": lambda value: P.formation == Formation(value),
        "social": lambda value: P.social if value == "1" else ~P.social,
        "shell": lambda value: (P.covered == 0) & P.counted,
        "warning": lambda value: warned(WarningCode(value), asked.day),
        "body": lambda value: led(actor, value, P.body_path),
        "superior": lambda value: P.parent_id == int(value),
    }
    asked_for = [where(asked.given[name]) for name, where in wheres.items() if name in asked.given]
    return Roll(
        visible(actor, P).where(inside, on(P, asked.day, change), *asked_for),
        P.id,
        number,
        {
            "name": ((P.sort_key, number), (str, int)),
            "full": ((func.coalesce(P.full, -1), P.sort_key, number), (int, str, int)),
            "covered": ((P.covered, P.sort_key, number), (int, str, int)),
            "unit": ((P.unit_id, P.sort_key, number), (int, str, int)),
        },
        lambda spans: rows(actor, spans, asked.day),
    )


def rows(actor: Actor, spans: Sequence[P], day: date) -> list[Row]:
    """The spans as rows; secretaries and terms only of those in reach today."""
    ids = [span.party_organization_id for span in spans]
    units = regions.named([span.unit_id for span in spans])
    names = party_names({span.parent_id for span in spans})
    kept = _kept(actor, ids)
    nodes = _nodes(actor, kept, day)
    secretaries = _holding(actor, PartySecretary, PartySecretary.name, ids, day)
    ends = _holding(
        actor, PartyTerm, func.coalesce(PartyTerm.extended_to, PartyTerm.last_day), ids, day
    )
    return [
        Row(
            id=number,
            name=span.name,
            code=span.code,
            kind=span.kind.label,
            formation=_formation(span),
            living=True,
            social=span.social,
            unit=units[span.unit_id].name,
            superior=names.get(span.parent_id or 0, ""),
            covered=span.covered,
            full=span.full,
            probationary=span.probationary,
            secretary=secretaries.get(number, ""),
            term_ends=ends.get(number),
            children=nodes[number].children if number in nodes else None,
            warnings=nodes[number].warnings if number in nodes else (),
            founded_on=kept[number].founded_on if number in kept else None,
            dissolved_on=None,
            in_reach=number in kept,
        )
        for number, span in zip(ids, spans, strict=True)
    ]


def _nodes(actor: Actor, kept: Mapping[int, PartyOrganization], day: date) -> dict[int, Node]:
    """Those in reach as the tree shows them; nothing on another day than today."""
    if day != clock.today():
        return {}
    return {node.id: node for node in tree.nodes(actor, [(row, 0) for row in kept.values()])}


def _formation(span: P) -> str:
    if span.formation is None:
        return ""
    return f"{span.formation.label}（推定）" if span.inferred else span.formation.label


def _kept(actor: Actor, ids: Sequence[int]) -> dict[int, PartyOrganization]:
    query = visible(actor, PartyOrganization).where(PartyOrganization.id.in_(sorted(ids)))
    return {row.id: row for row in db.session.scalars(query)}


def _holding(
    actor: Actor, model: Any, column: ColumnElement[Any] | Any, ids: Sequence[int], day: date
) -> dict[int, Any]:
    """What a dated model says on `day` of those in reach today."""
    query = visible(actor, model, model.party_organization_id, column).where(
        model.party_organization_id.in_(sorted(ids)),
        model.known_to == OPEN,
        model.valid_from <= day,
        model.valid_to > day,
    )
    return {number: value for number, value in db.session.execute(query)}


def _dissolved(actor: Actor, asked: Asked) -> Roll:
    model = PartyOrganization
    wheres: list[Any] = [
        asked.scope.inside(model) if asked.scope else true(),
        model.dissolved_on <= clock.today(),
    ]
    if asked.get("kind"):
        wheres.append(model.kind == PartyKind(asked.get("kind")))
    if asked.get("q"):
        wheres.append(named(actor, asked.get("q"), model.id, 1))
    if asked.get("superior"):
        wheres.append(model.parent_id == int(asked.get("superior")))
    if asked.get("body"):
        wheres.append(led(actor, asked.get("body"), model.body_path))
    by_name = (model.sort_key, model.id)
    return Roll(
        visible(actor, model).where(*wheres),
        model.id,
        model.id,
        {"name": (by_name, (str, int)), "unit": ((model.unit_id, *by_name), (int, str, int))},
        _dissolved_rows,
        pinned=False,
    )


def _dissolved_rows(found: Sequence[PartyOrganization]) -> list[Row]:
    units = regions.named([row.unit_id for row in found])
    names = party_names({row.parent_id for row in found})
    return [
        Row(
            id=row.id,
            name=row.name,
            code=row.code,
            kind=row.kind.label,
            formation="",
            living=False,
            social=True,
            unit=units[row.unit_id].name,
            superior=names.get(row.parent_id or 0, ""),
            covered=None,
            full=None,
            probationary=None,
            secretary="",
            term_ends=None,
            children=None,
            warnings=(),
            founded_on=row.founded_on,
            dissolved_on=row.dissolved_on,
            in_reach=True,
        )
        for row in found
    ]
