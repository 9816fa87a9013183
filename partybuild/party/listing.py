"""The register of Party organizations as a list: narrowed, by name, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, tuple_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.db import db
from partybuild.party import beyond, narrowing
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyOrganization
from partybuild.party.rules import WarningCode
from partybuild.party.tree import BY_NAME, Node, nodes
from partybuild.regions import queries as regions

PAGE = 50


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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `previous` and `next` are ids to go on before and after, or None."""

    rows: Sequence[Node]
    total: int
    previous: int | None
    next: int | None


def page(actor: Actor, asked: Asked, after: int | None = None, before: int | None = None) -> Page:
    """The list by name, from the row `after` on or up to the row `before`."""
    query = narrowed(actor, asked)
    total = db.session.scalar(count_of(query)) or 0
    anchor = _anchor(actor, before if before is not None else after)
    backwards = before is not None and anchor is not None
    rows = list(db.session.scalars(_turned(query, anchor, backwards)))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else anchor is not None
    has_next = backwards or more
    lines = _named(nodes(actor, [(row, 0) for row in rows], ()), rows)
    return Page(
        lines,
        total,
        rows[0].id if rows and has_previous else None,
        rows[-1].id if rows and has_next else None,
    )


def _anchor(actor: Actor, number: int | None) -> tuple[str, int] | None:
    if number is None:
        return None
    row = db.session.execute(
        visible(actor, PartyOrganization, PartyOrganization.sort_key, PartyOrganization.id).where(
            PartyOrganization.id == number
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _turned(query: Select[Any], anchor: tuple[str, int] | None, backwards: bool) -> Select[Any]:
    here = tuple_(*BY_NAME)
    if anchor is not None:
        query = query.where(here < tuple_(*anchor) if backwards else here > tuple_(*anchor))
    order = [each.desc() for each in BY_NAME] if backwards else list(BY_NAME)
    return query.order_by(*order).limit(PAGE + 1)


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
