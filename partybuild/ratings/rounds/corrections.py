"""A running round put right name by name, and brought to its end."""

from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.ratings import acting, queries
from partybuild.ratings.kinds import LeftOut, RoundState, Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import KINDS, kind_of
from partybuild.ratings.rounds.chain import seats
from partybuild.ratings.rounds.commands import MANAGE, line_of, opening_of, own_round
from partybuild.ratings.rounds.taking_part import Candidate, candidates
from partybuild.ratings.schemes import queries as schemes
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.workflow.commands import Taking
from partybuild.workflow.many import start_many

NOT_OPEN = "这一轮评星不在进行中，名单不能再改。"


@needs(MANAGE, "补列参评")
def add(actor: Actor, round_id: int, code: str, reason: str) -> int:
    """One Party organization takes part after all, with the reason; its assessment's id.

    RuleBroken where it takes part already, left by a step (then it is restored), stands outside
    the round's area, or covers nothing of which the scheme has a category.
    """
    row = _running(actor, round_id)
    party = _party(actor, code)
    held = _held(actor, row.id, party.id)
    if held is not None and held.case_id is not None:
        out = held.stage is Stage.OUT
        words = "曾参评后退出，请在它的页面上“恢复参评”" if out else "已经参评"
        raise RuleBroken(f"“{party.name}”{words}，不能重复补列。")
    if not reason.strip():
        raise RuleBroken("请写明补列的理由。")
    each = _candidate(actor, row, party)
    case_id = _open(actor, row, each, reason)
    values = line_of(row, each, case_id, regions.region(row.unit_id))
    held = held or Assessment()
    for name, value in (values | {"left_out": None, "stage": Stage.FILLING}).items():
        setattr(held, name, value)
    held.note = reason.strip()[:500]
    db.session.add(held)
    db.session.flush()
    audit_detail(object=("rating_assessment", held.id), round=row.id, reason=reason)
    return held.id


def _running(actor: Actor, round_id: int) -> RatingRound:
    row = own_round(actor, round_id)
    if row.state is not RoundState.OPEN:
        raise RuleBroken(NOT_OPEN)
    return row


def _party(actor: Actor, code: str) -> PartyOrganization:
    query = visible(actor, PartyOrganization).where(
        PartyOrganization.code == code.strip().upper(), PartyOrganization.dissolved_on.is_(None)
    )
    found: PartyOrganization | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise RuleBroken("本地没有这个编码的党组织，请核对编码。")
    return found


def _held(actor: Actor, round_id: int, party_id: int) -> Assessment | None:
    query = visible(actor, Assessment).where(
        Assessment.round_id == round_id, Assessment.party_organization_id == party_id
    )
    found: Assessment | None = db.session.scalars(query).one_or_none()
    return found


def _candidate(actor: Actor, row: RatingRound, party: PartyOrganization) -> Candidate:
    unit, scheme = regions.region(row.unit_id), schemes.scheme(row.scheme_id)
    found = candidates(actor, row, scheme, unit, clock.today(), [party.id])
    if not found:
        raise RuleBroken(f"“{party.name}”不在这一轮的范围内，不能补列。")
    if not found[0].category:
        raise RuleBroken(
            f"“{party.name}”没有可以确定评星类别的牵头单位，请先登记它覆盖的社会组织。"
        )
    return found[0]


def _open(actor: Actor, row: RatingRound, each: Candidate, reason: str) -> int:
    """The case of the one who is added; who is late still has until today at least."""
    unit, scheme = regions.region(row.unit_id), schemes.scheme(row.scheme_id)
    chain = seats(scheme.chain, each.placing, each.parent_id, (unit.id, unit.level))
    tiers = len(chain)
    opening = opening_of(row, each, tiers, chain[0], f"补列：{reason.strip()}"[:500])
    return start_many(actor, kind_of(tiers), [opening], Organization)[0]


@needs(MANAGE, "不参评")
def leave(actor: Actor, assessment_id: int, version: int | None, reason: str) -> None:
    """It takes no part in the round any more, with the reason; what was filled in stays."""
    held = _own(actor, assessment_id)
    _act(actor, held, "leave", version, reason, None)
    held.left_out, held.note = LeftOut.UNABLE, reason.strip()[:500]
    db.session.flush()


@needs(MANAGE, "恢复参评")
def restore(actor: Actor, assessment_id: int, version: int | None, reason: str) -> None:
    """It takes part again and fills in, until the window's end or today at least."""
    held = _own(actor, assessment_id)
    last = max(queries.round_of(actor, held.round_id).fill_to, clock.today())
    _act(actor, held, "restore", version, reason, last)
    held.left_out, held.note = None, reason.strip()[:500]
    db.session.flush()


@needs(MANAGE, "延长填报时间")
def extend(actor: Actor, assessment_id: int, version: int | None, reason: str, last: date) -> None:
    """Its window for filling in ends later, with the reason; nobody else's does.

    RuleBroken for a day that is past or before the last day it has.
    """
    held = queries.assessment(actor, assessment_id)
    case = queries.case(actor, held.case_id or 0, KINDS)
    if last < clock.today() or (case.due_on is not None and last <= case.due_on):
        until = f"，晚于现在的截止日 {case.due_on:%Y-%m-%d}" if case.due_on else ""
        raise RuleBroken(f"延长后的截止日应不早于今天{until}。")
    _act(actor, held, "extend", version, reason, last)


def _own(actor: Actor, assessment_id: int) -> Assessment:
    held = queries.assessment(actor, assessment_id)
    if held.case_id is None:
        raise RuleBroken("它从一开始就没有列入参评，要参评请“补列”。")
    _running(actor, held.round_id)
    return held


def _act(
    actor: Actor, held: Assessment, action: str, version: int | None, reason: str, due: date | None
) -> None:
    case = queries.case(actor, held.case_id or 0, KINDS)
    moves = {"due_on": due}
    acting.act(actor, held, Taking(case.id, case.kind, action, version, note=reason, moves=moves))
    audit_detail(object=("rating_assessment", held.id), reason=reason)


@needs(MANAGE, "结束评星")
def close(actor: Actor, round_id: int, version: int) -> int:
    """The round is history; how many stars it gave. RuleBroken while one is not decided."""
    row = _running(actor, round_id)
    if row.version != version:
        raise Stale("这一轮评星刚刚被改过，请核对后再结束。")
    waiting = _count(actor, row.id, Assessment.stage.not_in((Stage.DECIDED, Stage.OUT)))
    if waiting:
        raise RuleBroken(f"还有 {waiting} 个没有公布星级；不能参评的请先注明“不参评”，再结束。")
    row.state, row.closed_on = RoundState.CLOSED, clock.today()
    row.version += 1
    decided = _count(actor, row.id, Assessment.stage == Stage.DECIDED)
    audit_detail(object=("rating_round", row.id), decided=decided)
    return decided


def _count(actor: Actor, round_id: int, *conditions: object) -> int:
    query = visible(actor, Assessment, Assessment.id).where(
        Assessment.round_id == round_id,
        *conditions,  # type: ignore[arg-type]
    )
    return db.session.scalar(count_of(query)) or 0
