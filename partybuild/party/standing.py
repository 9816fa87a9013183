"""What holds of some Party organizations on a day: profile, secretary, term, members, warnings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.party import beyond, rules
from partybuild.party.beyond import on
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyHeadcount, PartyProfile, PartySecretary, PartyTerm


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that hold on a day; None where nothing is known or it does not exist."""

    profile: PartyProfile | None
    secretary: PartySecretary | None
    term: PartyTerm | None
    members: PartyHeadcount | None
    covered: int
    """Living organizations linked on the day, in reach or not."""
    superior_stands: bool

    @property
    def formation(self) -> Formation | None:
        """How it was set up; for a branch of which nobody said it, by what it covers."""
        if self.profile is None:
            return None
        if self.profile.formation is None and self.profile.kind is PartyKind.BRANCH:
            return rules.way_of(self.covered)
        return self.profile.formation

    @property
    def inferred(self) -> bool:
        """Whether the way of setting up is 推定."""
        return (
            self.profile is not None
            and self.profile.formation is None
            and self.profile.kind is PartyKind.BRANCH
        )

    @property
    def last_day(self) -> date | None:
        """The last day of its term, an approved postponement included."""
        return (self.term.extended_to or self.term.last_day) if self.term else None

    def warnings(self, day: date) -> list[rules.Warning]:
        """What the field warns of on the day; nothing where it does not exist."""
        profile, members = self.profile, self.members
        if profile is None:
            return []
        standing = rules.Standing(
            kind=profile.kind,
            formation=profile.formation,
            social=profile.social,
            covered=self.covered,
            full=members.full if members else None,
            probationary=members.probationary if members else None,
            has_committee=profile.has_committee,
            seats_due=profile.seats_due,
            seats_filled=profile.seats_filled,
            superior_stands=self.superior_stands,
            last_day=self.last_day,
        )
        return rules.warnings(standing, day)


def facts_on(actor: Actor, ids: Collection[int], day: date) -> dict[int, Facts]:
    """What holds of each of these Party organizations on a day, in six reads however many."""
    profiles = rows_on(actor, PartyProfile, ids, day)
    secretaries = rows_on(actor, PartySecretary, ids, day)
    terms = rows_on(actor, PartyTerm, ids, day)
    members = rows_on(actor, PartyHeadcount, ids, day)
    covered = beyond.covered(profiles, day)
    standing = beyond.standing_on([row.parent_id for row in profiles.values()], day)
    return {
        number: Facts(
            profiles.get(number),
            secretaries.get(number),
            terms.get(number),
            members.get(number),
            covered.get(number, 0),
            number in profiles and profiles[number].parent_id in standing,
        )
        for number in ids
    }


def rows_on(actor: Actor, model: type[Any], ids: Collection[int], day: date) -> Mapping[int, Any]:
    """The row of a dated model that holds on a day, by Party organization."""
    query = visible(actor, model).where(
        model.party_organization_id.in_(sorted(ids)),
        *on(model, day),
    )
    return {row.party_organization_id: row for row in db.session.scalars(query)}
