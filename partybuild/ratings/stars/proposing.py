"""星级调整: what became known after a star was decided opens a case; nothing changes by itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs, work
from partybuild.organizations.models import Organization
from partybuild.party import beyond
from partybuild.ratings.kinds import star_label
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import CHANGE
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme
from partybuild.ratings.stars import later
from partybuild.ratings.stars.later import Later
from partybuild.ratings.stars.models import PartyStar, StarChange
from partybuild.regions import queries as regions
from partybuild.regions.commands import set_setting
from partybuild.regions.placing import PLACING
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import start_many
from partybuild.workflow.models import WorkflowCase

LOOKED_ON = "stars_looked_on"
DAYS = 30
"""Calendar days in which a proposal is to be decided or dismissed (样例)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A star that holds today, where it was decided, and by which scheme."""

    party_id: int
    star: int
    since: date
    desk_unit_id: int
    scheme_id: int
    organization_id: int
    placing: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A star that a later fact calls into question."""

    held: Held
    fact: Later
    proposed: int


def turn(actor: Actor) -> bool:
    """Once a day open a case for each new fact; whether this was the time. Run again, harmless."""
    today = clock.today().isoformat()
    if regions.setting(LOOKED_ON) == today:
        return False
    found = proposals(actor, clock.today())
    with work(actor) as running:
        propose(running.actor, found)
    return True


def proposals(actor: Actor, today: date) -> list[Proposal]:
    """What calls stars that hold today into question and has not been taken up yet."""
    held = _held(actor, today)
    by_organization: dict[int, list[Held]] = defaultdict(list)
    for each in held:
        by_organization[each.organization_id].append(each)
    read = {number: schemes.scheme(number) for number in sorted({e.scheme_id for e in held})}
    since = min((each.since for each in held), default=today)
    found = []
    for fact in later.known(actor, list(by_organization), since, today):
        for each in by_organization[fact.organization_id]:
            proposed = _proposed(read[each.scheme_id], each, fact)
            if fact.day >= each.since and proposed is not None:
                found.append(Proposal(each, fact, proposed))
    return _new(actor, found)


@needs(Permission.RATINGS_MANAGE, "提出星级调整")
def propose(actor: Actor, found: Sequence[Proposal]) -> int:
    """A case stands for each of these that has none yet; how many were opened."""
    fresh = _new(actor, found)
    names = beyond.party_names([each.held.party_id for each in fresh])
    today = clock.today()
    openings = [_opening(each, names[each.held.party_id], today) for each in fresh]
    ids = start_many(actor, CHANGE, openings, Organization)
    with bulk(actor, WorkflowCase, ids):
        insert_many(
            StarChange.__table__,
            [_line(number, each) for number, each in zip(ids, fresh, strict=True)],
        )
    set_setting(LOOKED_ON, today.isoformat())
    audit_detail(proposed=len(fresh))
    return len(fresh)


def _opening(each: Proposal, name: str, today: date) -> Opening:
    held = each.held
    return Opening(
        kind=CHANGE,
        title=f"{name}星级调整",
        placing=held.placing,
        organization_id=held.organization_id,
        party_organization_id=held.party_id,
        desk_unit_id=held.desk_unit_id,
        due_on=date.fromordinal(today.toordinal() + DAYS),
        note=f"{each.fact.words}；现为{star_label(held.star)}",
    )


def _line(case_id: int, each: Proposal) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "ground": each.fact.key,
        "words": each.fact.words,
        "star": each.held.star,
        "proposed": each.proposed,
        "decided": None,
        "decided_on": None,
        "document": "",
    }


def _proposed(scheme: Scheme, held: Held, fact: Later) -> int | None:
    """The star that the scheme's gate leaves open, one less where it has none; None: no question."""
    gates = [gate for gate in scheme.gates if gate.fact == fact.fact.value]
    if not gates:
        return held.star - 1
    left = max(min(gate.bars for gate in gates) - 1, 0)
    return left if left < held.star else None


def _held(actor: Actor, today: date) -> list[Held]:
    star, each = PartyStar, Assessment
    of_star = ScopeMark(each.id == star.assessment_id, each.__tablename__)
    columns = (star.party_organization_id, star.star, star.decided_on, each.rating_unit_id)
    placing = [getattr(each, name) for name in PLACING]
    query = (
        visible(actor, star, *columns, RatingRound.scheme_id, each.organization_id, *placing)
        .join(each, each.id == star.assessment_id)
        .join(RatingRound, RatingRound.id == each.round_id)
        .where(
            of_star,
            star.known_to == OPEN,
            star.valid_from <= today,
            star.valid_to > today,
            star.star > 0,
            each.organization_id.is_not(None),
        )
    )
    return [_of(tuple(row)) for row in db.session.execute(query)]


def _of(row: tuple[Any, ...]) -> Held:
    party, star, since, desk, scheme, organization, *places = row
    placing = dict(zip(PLACING, places, strict=True))
    return Held(party, star, since, desk, scheme, organization, placing)


def _new(actor: Actor, found: Sequence[Proposal]) -> list[Proposal]:
    keys = sorted({each.fact.key for each in found})
    taken: set[tuple[int | None, str]] = set()
    mark = ScopeMark(WorkflowCase.id == StarChange.case_id, WorkflowCase.__tablename__)
    for part in (keys[at : at + later.CHUNK] for at in range(0, len(keys), later.CHUNK)):
        query = (
            visible(actor, StarChange, WorkflowCase.party_organization_id, StarChange.ground)
            .join(WorkflowCase, WorkflowCase.id == StarChange.case_id)
            .where(mark, StarChange.ground.in_(part))
        )
        taken |= {(party, ground) for party, ground in db.session.execute(query)}
    return [each for each in found if (each.held.party_id, each.fact.key) not in taken]
