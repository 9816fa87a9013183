"""Rounds: drafted, opened with a frozen list, corrected name by name, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.db.work import OutOfReach, Stale, audit_detail, bulk, needs
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.ratings import queries
from partybuild.ratings.kinds import RoundState, Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import kind_of
from partybuild.ratings.rounds import rules
from partybuild.ratings.rounds.chain import Seat, seats
from partybuild.ratings.rounds.taking_part import Candidate, candidates
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import start_many

MANAGE = Permission.RATINGS_MANAGE
CHANGED = "这一轮评星的条件刚刚被改过，请重新核对名单后再开展。"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a round is to be. Days are last days, inclusive."""

    year: int
    title: str
    unit_code: str
    own: bool
    scheme_id: int
    categories: tuple[str, ...]
    fill_from: date
    fill_to: date
    review_to: Mapping[str, date]
    publicity_days: int
    founded_by: date


@needs(MANAGE, "拟定评星工作")
def draft(actor: Actor, planned: Planned, round_id: int | None = None) -> int:
    """A draft stands with these terms, or the draft named is changed to them; its id.

    Only for the actor's own unit (OutOfReach otherwise); RuleBroken where windows, categories or
    scheme do not hold.
    """
    unit = regions.in_reach(actor, planned.unit_code)
    _demand_own(actor, unit)
    scheme = _published(planned.scheme_id)
    rules.check_windows(
        planned.year,
        (planned.fill_from, planned.fill_to),
        planned.review_to,
        planned.publicity_days,
    )
    rules.check_categories(planned.categories, [each.key for each in scheme.categories])
    if not planned.title.strip():
        raise RuleBroken("请填写这一轮评星的名称。")
    row = own_round(actor, round_id) if round_id else RatingRound(version=0)
    if round_id:
        rules.check_editable(row.state)
    for name, value in _values(planned, unit).items():
        setattr(row, name, value)
    row.version += 1
    db.session.add(row)
    db.session.flush()
    audit_detail(object=("rating_round", row.id), year=planned.year, unit=unit.code)
    return row.id


def own_round(actor: Actor, round_id: int) -> RatingRound:
    """A round of the actor's own unit, to be changed; OutOfReach otherwise."""
    row = queries.round_of(actor, round_id)
    _demand_own(actor, regions.region(row.unit_id))
    return row


def preview(actor: Actor, round_id: int) -> list[Candidate]:
    """The list of a draft as it would be frozen today; nothing is written."""
    row = own_round(actor, round_id)
    unit = regions.region(row.unit_id)
    return candidates(actor, row, schemes.scheme(row.scheme_id), unit, clock.today())


@needs(MANAGE, "开展评星")
def open_round(actor: Actor, round_id: int, version: int) -> int:
    """The list is frozen with a case for everybody taking part; how many take part.

    Stale where the draft was changed meanwhile; RuleBroken where nobody would take part.
    """
    row = own_round(actor, round_id)
    rules.check_editable(row.state)
    if row.version != version:
        raise Stale(CHANGED)
    scheme = schemes.scheme(row.scheme_id)
    unit = regions.region(row.unit_id)
    found = candidates(actor, row, scheme, unit, clock.today())
    count = _freeze(actor, row, scheme, unit, found)
    if not count:
        raise RuleBroken("按现在的条件没有党组织参评，请核对范围、类别和参评截止日。")
    row.state, row.frozen_on, row.opened_by = RoundState.OPEN, clock.today(), actor.label
    row.version += 1
    audit_detail(object=("rating_round", row.id), taking_part=count, named=len(found))
    return count


def _freeze(
    actor: Actor, row: RatingRound, scheme: Scheme, unit: Region, found: Sequence[Candidate]
) -> int:
    taking = [each for each in found if each.left_out is None]
    chains = {
        each.id: seats(scheme.chain, each.placing, each.parent_id, (unit.id, unit.level))
        for each in taking
    }
    cases: dict[int, int] = {}
    for tiers in sorted({len(chain) for chain in chains.values()}):
        some = [each for each in taking if len(chains[each.id]) == tiers]
        openings = [opening_of(row, each, tiers, chains[each.id][0]) for each in some]
        ids = start_many(actor, kind_of(tiers), openings, Organization)
        cases.update(zip((each.id for each in some), ids, strict=True))
    with bulk(actor, PartyOrganization, [each.id for each in found]):
        insert_many(
            Assessment.__table__, [line_of(row, each, cases.get(each.id), unit) for each in found]
        )
    return len(taking)


def opening_of(
    row: RatingRound, each: Candidate, tiers: int, seat: Seat, note: str = ""
) -> Opening:
    """A case lies at its first reviewing desk from the start: that desk chases it."""
    return Opening(
        kind=kind_of(tiers),
        title=f"{each.name}{row.year}年度评星",
        placing=each.placing,
        organization_id=each.lead_id,
        party_organization_id=each.id,
        desk_unit_id=seat.unit_id,
        desk_body_id=seat.body_id,
        due_on=max(row.fill_to, clock.today()),
        opened_on=row.fill_from,
        note=note or f"列入{row.title}参评名单",
    )


def line_of(row: RatingRound, each: Candidate, case_id: int | None, unit: Region) -> dict[str, Any]:
    """The columns of an assessment as the round opens."""
    return {
        "round_id": row.id,
        "case_id": case_id,
        "left_out": each.left_out,
        "note": "",
        "category": each.category,
        "rating_unit_id": unit.id,
        "stage": Stage.FILLING if each.left_out is None else Stage.OUT,
        "answered": 0,
        "facts": {},
        "tied": False,
        "why": [],
        "override_reason": "",
        "override_by": "",
        "organization_id": each.lead_id,
        "party_organization_id": each.id,
        **dict.fromkeys(_LATER),
        **each.placing,
    }


_LATER = (
    *("sent_on", "self_total", "first_total", "second_total", "final_total", "previous"),
    *("candidate", "ceiling", "computed", "star", "publicity_id", "decided_on"),
)
"""Columns of which nothing is known when a round opens."""


def _values(planned: Planned, unit: Region) -> dict[str, Any]:
    return {
        "year": planned.year,
        "title": planned.title.strip(),
        "unit_id": unit.id,
        "own": planned.own,
        "scheme_id": planned.scheme_id,
        "categories": list(planned.categories),
        "state": RoundState.DRAFT,
        "fill_from": planned.fill_from,
        "fill_to": planned.fill_to,
        "review_to": {tier: day.isoformat() for tier, day in planned.review_to.items()},
        "publicity_days": planned.publicity_days,
        "founded_by": planned.founded_by,
    }


def _published(scheme_id: int) -> Scheme:
    """What a published version says; RuleBroken for a draft."""
    if schemes.policy(scheme_id).state == "draft":
        raise RuleBroken("这个评星方案还是草稿，请先发布，再用它开展评星。")
    return schemes.scheme(scheme_id)


def _demand_own(actor: Actor, unit: Region) -> None:
    """A round is opened at one's own level."""
    here = actor.reach.unit
    if not actor.reach.everything and (here is None or here.id != unit.id):
        raise OutOfReach
