"""Scoring an item, returning items, handing back a tier, passing on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, audit_detail, needs
from partybuild.ratings import acting
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.reviewing import queries, rules
from partybuild.ratings.reviewing.queries import Desk, desk
from partybuild.ratings.schemes.rules import Indicator, score
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Returned, Taking

REVIEW = Permission.RATINGS_REVIEW
TOTALS = {Tier.FIRST: "first_total", Tier.SECOND: "second_total", Tier.FINAL: "final_total"}
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer gives one item. `seen` are the ids of the files that lay beside it."""

    points: int
    reason: str = ""
    deductions: tuple[str, ...] = ()
    seen: Collection[int] | None = None
    """None: not said, as when clean ones are accepted together."""


@needs(REVIEW, "评审评星项目")
def put(actor: Actor, assessment_id: int, key: str, given: Given) -> None:
    """This tier's score of one item stands beside the others.

    RuleBroken for points the item does not have or a deduction without a reason; Stale where the
    files beside the item changed since they were seen.
    """
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    item = next((each for each in found.items() if each.key == key), None)
    if item is None:
        raise RuleBroken("这一项不由本级评分，或没有这个评分项，请刷新页面。")
    _write(actor, found, item, given)
    audit_detail(object=("rating_assessment", found.sheet.row.id), item=key)
    db.session.flush()


@needs(REVIEW, "完成评星评审")
def pass_on(actor: Actor, assessment_id: int, version: int | None) -> None:
    """The tier is done: its total stands, and the case lies at the next desk, or is scored."""
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    _pass(actor, found, version)


@needs(REVIEW, "批量通过评星评审")
def accept(actor: Actor, ids: Sequence[int]) -> int:
    """Clean assessments keep the points of the tier before and pass on together; how many.

    RuleBroken, and nothing done, where one of them has an exception: it is judged by hand.
    """
    if len(ids) > MOST_AT_ONCE:
        raise RuleBroken(f"一次最多通过 {MOST_AT_ONCE} 份，请分批办理。")
    for number in ids:
        found = desk(actor, number)
        demand_turn(actor, found)
        reason = exception(actor, found)
        if reason:
            raise RuleBroken(f"“{found.sheet.case.title}”{reason}，请单独评审。")
        before = found.carried()
        for item in found.owed():
            if item.key not in before:
                raise RuleBroken(f"“{found.sheet.case.title}”的“{item.label}”须由本级评分。")
            _write(actor, found, item, Given(before[item.key]))
        db.session.flush()
        _pass(actor, desk(actor, number), None)
    audit_detail(assessments=list(ids))
    return len(ids)


@needs(REVIEW, "退回评星自评")
def send_back(
    actor: Actor,
    assessment_id: int,
    version: int | None,
    items: Mapping[str, str],
    reason: str,
    due_on: date | None,
) -> None:
    """The items named go back to the branch with their words, to be mended by a day; the rest is
    locked."""
    found = desk(actor, assessment_id)
    tier = demand_turn(actor, found)
    known = {item.key: item for item in found.sheet.items()}
    returned = [
        Returned(key, known[key].label, words.strip() or reason, due_on)
        for key, words in items.items()
        if key in known
    ]
    if not returned:
        raise RuleBroken("请至少选一项退回，并写明要改什么。")
    if due_on is None or due_on < clock.today():
        raise RuleBroken("请填写补正期限，不早于今天。")
    taking = Taking(
        found.sheet.case.id,
        found.sheet.case.kind,
        f"return_{tier.value}",
        version,
        note=reason,
        returned=returned,
        moves={"due_on": due_on, **_moves(actor, found, found.chain[0])},
    )
    acting.act(actor, found.sheet.row, taking)
    audit_detail(object=("rating_assessment", found.sheet.row.id), reason=reason)


@needs(REVIEW, "退回下级评审")
def hand_back(actor: Actor, assessment_id: int, version: int | None, reason: str) -> None:
    """The tier before judges again; its earlier scores stay beside the new ones."""
    found = desk(actor, assessment_id)
    tier = demand_turn(actor, found)
    place = list(found.chain).index(tier)
    if not place:
        raise RuleBroken("本级是第一级评审，没有下级可退；请退回填报单位补正。")
    before = found.chain[place - 1]
    taking = Taking(
        found.sheet.case.id,
        found.sheet.case.kind,
        f"back_{tier.value}",
        version,
        note=reason,
        moves=_moves(actor, found, before),
    )
    acting.act(actor, found.sheet.row, taking)
    audit_detail(object=("rating_assessment", found.sheet.row.id), reason=reason)


def exception(actor: Actor, found: Desk) -> str:
    """Why an assessment is no clean one; blank where it may be accepted with others."""
    if any(event.action.startswith(("return_", "back_")) for event in found.sheet.events):
        return "曾被退回"
    if any(row.withdrawn_on is None for row in queries.vetoes(actor, found.sheet.case.id)):
        return "有一票否决"
    if found.sheet.missing():
        return "材料不全"
    return ""


def refusals(found: Desk) -> dict[str, str]:
    """The sentence of the guard `scored` where it is not met."""
    owed = found.owed()
    if not owed:
        return {}
    names = "、".join(f"“{item.label}”" for item in owed[:5])
    more = f"等 {len(owed)} 项" if len(owed) > 5 else ""
    return {"scored": f"还有项目没有评分：{names}{more}。"}


def demand_turn(actor: Actor, found: Desk) -> Tier:
    """The tier whose turn it is, if this person may act in it now."""
    if found.tier is None:
        state = found.sheet.row.stage.label
        raise Stale(f"这份自评现在是“{state}”，不在评审中，请刷新页面。")
    choice = next(
        each
        for each in cases.allowed(actor, found.sheet.case)
        if each.step.action == f"pass_{found.tier.value}"
    )
    if not choice.allowed:
        raise NotPermitted(choice.refusal)
    if queries.own(actor, found.sheet):
        raise NotPermitted("您是本单位的党组织书记，不能评审本单位的自评。")
    return found.tier


def _pass(actor: Actor, found: Desk, version: int | None) -> None:
    tier = found.tier
    assert tier is not None
    row, total = found.sheet.row, score(found.sheet.scheme, found.carried()).total
    place = list(found.chain).index(tier)
    after = found.chain[place + 1] if place + 1 < len(found.chain) else None
    moves = _moves(actor, found, after) if after else {"due_on": None}
    taking = Taking(
        found.sheet.case.id,
        found.sheet.case.kind,
        f"pass_{tier.value}",
        version,
        facts={"total": total},
        moves=moves,
    )
    acting.act(actor, row, taking, refusals(found))
    setattr(row, TOTALS[tier], total)
    audit_detail(object=("rating_assessment", row.id), tier=tier.value, total=total)
    db.session.flush()


def _moves(actor: Actor, found: Desk, tier: Tier) -> dict[str, object]:
    """The case lies at the desk of `tier`, until the end of its window."""
    seat = queries.seats_of(actor, found)[tier]
    day = found.sheet.round.review_to.get(tier.value)
    due = max(date.fromisoformat(day), clock.today()) if day else None
    return {"desk_unit_id": seat.unit_id, "desk_body_id": seat.body_id, "due_on": due}


def _write(actor: Actor, found: Desk, item: Indicator, given: Given) -> None:
    """This tier's score in this attempt; an earlier attempt's stays beside it."""
    tier = found.tier
    assert tier is not None
    self_points = found.sheet.points(Tier.SELF).get(item.key)
    rules.check(item, given.points, self_points, given.reason)
    files = found.sheet.files.get(item.key, ())
    if given.seen is not None and set(given.seen) != {file.id for file in files}:
        raise Stale(f"“{item.label}”的佐证材料刚刚有变动，请看过最新版本后再评分。")
    attempt = found.sheet.attempt
    held = found.sheet.current(tier).get(item.key)
    if held is not None and held.attempt < attempt:
        held.current = False
    if held is None or held.attempt < attempt:
        held = Score(case_id=found.sheet.case.id, indicator=item.key, tier=tier, attempt=attempt)
        held.current, held.options, held.known = True, [], False
        db.session.add(held)
    held.points, held.note = given.points, given.reason.strip()[:1000]
    held.deductions = list(given.deductions)
    held.files = [[file.id, file.version] for file in files]
    held.user_id, held.actor, held.at = actor.user_id, actor.label, clock.local_now()
