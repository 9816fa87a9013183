"""The register of Party organizations as a list: narrowed, by name, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, or_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.party import beyond, narrowing
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyOrganization
from partybuild.party.paging import Turned, turned
from partybuild.party.rules import WarningCode
from partybuild.party.tree import Node, nodes
from partybuild.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; None or blank does not narrow."""

    kind: PartyKind | None = None
    way: Formation | None = None
    warning: WarningCode | None = None
    unit: str = ""
    words: str = ""
    superior: int | None = None
    dissolved: bool = False


def page(actor: Actor, asked: Asked, after: int | None = None, before: int | None = None) -> Turned:
    """The list as lines, by name, from the row `after` on or up to the row `before`."""
    found = turned(actor, PartyOrganization, narrowed(actor, asked), after, before)
    lines = nodes(actor, [(row, 0) for row in found.rows])
    return replace(found, rows=_named(lines, found.rows))


def _named(lines: list[Node], rows: Sequence[PartyOrganization]) -> list[Node]:
    names = beyond.party_names([row.parent_id for row in rows])
    return [
        replace(node, superior=names.get(row.parent_id or 0, ""))
        for node, row in zip(lines, rows, strict=True)
    ]


def narrowed(actor: Actor, asked: Asked) -> Select[Any]:
    """The Party organizations in reach that answer to what is asked, in no order."""
    today = clock.today()
    query = visible(actor, PartyOrganization)
    alive = narrowing.standing(today)
    query = query.where(~alive if asked.dissolved else alive)
    if asked.kind is not None:
        query = query.where(PartyOrganization.kind == asked.kind)
    if asked.way is not None:
        query = query.where(narrowing.way(asked.way, today))
    if asked.warning is not None:
        query = query.where(narrowing.warned(asked.warning, today))
    if asked.superior is not None:
        query = query.where(PartyOrganization.parent_id == asked.superior)
    if asked.unit:
        found = regions.in_reach(actor, asked.unit)
        query = query.where(getattr(PartyOrganization, f"level{found.level}_id") == found.id)
    if asked.words.strip():
        query = query.where(answers_to(PartyOrganization, asked.words))
    return query


def answers_to(model: Any, words: str) -> ColumnElement[bool]:
    """Name contains the words, or the code begins with them."""
    text = words.strip()
    return or_(
        model.name.contains(text, autoescape=True),
        model.code.startswith(text.upper(), autoescape=True),
    )
