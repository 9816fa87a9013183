"""The list behind a number, as plain rows for the command line and for workbooks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.coverage import queries
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import PARTY_FIELDS
from partybuild.coverage.scopes import Scope
from partybuild.db import OPEN, db
from partybuild.regions import queries as regions


def plain_rows(
    actor: Actor, scope: Scope, field: str, day: date, basis: Basis, change: int = OPEN
) -> list[dict[str, Any]]:
    """Rows of the contract's list: code, name, unit, kind, state, cover, full, probationary.

    As many as the number says; for members those whose column adds up to it. Party organizations
    have no state and no cover. RuleBroken for a field that has no list.
    """
    rows = _party if field in PARTY_FIELDS else _organizations
    found = list(rows(actor, scope, field, day, basis, change))
    units = regions.named([row["unit"] for row in found])
    for row in found:
        row["unit"] = units[row["unit"]].name
    return found


def _organizations(
    actor: Actor, scope: Scope, field: str, day: date, basis: Basis, change: int
) -> Iterator[dict[str, Any]]:
    for row in db.session.scalars(queries.listed(actor, scope, field, day, basis, change)):
        yield {
            "code": row.code,
            "name": row.name,
            "unit": row.unit_id,
            "kind": row.kind.label,
            "state": row.state.label,
            "cover": row.cover.label,
            "full": row.full,
            "probationary": row.probationary,
        }


def _party(
    actor: Actor, scope: Scope, field: str, day: date, basis: Basis, change: int
) -> Iterator[dict[str, Any]]:
    for row in db.session.scalars(queries.listed_party(actor, scope, field, day, change)):
        yield {
            "code": row.code,
            "name": row.name,
            "unit": row.unit_id,
            "kind": row.kind.label,
            "state": "",
            "cover": "",
            "full": row.full,
            "probationary": row.probationary,
        }
