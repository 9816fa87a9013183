"""Opening a case: a Party organization is found weak and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and accepted. `grounds`: rule, label, words, since (ISO day or None), source."""

    party_organization_id: int
    grounds: Sequence[Mapping[str, Any]]
    why: str
    proposal_id: int | None = None
    found_on: date | None = None
    """认定日期; today where not given."""
    working_unit_id: int | None = None
    """Whose officers put it right, on the way from the branch up to the actor's own unit; that
    unit itself where not given."""


def open_case(actor: Actor, finding: Finding) -> int:
    """The id of the case that stands from now on, its problems those of the grounds.

    Inside the caller's command. OutOfReach for a branch that is not the actor's; RuleBroken where
    one case of it is open, where it has ended, or without a reason or a ground.
    """
    raise NotImplementedError
