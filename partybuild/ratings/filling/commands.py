"""Saving one item, keeping its files, taking over last year's answers, sending."""

from collections.abc import Sequence
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.ratings import acting
from partybuild.ratings.filling import rules
from partybuild.ratings.filling.queries import Sheet, sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.process import CHAINS
from partybuild.ratings.schemes.rules import Indicator
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking

FILL = Permission.RATINGS_FILL
MOST_NOTE = 1000


@needs(FILL, "填写评星自评")
def save(
    actor: Actor, assessment_id: int, key: str, answer: Answer, papers: Sequence[Paper] = ()
) -> None:
    """One item holds this answer, and its new files lie beside it; nothing is sent yet.

    RuleBroken once it was sent, after the last day, for an item that was not returned among others,
    and for points that the item does not have.
    """
    found = sheet(actor, assessment_id)
    item = rules.item(found.scheme, key)
    _demand_open(found, key)
    _write(actor, found, item, answer, rules.points_of(item, answer))
    subject = evidence.Subject.of("case", found.case.id, found.row)
    evidence.keep_all(actor, subject, [Paper(key, paper.file) for paper in papers])
    found.row.answered = len({*found.current(Tier.SELF), key})
    audit_detail(object=("rating_assessment", found.row.id), item=key)
    db.session.flush()


@needs(FILL, "撤回评星佐证材料")
def withdraw(actor: Actor, assessment_id: int, key: str, file_id: int, reason: str) -> None:
    """A file no longer lies beside an item; its row stays with the reason.

    OutOfReach for a file of another assessment or item; RuleBroken as for saving.
    """
    found = sheet(actor, assessment_id)
    rules.item(found.scheme, key)
    _demand_open(found, key)
    if file_id not in {each.id for each in found.files.get(key, ())}:
        raise RuleBroken("这份材料不在本项下，可能已经撤回，请刷新页面。")
    subject = evidence.Subject.of("case", found.case.id, found.row)
    evidence.withdraw(actor, subject, file_id, reason)
    audit_detail(object=("rating_assessment", found.row.id), item=key)


@needs(FILL, "沿用上次评星自评")
def take_over(actor: Actor, assessment_id: int, earlier_id: int) -> int:
    """Items without an answer hold that of an earlier assessment of the same branch; how many.

    Only answers whose item exists unchanged in this scheme; files are not taken over.
    """
    found, earlier = sheet(actor, assessment_id), sheet(actor, earlier_id)
    same = found.row.party_organization_id == earlier.row.party_organization_id
    if not same or earlier.row.id == found.row.id:
        raise RuleBroken("只能沿用本党组织以前的自评。")
    _demand_open(found)
    here, before = found.current(Tier.SELF), earlier.current(Tier.SELF)
    known = {item.key: item for item in earlier.items()}
    taken = [
        item
        for item in found.items()
        if item.key not in here and item.key in before and known.get(item.key) == item
    ]
    for item in taken:
        old = before[item.key]
        _write(actor, found, item, Answer(old.points, tuple(old.options), old.note), old.points)
    found.row.answered = len(here) + len(taken)
    audit_detail(object=("rating_assessment", found.row.id), taken=len(taken))
    db.session.flush()
    return len(taken)


@needs(FILL, "报送评星自评")
def send(
    actor: Actor, assessment_id: int, version: int | None, papers: Sequence[Paper] = ()
) -> None:
    """The self-assessment goes to the first reviewing desk; its scores are fixed from then on.

    `papers` is the signed form where an officer enters for the branch (代填). RuleBroken with all
    that is missing; Stale where somebody was first.
    """
    found = sheet(actor, assessment_id)
    _demand_open(found)
    again = found.case.state == "returned"
    answered = [item for item in found.returned]
    taking = Taking(
        found.case.id,
        found.case.kind,
        "resend" if again else "send",
        version,
        mark=mark(actor),
        facts={"self": found.self_total, "attempt": found.attempt},
        moves={"due_on": _next_due(found)},
    )
    acting.act(actor, found.row, taking, refusals(found))
    workflow.answer(actor, found.case.id, answered)
    found.row.self_total, found.row.sent_on = found.self_total, clock.today()
    subject = evidence.Subject.of("case", found.case.id, found.row)
    evidence.keep_all(actor, subject, papers)
    audit_detail(object=("rating_assessment", found.row.id), total=found.self_total)
    db.session.flush()


def refusals(found: Sheet) -> dict[str, str]:
    """The sentences of the guards `complete` and `mended` that are not met now."""
    gaps = found.missing()
    words = "、".join(f"“{gap.indicator.label}”{gap.words}" for gap in gaps[:5])
    more = f"等 {len(gaps)} 项" if len(gaps) > 5 else ""
    sentences = {"complete": f"还不能报送：{words}{more}。"} if gaps else {}
    untouched = [
        item.label
        for key, item in found.returned.items()
        if (score := found.current(Tier.SELF).get(key)) is None or score.attempt < found.attempt
    ]
    if untouched:
        sentences["mended"] = f"退回的项目还没有补正：{'、'.join(untouched)}。"
    elif gaps:
        sentences["mended"] = sentences["complete"]
    return sentences


def mark(actor: Actor) -> str:
    """代填 where it is no secretary who fills in."""
    return "" if actor.role is Role.SECRETARY else "代填"


def _demand_open(found: Sheet, key: str = "") -> None:
    reason = found.closed(key)
    if reason:
        raise RuleBroken(reason)


def _next_due(found: Sheet) -> date | None:
    """The last day of the first reviewing tier's window, never before today."""
    tier = CHAINS[int(found.case.kind.removeprefix("rating"))][0]
    day = found.round.review_to.get(tier.value)
    return max(date.fromisoformat(day), clock.today()) if day else None


def _write(actor: Actor, found: Sheet, item: Indicator, answer: Answer, points: int) -> None:
    """The answer of this attempt; what was sent before stays beside it."""
    if len(answer.note) > MOST_NOTE:
        raise RuleBroken(f"“{item.label}”的说明最多 {MOST_NOTE} 字。")
    held = found.current(Tier.SELF).get(item.key)
    if held is not None and held.attempt < found.attempt:
        held.current = False
    if held is None or held.attempt < found.attempt:
        held = Score(case_id=found.case.id, indicator=item.key, tier=Tier.SELF)
        held.attempt, held.current = found.attempt, True
        db.session.add(held)
    held.points, held.options, held.note = points, list(answer.options), answer.note.strip()
    held.deductions, held.known, held.files = [], False, []
    held.user_id, held.actor, held.at = actor.user_id, actor.label, clock.local_now()
