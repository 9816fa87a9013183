"""公示: the stars are shown for so many working days, objections are answered, then it is decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import exists, or_, select, true, update
from sqlalchemy.orm.attributes import set_committed_value

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, audit_detail, bulk, needs
from partybuild.deadlines import calendar
from partybuild.party.models import PartyOrganization
from partybuild.ratings import acting
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment
from partybuild.ratings.process import KINDS
from partybuild.ratings.queries import assessment, case
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.stars.models import Publicity
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.workflow import many
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

MANAGE = Permission.RATINGS_MANAGE
MOST_DAYS = 30
CHUNK = 500


@needs(MANAGE, "公示星级")
def open_publicity(actor: Actor, round_id: int, expected: int | None = None) -> int:
    """Every computed star of the round is shown from today for its working days; the id.

    `expected`: how many the page said; Stale where it is another number by now. RuleBroken while
    a tie is open or a score has no star yet.
    """
    row = own_round(actor, round_id)
    found = members(actor, round_id=row.id, stage=Stage.SCORED)
    if expected is not None and expected != len(found):
        raise Stale(f"页面上待公示 {expected} 个，现在是 {len(found)} 个，请核对后再开始公示。")
    if not found:
        raise RuleBroken("没有可以公示的星级，请先完成评审并计算星级。")
    if any(each.computed is None for each in found):
        raise RuleBroken("有的自评评完后还没有计算星级，请重新计算后再公示。")
    if any(each.tied for each in found):
        raise RuleBroken("还有并列名次没有确定，请先确定取舍并重新计算。")
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
    move_all(actor, found, "publish", today)
    set_all(actor, found, publicity_id=shown.id)
    audit_detail(object=("rating_publicity", shown.id), shown=len(found), until=str(last))
    db.session.flush()
    return shown.id


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


def move_all(actor: Actor, found: Sequence[Assessment], action: str, day: date) -> None:
    """Each takes the step, set-based. NotPermitted where this person played another part in one."""
    ids = [each.case_id for each in found if each.case_id is not None]
    standings = many.standings(actor, ids)
    other = [number for number, each in standings.items() if each.parts - {"", Tier.FINAL.label}]
    if other:
        raise NotPermitted(
            f"其中 {len(other)} 份由您填报或作过下级评审，公示和公布须由审定单位的其他人员办理。"
        )
    kinds = _kinds(actor, ids)
    for kind in KINDS:
        some = [standings[number] for number in ids if kinds[number] == kind]
        step = many.Step(action, day)
        acting.act_many(actor, kind, [(each, [step]) for each in some])


def set_all(actor: Actor, found: Sequence[Assessment], **values: Any) -> None:
    """Each has these values, set-based, the rows at hand too."""
    ids = [each.id for each in found]
    table: Any = Assessment.__table__
    parties = [n for each in found if (n := each.party_organization_id) is not None]
    with bulk(actor, PartyOrganization, parties):
        for part in (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)):
            db.session.connection().execute(
                update(table).where(table.c.id.in_(part)).values(values)
            )
    for each, (name, value) in product(found, values.items()):
        set_committed_value(each, name, value)


def _kinds(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """By case its kind: chains of different length have processes of their own."""
    found: dict[int, str] = {}
    columns = (WorkflowCase.id, WorkflowCase.kind)
    for part in (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)):
        query = visible(actor, WorkflowCase, *columns).where(WorkflowCase.id.in_(part))
        found.update({number: kind for number, kind in db.session.execute(query)})
    return found
