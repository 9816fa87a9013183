"""What a Party organization keeps of today beside its place, and the indexes that are read by it."""

from datetime import date

from sqlalchemy import ColumnElement, Index, false, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.facts.models import HOLDING
from partybuild.regions.placing import by_name

_LEVELS = tuple(f"level{n}" for n in range(1, 6))
_DATED: ColumnElement[bool] = literal_column("term_ends IS NOT NULL")
_TEMPORARY: ColumnElement[bool] = literal_column("formation = 'temporary'")


class Today:
    """Mixin: derived from the facts of today, see kept.py."""

    term_ends: Mapped[date | None]
    """Last day of the term it is in, an approved postponement included; None where it elects none."""
    committee_due: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A branch of seven full members or more without a committee."""


def of_register(table: str) -> tuple[Index, ...]:
    """By path and name; terms of a unit by their last day; those of whom a committee is due."""
    return (
        Index(f"ix_{table}_body_path", "body_path"),
        *by_name(table),
        *(_by_term(table, level) for level in _LEVELS),
        Index(
            f"ix_{table}_committee_due",
            *(f"{level}_id" for level in _LEVELS),
            sqlite_where=literal_column("committee_due = 1"),
            postgresql_where=literal_column("committee_due"),
        ),
    )


def _by_term(table: str, level: str) -> Index:
    return Index(
        f"ix_{table}_{level}_term",
        f"{level}_id",
        "term_ends",
        "id",
        sqlite_where=_DATED,
        postgresql_where=_DATED,
    )


def of_profiles(table: str) -> tuple[Index, ...]:
    """What holds on a day; the few temporary ones by themselves."""
    key = "party_organization_id"
    return (
        Index(f"ix_{table}_now", key, *HOLDING, "has_committee"),
        Index(
            f"ix_{table}_temporary",
            key,
            *HOLDING,
            sqlite_where=_TEMPORARY,
            postgresql_where=_TEMPORARY,
        ),
    )
