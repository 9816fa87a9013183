"""What ends with an organization: links, instructors, mass organizations. Inside a command."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.organizations import queries as organizations
from partybuild.party.beyond import party_names
from partybuild.party.models import CoverageLink, InstructorAssignment, MassCover
from partybuild.party.telling import Lines, Told, Why, because, changed, tell


def part(actor: Actor, organization_id: int, why: Why) -> int:
    """Whatever covers an organization holds no longer from `why.day` on; how many lines ended.

    A line in its history and in that of each Party organization.
    """
    rows = [
        row
        for model in (CoverageLink, InstructorAssignment, MassCover)
        for row in _rows(actor, model, organization_id, why.day)
    ]
    if not rows:
        return 0
    found = organizations.organization(actor, organization_id)
    names = party_names(getattr(row, "party_organization_id", None) for row in rows)
    told = [
        Told(
            type(row),
            tuple(getattr(row, column) for column in row.KEY),
            None,
            max(why.day, row.valid_from),
        )
        for row in rows
    ]
    cause = because(actor, "解除覆盖（组织终止）", why, found)
    lines = Lines(
        why.day,
        {number: [changed("覆盖社会组织", found.name, "")] for number in names},
        {organization_id: [changed(*_words(row, names), "") for row in rows]},
    )
    tell(actor, told, cause, lines)
    return len(rows)


def _words(row: Any, names: dict[int, str]) -> tuple[str, str]:
    if isinstance(row, CoverageLink):
        return "党组织", names[row.party_organization_id]
    if isinstance(row, InstructorAssignment):
        return row.kind.label, row.name
    return "群团组织", row.kind.label


def _rows(actor: Actor, model: Any, organization_id: int, day: date) -> Sequence[Any]:
    query = visible(actor, model).where(
        model.organization_id == organization_id, *_lasting(model, day)
    )
    return db.session.scalars(query.order_by(model.id)).all()


def _lasting(model: Any, day: date) -> tuple[Any, ...]:
    return model.known_to == OPEN, model.valid_to > day
