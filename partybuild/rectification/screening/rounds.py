"""Rounds of screening: begun at once or by a job, judged, closed."""

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.jobs.commands import enqueue
from partybuild.rectification.kinds import ProposalState, RoundState
from partybuild.rectification.models import ScreeningProposal, ScreeningRound
from partybuild.rectification.screening import policy, preparing
from partybuild.rectification.screening.preparing import Prepared
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

DECIDE = Permission.RECTIFICATION_DECIDE
JOB = "rectification.screening"
CHANGED = "这一轮排查刚刚有变动，请刷新后再办。"
MOST_TITLE = 120


@needs(DECIDE, "开展排查")
def begin(actor: Actor, title: str, ready: Prepared) -> int:
    """The round stands with its proposals, to be judged; its id.

    `ready` was prepared before the lock for the actor's own unit: Stale where the rules or the
    day have changed since. RuleBroken while another round of the unit is not closed.
    """
    unit = policy.unit_of(actor)
    day = clock.today()
    if ready.day != day or ready.rules_id != policy.holding(unit, day).id:
        raise Stale("排查规则或者日期刚刚变了，请重新开展。")
    row = _new(actor, unit, title, ready.rules_id)
    _fill(actor, row, ready)
    return row.id


@needs(DECIDE, "提交排查")
def ask(actor: Actor, title: str) -> tuple[int, int]:
    """The round stands as 排查中 and a job will look through the area: (its id, the job's id)."""
    unit = policy.unit_of(actor)
    row = _new(actor, unit, title, policy.holding(unit, clock.today()).id)
    return row.id, _enqueue(actor, row)


@needs(DECIDE, "重新提交排查")
def ask_again(actor: Actor, round_id: int) -> int:
    """A further job for a round whose job did not come to its end; the job's id."""
    row = own_round(actor, round_id)
    if row.state is not RoundState.RUNNING:
        raise Stale(CHANGED)
    row.day, row.version = clock.today(), row.version + 1
    return _enqueue(actor, row)


def _enqueue(actor: Actor, row: ScreeningRound) -> int:
    audit_detail(object=("screening_round", row.id), title=row.title)
    arguments = {"round": row.id, "version": row.version}
    return enqueue(actor, JOB, f"开展{row.title}", arguments)


def _new(actor: Actor, unit: Region, title: str, rules_id: int | None) -> ScreeningRound:
    title = title.strip()
    if not 0 < len(title) <= MOST_TITLE:
        raise RuleBroken(f"请填写这一轮排查的名称，最多 {MOST_TITLE} 个字。")
    query = select(ScreeningRound).where(
        ScreeningRound.unit_id == unit.id, ScreeningRound.state != RoundState.CLOSED
    )
    other = db.session.scalars(query.limit(1)).one_or_none()
    if other is not None:
        raise RuleBroken(f"“{other.title}”还没有结束，请先认定完并结束它，再开展下一轮。")
    row = ScreeningRound(
        title=title,
        unit_id=unit.id,
        rules_id=rules_id,
        state=RoundState.RUNNING,
        day=clock.today(),
        screened=0,
        opened_by=actor.label,
        closed_on=None,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    return row


@needs(DECIDE, "写入排查结果")
def fill(actor: Actor, round_id: int, version: int, ready: Prepared) -> int:
    """The round that was 排查中 has its proposals, to be judged; how many.

    Stale where it is not in that state at that version any more.
    """
    row = own_round(actor, round_id)
    if row.state is not RoundState.RUNNING or row.version != version:
        raise Stale(CHANGED)
    return _fill(actor, row, ready)


def _fill(actor: Actor, row: ScreeningRound, ready: Prepared) -> int:
    count = preparing.write(actor, row.id, ready)
    row.state, row.screened, row.version = RoundState.OPEN, ready.screened, row.version + 1
    audit_detail(
        object=("screening_round", row.id),
        title=row.title,
        screened=ready.screened,
        proposed=count,
        standing=len(ready.found) - count,
    )
    return count


@needs(DECIDE, "结束排查")
def close(actor: Actor, round_id: int, version: int) -> None:
    """The round is history. RuleBroken while a proposal of it is open, in reach or not."""
    row = own_round(actor, round_id)
    if row.version != version or row.state is RoundState.CLOSED:
        raise Stale(CHANGED)
    waiting = undecided(actor, round_id)
    if waiting:
        raise RuleBroken(f"还有 {waiting} 条建议没有认定，请逐条列入或者不列入后再结束。")
    row.state, row.closed_on, row.version = RoundState.CLOSED, clock.today(), row.version + 1
    audit_detail(object=("screening_round", row.id), title=row.title)


def undecided(actor: Actor, round_id: int) -> int:
    """How many proposals of a round are open."""
    row = ScreeningProposal
    query = visible(actor, row, func.count()).where(
        row.round_id == round_id, row.state == ProposalState.OPEN
    )
    return db.session.scalar(query) or 0


def round_of(actor: Actor, round_id: int) -> ScreeningRound:
    """A round of the actor's unit, or of one above or below it; OutOfReach otherwise."""
    found = db.session.get(ScreeningRound, round_id)
    if found is None or not concerns(actor, regions.region(found.unit_id)):
        raise OutOfReach
    return found


def own_round(actor: Actor, round_id: int) -> ScreeningRound:
    """A round of the actor's own unit, to be carried on; OutOfReach otherwise."""
    query = select(ScreeningRound).where(ScreeningRound.id == round_id)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.unit_id != policy.unit_of(actor).id:
        raise OutOfReach
    return found


def concerns(actor: Actor, unit: Region) -> bool:
    """Whether a unit is the actor's own, or stands above or below it."""
    here = actor.reach.unit
    if actor.reach.everything:
        return True
    return here is not None and (unit.path.startswith(here.path) or here.path.startswith(unit.path))
