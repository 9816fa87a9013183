"""公示: the stars are shown for so many working days, objections are answered, then it is decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select, true, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, count_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, bulk, needs
from partybuild.deadlines import calendar
from partybuild.party.models import PartyOrganization
from partybuild.ratings import acting
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import KINDS
from partybuild.ratings.queries import assessment, case
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.stars.models import Publicity
from partybuild.ratings.stars.together import MEANWHILE, Rows, author, bring_over, steps
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.workflow.commands import Taking

MANAGE = Permission.RATINGS_MANAGE
MOST_DAYS = 30
_TABLE: Any = Assessment.__table__


@dataclass(frozen=True, slots=True)
class Prepared:
    """The list of a publicity as read before the lock, the step of everybody on it made ready."""

    parties: Sequence[int]
    rests_on: Sequence[tuple[Any, ...]]
    day: date
    author: tuple[Any, ...]
    rows: Rows


@needs(MANAGE, "公示星级")
def open_publicity(
    actor: Actor,
    round_id: int,
    expected: int | None = None,
    ready: Prepared | None = None,
) -> int:
    """Every computed star of the round is shown from today for its working days; the id.

    `expected`: how many the page said; Stale where it is another number by now. RuleBroken while
    a tie is open or a score has no star yet. `ready`: made before the lock; Stale where a
    star or a score has changed since.
    """
    row = own_round(actor, round_id)
    if ready is None:
        ready = prepare(actor, round_id, expected)
    elif not _holds(actor, row.id, ready):
        raise Stale(MEANWHILE)
    number, last = _open(actor, row)
    bring_over(actor, ready.rows, ready.parties)
    _show(actor, round_id, number, ready.parties)
    audit_detail(object=("rating_publicity", number), shown=len(ready.parties), until=str(last))
    return number


def prepare(actor: Actor, round_id: int, expected: int | None = None) -> Prepared:
    """The list as it would be shown now; nothing is written. Raises as `open_publicity`."""
    row, today = own_round(actor, round_id), clock.today()
    found = members(actor, round_id=row.id, stage=Stage.SCORED)
    if expected is not None and expected != len(found):
        raise Stale(f"页面上待公示 {expected} 个，现在是 {len(found)} 个，请核对后再开始公示。")
    if not found:
        raise RuleBroken("没有可以公示的星级，请先完成评审并计算星级。")
    if any(each.computed is None for each in found):
        raise RuleBroken("有的自评评完后还没有计算星级，请重新计算后再公示。")
    if any(each.tied for each in found):
        raise RuleBroken("还有并列名次没有确定，请先确定取舍并重新计算。")
    parties = [each.party_organization_id or 0 for each in found]
    rests_on = _rests_on(actor, row.id)
    rows = Rows(*steps(actor, found, "publish", today))
    return Prepared(parties, rests_on, today, author(actor), rows)


def _holds(actor: Actor, round_id: int, ready: Prepared) -> bool:
    same = (ready.day, ready.author) == (clock.today(), author(actor))
    return same and _rests_on(actor, round_id) == ready.rests_on


def _rests_on(actor: Actor, round_id: int) -> Sequence[tuple[Any, ...]]:
    """Who is to be shown with which star, and what would forbid it."""
    each = Assessment
    columns = (each.id, each.computed, each.star, each.tied, each.override_reason)
    query = visible(actor, each, *columns).where(
        each.round_id == round_id, each.stage == Stage.SCORED, each.left_out.is_(None)
    )
    return [tuple(row) for row in db.session.execute(query.order_by(each.id))]


def _open(actor: Actor, row: RatingRound) -> tuple[int, date]:
    """The publicity without its list: its id and its last day."""
    unit, today = regions.region(row.unit_id), clock.today()
    last = calendar.due(today, row.publicity_days, working=True)
    shown = Publicity(
        round_id=row.id,
        opens_on=today,
        closes_on=last,
        first_closes_on=last,
        opened_by=actor.label,
        body_path="",
        **regions.place(unit),
    )
    db.session.add(shown)
    db.session.flush()
    return shown.id, last


def _show(actor: Actor, round_id: int, number: int, parties: Sequence[int]) -> None:
    """Everybody who was scored stands on the list of this publicity."""
    of, stage = _TABLE.c, Stage.PUBLICITY
    scored = (of.round_id == round_id) & (of.stage == Stage.SCORED) & of.left_out.is_(None)
    moved = update(_TABLE).where(scored).values(stage=stage, publicity_id=number)
    with bulk(actor, PartyOrganization, parties):
        done = db.session.connection().execute(moved)
    if done.rowcount != len(parties):
        raise Stale(MEANWHILE)
    db.session.expire_all()


@needs(MANAGE, "延长公示")
def extend(actor: Actor, publicity_id: int, days: int, reason: str) -> date:
    """The last day is so many working days later, with the reason; the new last day."""
    row = standing(actor, publicity_id)
    if not 1 <= days <= MOST_DAYS:
        raise RuleBroken(f"延长天数应在 1 到 {MOST_DAYS} 个工作日之间。")
    if not reason.strip():
        raise RuleBroken("请写明延长公示的理由。")
    row.closes_on = calendar.due(max(row.closes_on, clock.today()), days, working=True)
    row.extension_reason = reason.strip()[:500]
    audit_detail(object=("rating_publicity", row.id), until=str(row.closes_on), reason=reason)
    db.session.flush()
    return row.closes_on


@needs(MANAGE, "重新审定评星")
def rejudge(actor: Actor, assessment_id: int, version: int | None, reason: str) -> None:
    """One assessment leaves the list and is judged again by the deciding tier, with the reason."""
    held = assessment(actor, assessment_id)
    row = own_round(actor, held.round_id)
    if held.publicity_id is not None:
        standing(actor, held.publicity_id)
    found = case(actor, held.case_id or 0, KINDS)
    day = row.review_to.get(Tier.FINAL.value)
    due = max(date.fromisoformat(day), clock.today()) if day else None
    taking = Taking(found.id, found.kind, "rejudge", version, note=reason, moves={"due_on": due})
    acting.act(actor, held, taking)
    held.publicity_id = held.computed = held.star = held.final_total = None
    held.tied, held.why, held.override_reason, held.override_by = False, [], "", ""
    held.facts = {key: value for key, value in held.facts.items() if key not in {"tie", "pick"}}
    audit_detail(object=("rating_assessment", held.id), reason=reason)
    db.session.flush()


def standing(actor: Actor, publicity_id: int) -> Publicity:
    """A publicity of the actor's own unit that is not decided yet; Stale where it is."""
    row = shown(actor, publicity_id)
    own_round(actor, row.round_id)
    if row.decided_on is not None:
        raise Stale(f"这次公示已于 {row.decided_on:%Y-%m-%d} 公布结果，不能再改。")
    return row


def shown(actor: Actor, publicity_id: int) -> Publicity:
    """A publicity that this person may see: of a unit in reach, or of a round with a branch in reach.

    What is made public is public to everybody who takes part in that round, whoever decided: its
    days, and the published list without any score (`listing.public`).
    """
    query = select(Publicity).where(Publicity.id == publicity_id, _open_to(actor))
    found: Publicity | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def of_rounds(actor: Actor, ids: Sequence[int]) -> Mapping[int, Sequence[Publicity]]:
    """By round every publicity that this person may see, the latest first."""
    query = select(Publicity).where(Publicity.round_id.in_(ids), _open_to(actor))
    found: dict[int, list[Publicity]] = defaultdict(list)
    for each in db.session.scalars(query.order_by(Publicity.id.desc())):
        found[each.round_id].append(each)
    return found


def _open_to(actor: Actor) -> ScopeMark:
    reach, each = actor.reach, Assessment
    if reach.everything:
        return ScopeMark(true(), Publicity.__tablename__)
    mark = ScopeMark(each.within(reach), each.__tablename__)
    taking_part = exists().where(each.round_id == Publicity.round_id, each.left_out.is_(None), mark)
    named = taking_part.correlate(Publicity)
    return ScopeMark(or_(Publicity.within(reach), named), Publicity.__tablename__)


def members(
    actor: Actor,
    round_id: int | None = None,
    stage: Stage | None = None,
    publicity_id: int | None = None,
) -> Sequence[Assessment]:
    """Assessments that take part, of a round, a stage or a publicity, the highest star first."""
    query = visible(actor, Assessment).where(Assessment.left_out.is_(None))
    if round_id is not None:
        query = query.where(Assessment.round_id == round_id)
    if stage is not None:
        query = query.where(Assessment.stage == stage)
    if publicity_id is not None:
        query = query.where(Assessment.publicity_id == publicity_id)
    order = (Assessment.star.desc(), Assessment.final_total.desc(), Assessment.id)
    return db.session.scalars(query.order_by(*order)).all()


def listed(actor: Actor, publicity_id: int) -> int:
    """How many stand on the list of a publicity, in reach."""
    query = visible(actor, Assessment, Assessment.id).where(
        Assessment.publicity_id == publicity_id, Assessment.left_out.is_(None)
    )
    return db.session.scalar(count_of(query)) or 0
