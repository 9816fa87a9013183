"""A round made ready before the lock: who is proposed and why, as rows to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.db import db
from partybuild.db.ids import reserve
from partybuild.db.many import insert_many
from partybuild.db.work import bulk
from partybuild.party.models import PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.ratings.rounds.taking_part import inside
from partybuild.rectification.kinds import Origin, ProposalState
from partybuild.rectification.models import ScreeningGround, ScreeningProposal
from partybuild.rectification.screening import around, rules
from partybuild.rectification.screening.gathering import Branch, Step, gathered, silent
from partybuild.rectification.screening.rules import Ground, Rules
from partybuild.regions.models import Region

AT_ONCE = 1000
"""Areas with more Party organizations are looked through by a job."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a round found on its day. `screened`: how many it looked at, those left out not counted."""

    day: date
    rules_id: int | None
    screened: int
    found: Sequence[tuple[Branch, Sequence[Ground]]]
    cases: Mapping[int, int]
    """By Party organization the case that is open already."""


def size(actor: Actor, unit: Region) -> int:
    """How many Party organizations stand in the area, work committees and hosts included."""
    query = visible(actor, PartyOrganization, PartyOrganization.id)
    query = query.where(inside(unit, own=False), standing(clock.today()))
    return db.session.scalar(count_of(query)) or 0


def prepared(
    actor: Actor,
    unit: Region,
    held: tuple[int | None, Rules],
    day: date,
    step: Step = silent,
) -> Prepared:
    """What the rules find in the area on `day`; nothing is written."""
    rules_id, by = held
    branches = gathered(actor, inside(unit, own=False), day, step)
    looked = [each for each in branches if not rules.left_out(by, each.known, day)]
    judged = ((each, rules.grounds(by, each.known, day)) for each in looked)
    found = [(each, grounds) for each, grounds in judged if grounds]
    cases = around.open_cases(actor, [each.id for each, _ in found])
    return Prepared(day, rules_id, len(looked), found, cases)


def write(actor: Actor, round_id: int, ready: Prepared) -> int:
    """The proposals of the round with their grounds; how many are to be judged. Inside `work`.

    Those with an open case are shown with it and not proposed again.
    """
    ids = reserve(ScreeningProposal, len(ready.found))
    lines = [
        proposal(actor, each, ready.day, Origin.ROUND)
        | {"id": number, "round_id": round_id}
        | _standing(ready.cases.get(each.id))
        for number, (each, _) in zip(ids, ready.found, strict=True)
    ]
    grounds = [
        ground_row(number, each)
        for number, (_, some) in zip(ids, ready.found, strict=True)
        for each in some
    ]
    with bulk(actor, PartyOrganization, [each.id for each, _ in ready.found]):
        insert_many(ScreeningProposal.__table__, lines)
        insert_many(ScreeningGround.__table__, grounds)
    return sum(line["state"] is ProposalState.OPEN for line in lines)


def proposal(actor: Actor, of: Branch, day: date, origin: Origin) -> dict[str, Any]:
    """The columns of an open proposal; it is the office's, so no organization's secretary sees it."""
    return {
        "origin": origin,
        "proposed_on": day,
        "proposed_by": actor.label,
        "reason": "",
        "decided_on": None,
        "decided_by": "",
        "organization_id": None,
        "party_organization_id": of.id,
        **of.placing,
        **_standing(None),
    }


def _standing(case_id: int | None) -> dict[str, Any]:
    state = ProposalState.OPEN if case_id is None else ProposalState.STANDING
    return {"state": state, "case_id": case_id}


def ground_row(proposal_id: int, ground: Ground) -> dict[str, Any]:
    """The columns of one ground of a proposal."""
    told = asdict(ground) | {"values": dict(ground.values)}
    return {"proposal_id": proposal_id, **told, "words": ground.words[:500]}
