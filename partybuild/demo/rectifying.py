"""Rectification of the demo world: a case at every stage, one relapse, one 屡改屡犯, six dissolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any, NamedTuple

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.demo import rectified, urging, weak
from partybuild.demo.days import weekday
from partybuild.demo.grouping import RECTIFIED
from partybuild.demo.photographs import photograph
from partybuild.demo.rectified import Weak
from partybuild.demo.shares import BUSY_COUNTY, FIRST_CITY
from partybuild.demo.weak import Course, Story
from partybuild.demo.weaknesses import WEAKNESSES
from partybuild.evidence.arrivals import Upload, arrive
from partybuild.organizations.models import Organization
from partybuild.party import beyond
from partybuild.party.kinds import PartyKind
from partybuild.party.models import CoverageLink, PartyEvent, PartyOrganization
from partybuild.rectification.cases import levels
from partybuild.rectification.cases.opening import leading
from partybuild.rectification.process import KIND
from partybuild.regions.models import Region
from partybuild.regions.placing import copied
from partybuild.workflow import registry
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import Standing, act_many, start_many
from partybuild.workflow.models import WorkflowCase

OLD = timedelta(days=800)
"""Branches with cases were founded before so many days."""
SECRETARY = "qushuji"


class Branch(NamedTuple):
    """A branch with its story; `ended`: the day on which it was dissolved."""

    party: PartyOrganization
    lead: int | None
    story: Story
    ended: date | None = None


def rectify(actor: Actor) -> None:
    """Cases stand at every stage; a screening round is to be judged; a county is urged."""
    with work(actor) as running:
        put_right(running.actor)
    urging.screen(actor_by_login("quxian"))
    urging.urge(actor_by_login("shi"))


@needs(Permission.RECTIFICATION_DECIDE, "建立演示整顿")
def put_right(actor: Actor) -> int:
    """How many cases stand."""
    units = {row.id: row for row in db.session.scalars(select(Region))}
    found = list(_branches(actor, {row.code: row.id for row in units.values()}))
    weak_ones = [_weak(units, place, each) for place, each in enumerate(found)]
    openings = [_opening(each, one) for each, one in zip(found, weak_ones, strict=True)]
    ids = start_many(actor, KIND, openings, Organization)
    start = registry.current(KIND).start
    pairs = list(zip(ids, weak_ones, strict=True))
    act_many(actor, KIND, [(Standing(n, start, 1), one.course.steps()) for n, one in pairs])
    proof = arrive(Upload("整顿佐证.jpg", BytesIO(photograph("meetings"))))
    query = visible(actor, WorkflowCase).where(WorkflowCase.id.in_(ids))
    rows = {row.id: row for row in db.session.scalars(query)}
    for number, one in pairs:
        rectified.write(actor, replace(one, case_id=number), rows[number], proof)
    db.session.flush()
    audit_detail(cases=len(ids))
    return len(ids)


def _weak(units: Mapping[int, Region], place: int, each: Branch) -> Weak:
    """What was found of a branch, put right by its county (of the province's own: by that)."""
    party, today = each.party, clock.today()
    working = units[party.level3_id or party.unit_id]
    repeated = each.story.repeated or each.story.relapsed
    found = weekday((each.ended or today) - timedelta(days=each.story.ago), date.min)
    return Weak(
        0,
        WEAKNESSES[place % len(WEAKNESSES)],
        Course(each.story, found, today, each.ended),
        working.id,
        levels.deciding_unit(working, raised=repeated).id,
    )


def _opening(each: Branch, one: Weak) -> Opening:
    course = one.course
    above = course.story.stage.value in levels.ABOVE
    return Opening(
        kind=KIND,
        title=f"{each.party.name}软弱涣散整顿",
        placing=copied(each.party),
        organization_id=each.lead,
        party_organization_id=each.party.id,
        desk_unit_id=one.deciding if above else one.working,
        due_on=course.waits(),
        opened_on=course.found,
        note="经排查核实，情况属实，列入整顿。",
    )


def _branches(actor: Actor, units: Mapping[str, int]) -> Iterator[Branch]:
    """Who plays which story."""
    own = _of_secretary(actor)
    yield Branch(own, leading(actor, own.id), weak.OF_SECRETARY)
    row: Any = PartyOrganization
    here, city = units[BUSY_COUNTY], units[FIRST_CITY]
    yield from _cast(actor, weak.AT_COUNTY, row.unit_id == here, row.id != own.id)
    others = (row.level2_id == city, row.level3_id != here)
    yield from _cast(actor, weak.ELSEWHERE, *others)
    events = visible(actor, PartyEvent, PartyEvent.party_organization_id).where(
        PartyEvent.reason == RECTIFIED
    )
    gone = visible(actor, row).where(row.id.in_(db.session.scalars(events).all()))
    for party in db.session.scalars(gone.order_by(row.id)):
        lead = _led(actor, party.id)
        yield Branch(party, lead, weak.DISSOLVED, party.dissolved_on)


def _cast(actor: Actor, stories: Sequence[Story], *where: Any) -> Iterator[Branch]:
    """Old branches that cover an organization, one for each story, spread over the area."""
    row: Any = PartyOrganization
    query = visible(actor, row).where(
        row.kind == PartyKind.BRANCH,
        row.dissolved_on.is_(None),
        row.founded_on < clock.today() - OLD,
        *where,
    )
    found = db.session.scalars(query.order_by(row.id)).all()
    waiting = list(stories)
    for party in found[:: max(1, len(found) // (3 * len(stories)))]:
        if not waiting:
            return
        lead = leading(actor, party.id)
        if lead is not None:
            yield Branch(party, lead, waiting.pop(0))


def _of_secretary(actor: Actor) -> PartyOrganization:
    """The branch of the county's secretary."""
    numbers = actor_by_login(SECRETARY).reach.organization_ids
    link = CoverageLink
    query = visible(actor, link, link.party_organization_id).where(
        link.organization_id.in_(sorted(numbers)), *beyond.on(link, clock.today())
    )
    number = db.session.scalars(query.order_by(link.party_organization_id)).first()
    row = PartyOrganization
    found: PartyOrganization = db.session.scalars(visible(actor, row).where(row.id == number)).one()
    return found


def _led(actor: Actor, party_id: int) -> int | None:
    """The organization that a dissolved branch covered."""
    link = CoverageLink
    query = visible(actor, link, link.organization_id).where(link.party_organization_id == party_id)
    found: int | None = db.session.scalars(query.order_by(link.id)).first()
    return found
