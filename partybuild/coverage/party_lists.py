"""The list behind a count of Party organizations or of the members they manage, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import keyset, queries
from partybuild.coverage.asked import Asked
from partybuild.coverage.counting import PARTY_FIELDS, party_amount
from partybuild.coverage.keyset import Cursor
from partybuild.coverage.lists import Page
from partybuild.coverage.models import PartySpan as P
from partybuild.coverage.narrowing import Sieve
from partybuild.db import OPEN, db
from partybuild.party.models import PartyOrganization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

FIELDS = PARTY_FIELDS
SORTS = ("name", "members", "unit")


@dataclass(frozen=True, slots=True)
class Row:
    """A Party organization in a list, as it was on the day of the list."""

    id: int
    code: str
    name: str
    unit: str
    kind: str
    formation: str
    inferred: bool
    covered: int
    full: int | None
    probationary: int | None
    in_reach: bool


def query(actor: Actor, asked: Asked, field: str, sieve: Sieve, change: int = OPEN) -> Select[Any]:
    """Select the spans behind `party_organizations` or `members_managed`, in no order.

    They are those known at a change, by default now.
    """
    found = queries.listed_party(actor, asked.scope, field, asked.day, change)
    if asked.narrow is not None:
        found = found.where(asked.narrow.party())
    return found.where(*sieve.party()).order_by(None)


def page(found: Select[Any], actor: Actor, field: str, sort: str, cursor: str, back: bool) -> Page:
    """One page of the list `found`, ordered by `sort` (with "-" falling)."""
    keys, kinds = _sort_keys(sort.removeprefix("-"))
    at = Cursor(keyset.decode(cursor, kinds) if cursor else (), back and bool(cursor))
    wanted = keyset.page(found.add_columns(*keys), keys, sort.startswith("-"), at)
    spans, before, after = keyset.turned(db.session.execute(wanted).all(), at)
    count, number = totals(found, field)
    return Page(
        _rows(actor, [span[0] for span in spans]),
        count,
        number,
        keyset.encode(spans[0][1:]) if before and spans else "",
        keyset.encode(spans[-1][1:]) if after and spans else "",
    )


def totals(found: Select[Any], field: str) -> tuple[int, int]:
    """(how many rows the list has, the number it stands behind)."""
    summed = func.coalesce(func.sum(party_amount(field)), 0)
    count, number = db.session.execute(
        found.with_only_columns(func.count(), summed, maintain_column_froms=True)
    ).one()
    return int(count), int(number)


def _sort_keys(key: str) -> tuple[Sequence[Any], list[type]]:
    if key == "name":
        return (P.sort_key, P.party_organization_id), [str, int]
    first: ColumnElement[Any] = (
        func.coalesce(P.full, 0) + func.coalesce(P.probationary, 0)
        if key == "members"
        else select(Region.code).where(Region.id == P.unit_id).scalar_subquery()
    )
    kind = int if key == "members" else str
    return (first, P.sort_key, P.party_organization_id), [kind, str, int]


def _rows(actor: Actor, spans: Sequence[P]) -> list[Row]:
    units = regions.named([span.unit_id for span in spans])
    ids = [span.party_organization_id for span in spans]
    query = visible(actor, PartyOrganization, PartyOrganization.id)
    reached = set(db.session.scalars(query.where(PartyOrganization.id.in_(sorted(ids)))))
    return [
        Row(
            id=span.party_organization_id,
            code=span.code,
            name=span.name,
            unit=units[span.unit_id].name,
            kind=span.kind.label,
            formation=span.formation.label if span.formation else "",
            inferred=span.inferred,
            covered=span.covered,
            full=span.full,
            probationary=span.probationary,
            in_reach=span.party_organization_id in reached,
        )
        for span in spans
    ]
