"""What a reviewing desk needs to know of one assessment."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.accounts.models import Appointment, AppointmentOrganization
from partybuild.db import db
from partybuild.party.models import PartyOrganization
from partybuild.ratings.filling.queries import Sheet, sheet
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment, SiteVisit, VetoPut
from partybuild.ratings.process import CHAINS
from partybuild.ratings.reviewing import rules
from partybuild.ratings.rounds.chain import Seat, seats
from partybuild.ratings.schemes.rules import Indicator, Scheme
from partybuild.ratings.standing import facts
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.regions.placing import copied
from partybuild.workflow.rules import Choice

TIERS = {Stage.FIRST: Tier.FIRST, Stage.SECOND: Tier.SECOND, Stage.FINAL: Tier.FINAL}


@dataclass(frozen=True, slots=True)
class Desk:
    """One assessment on a reviewer's desk."""

    sheet: Sheet
    tier: Tier | None
    """Whose turn it is; None while no tier is reviewing."""
    chain: Sequence[Tier]

    def items(self) -> list[Indicator]:
        """The items that this tier scores."""
        return rules.items(self.sheet.scheme, self.tier, self.chain) if self.tier else []

    def given(self) -> dict[str, int]:
        """What this tier has given so far; an answer mended since is to be judged again."""
        if self.tier is None:
            return {}
        answered = self.sheet.current(Tier.SELF)
        return {
            key: each.points
            for key, each in self.sheet.current(self.tier).items()
            if key not in answered or answered[key].attempt <= each.attempt
        }

    def carried(self) -> dict[str, int]:
        """By item the latest points up to this tier."""
        tier = self.tier or Tier.SELF
        points = {each: self.sheet.points(each) for each in (Tier.SELF, *self.chain)}
        return rules.carried(self.chain, tier, points)

    def lower(self) -> int:
        """How many items stand below what the branch gave itself, as of this tier."""
        own = self.sheet.points(Tier.SELF)
        return sum(key in own and points < own[key] for key, points in self.carried().items())

    def owed(self) -> list[Indicator]:
        """Items that this tier has still to score."""
        return rules.owed(self.items(), self.given())


def desk(actor: Actor, assessment_id: int) -> Desk:
    """One assessment as a reviewer sees it; OutOfReach for a foreign one."""
    found = sheet(actor, assessment_id)
    chain = CHAINS[int(found.case.kind.removeprefix("rating"))]
    return Desk(found, TIERS.get(found.row.stage), chain)


def refused(actor: Actor, found: Desk, choices: Sequence[Choice]) -> str:
    """Why this person does not act in the tier whose turn it is; blank where they may."""
    if found.tier is None:
        return f"这份自评现在是“{found.sheet.row.stage.label}”，不在评审中。"
    action = f"pass_{found.tier.value}"
    choice = next(each for each in choices if each.step.action == action)
    if not choice.allowed:
        return choice.refusal
    return OWN if own(actor, found.sheet) else ""


OWN = "您是本单位的党组织书记，不能评审本单位的自评。"


def seats_of(actor: Actor, found: Desk) -> dict[Tier, Seat]:
    """By tier at whose desk it is done, as the Party organization stands today."""
    held = found.sheet
    query = visible(actor, PartyOrganization, PartyOrganization.parent_id).where(
        PartyOrganization.id == held.row.party_organization_id
    )
    parent = db.session.scalar(query)
    top = regions.region(held.round.unit_id)
    return seats_at(held.row, top, held.scheme, parent, found.chain)


def seats_at(
    row: Assessment,
    top: Region,
    scheme: Scheme,
    parent: int | None,
    chain: Sequence[Tier],
) -> dict[Tier, Seat]:
    """By tier at whose desk it is done, for a branch below `parent` in a round of `top`."""
    there = seats(scheme.chain, copied(row), parent, (top.id, top.level))  # type: ignore[arg-type]
    last = there[-1]
    return {tier: next((s for s in there if s.tier is tier), last) for tier in chain}


def own(actor: Actor, found: Sheet) -> bool:
    """Whether the person is a secretary of an organization that the branch covers (any post)."""
    if actor.user_id is None or found.row.party_organization_id is None:
        return False
    party = found.row.party_organization_id
    covered = facts.covered(actor, [party], found.round.fill_from).get(party, [])
    numbers = {*covered, found.row.organization_id} - {None}
    query = (
        select(AppointmentOrganization.organization_id)
        .join(Appointment, Appointment.id == AppointmentOrganization.appointment_id)
        .where(
            Appointment.user_id == actor.user_id,
            AppointmentOrganization.organization_id.in_(sorted(n for n in numbers if n)),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def vetoes(actor: Actor, case_id: int) -> Sequence[VetoPut]:
    """一票否决 put on the case, withdrawn ones too, in the order of days."""
    query = visible(actor, VetoPut).where(VetoPut.case_id == case_id)
    return db.session.scalars(query.order_by(VetoPut.put_on, VetoPut.id)).all()


def visits(actor: Actor, case_id: int) -> Sequence[SiteVisit]:
    """Site visits of the case, the latest first."""
    query = visible(actor, SiteVisit).where(SiteVisit.case_id == case_id)
    return db.session.scalars(query.order_by(SiteVisit.visited_on.desc(), SiteVisit.id)).all()
