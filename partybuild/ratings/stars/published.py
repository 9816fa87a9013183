"""The published list of a publicity that the reader has been shown: whole, or page by page.

It is public to all who take part, so it reaches beyond the reader's own branches; pages show
names, stars and what was decided otherwise with its reason, and never a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from partybuild.access.scope import ScopeMark
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.db import db
from partybuild.party.models import PartyOrganization
from partybuild.ratings.models import Assessment
from partybuild.ratings.stars import results
from partybuild.ratings.stars.results import Row

A: Any = Assessment
FEW = 300
"""Longer lists are read page by page, and as a whole only to be printed."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of the list by category, the highest star first, and the cursors of the neighbours."""

    groups: Sequence[tuple[str, Sequence[Row]]]
    total: int
    """How many there are of the name asked for."""
    previous: str = ""
    next: str = ""

    @property
    def shown(self) -> int:
        """How many rows stand on the page."""
        return sum(len(rows) for _, rows in self.groups)


def whole(publicity_id: int, categories: Sequence[tuple[str, str]]) -> Found:
    """Everybody listed; `categories`: keys and labels in their order."""
    query = _listed(publicity_id).order_by(*_keys(categories))
    rows = results.named(db.session.scalars(query).all())
    return Found(_grouped(rows, categories), len(rows))


def page(
    publicity_id: int, categories: Sequence[tuple[str, str]], name: str, cursor: str, back: bool
) -> Found:
    """A page of those whose name holds these words, all if blank."""
    query = _listed(publicity_id)
    if name:
        query = query.where(PartyOrganization.name.contains(name, autoescape=True))
    total = db.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True))
    at = Cursor(keyset.decode(cursor, [int, int, str, int]) if cursor else (), back)
    keys = _keys(categories)
    found = db.session.execute(keyset.page(query.add_columns(*keys), keys, False, at)).all()
    rows, before, after = keyset.turned(found, at)
    return Found(
        _grouped(results.named([row[0] for row in rows]), categories),
        total or 0,
        keyset.encode(tuple(rows[0][1:])) if before and rows else "",
        keyset.encode(tuple(rows[-1][1:])) if after and rows else "",
    )


def _listed(publicity_id: int) -> Select[Any]:
    from_list = ScopeMark(A.publicity_id == publicity_id, A.__tablename__)
    party = ScopeMark(PartyOrganization.id == A.party_organization_id, "party_organization")
    return (
        select(A)
        .join(PartyOrganization, PartyOrganization.id == A.party_organization_id)
        .where(from_list, party, A.left_out.is_(None))
    )


def _keys(categories: Sequence[tuple[str, str]]) -> list[Any]:
    places = {key: place for place, (key, _) in enumerate(categories)}
    of = case(places, value=A.category, else_=len(places)) if places else A.id * 0
    return [of, -func.coalesce(A.star, -1), PartyOrganization.sort_key, A.id]


def _grouped(
    rows: Sequence[Row], categories: Sequence[tuple[str, str]]
) -> list[tuple[str, Sequence[Row]]]:
    groups = [(label, [r for r in rows if r.row.category == key]) for key, label in categories]
    return [group for group in groups if group[1]]
