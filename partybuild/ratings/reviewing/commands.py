"""Scoring an item, returning items, handing back a tier, passing on."""

from collections.abc import Mapping
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, audit_detail, needs
from partybuild.ratings import acting
from partybuild.ratings.kinds import Tier
from partybuild.ratings.reviewing import queries, scoring
from partybuild.ratings.reviewing.queries import Desk, desk
from partybuild.ratings.reviewing.scoring import Given
from partybuild.ratings.schemes.rules import score
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Returned, Taking

REVIEW = Permission.RATINGS_REVIEW
TOTALS = {Tier.FIRST: "first_total", Tier.SECOND: "second_total", Tier.FINAL: "final_total"}


class ItemsRefused(RuleBroken):
    """Some items were refused, each with its sentence; nothing was written."""

    def __init__(self, by_item: Mapping[str, str]) -> None:
        super().__init__("".join(by_item.values()))
        self.by_item = by_item


@needs(REVIEW, "评审评星项目")
def put(
    actor: Actor, assessment_id: int, key: str, given: Given, version: int | None = None
) -> None:
    """This tier's score of one item stands beside the others; as `put_many` otherwise."""
    _put(actor, assessment_id, {key: given}, version)


@needs(REVIEW, "评审评星项目")
def put_many(
    actor: Actor, assessment_id: int, given: Mapping[str, Given], version: int | None = None
) -> None:
    """This tier's scores of these items stand beside the others, all or none.

    ItemsRefused for points the item does not have or a deduction without a reason; Stale where the
    case, the files beside an item or its score changed since they were seen.
    """
    _put(actor, assessment_id, given, version)


def _put(actor: Actor, assessment_id: int, given: Mapping[str, Given], version: int | None) -> None:
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    demand_unmoved(found, version)
    known = {each.key: each for each in found.items()}
    if not given or given.keys() - known.keys():
        raise RuleBroken("这一项不由本级评分，或没有这个评分项，请刷新页面。")
    refused: dict[str, str] = {}
    for key, each in given.items():
        try:
            scoring.write(actor, found, known[key], each)
        except RuleBroken as broken:
            refused[key] = str(broken)
    if refused:
        raise ItemsRefused(refused)
    audit_detail(object=("rating_assessment", found.sheet.row.id), items=sorted(given))
    db.session.flush()


@needs(REVIEW, "完成评星评审")
def pass_on(actor: Actor, assessment_id: int, version: int | None, note: str = "") -> None:
    """The tier is done: its total stands, and the case lies at the next desk, or is scored."""
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    _pass(actor, found, version, note)


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
        moves={**_moves(actor, found, found.chain[0]), "due_on": due_on},
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
    sentence = queries.refused(actor, found, cases.allowed(actor, found.sheet.case))
    if found.tier is None:
        raise Stale(f"{sentence}请刷新页面。")
    if sentence:
        raise NotPermitted(sentence)
    return found.tier


def demand_unmoved(found: Desk, version: int | None) -> None:
    """Stale where a step was taken since the case had this version."""
    if version is None or version == found.sheet.case.version:
        return
    last = found.sheet.events[-1]
    raise Stale(
        f"{last.actor}已于{last.at:%m月%d日 %H:%M}办理“{last.label}”，您看到的不是最新情况，"
        "这次没有写入，请看过最新内容再评。"
    )


def _pass(actor: Actor, found: Desk, version: int | None, note: str) -> None:
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
        note=note,
        facts={"total": total, "lower": found.lower()},
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
