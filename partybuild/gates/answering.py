"""Answers that are no facts elsewhere, waivers, and events entered by hand: how they are written.

Called inside another room's command, or by the commands of `waiving`; verdicts follow at once.
"""

from dataclasses import asdict, dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.db.work import current_work
from partybuild.gates import commands, gathering, ruling
from partybuild.gates.kinds import AnswerKind
from partybuild.gates.models import SyncAnswer, SyncEvent
from partybuild.organizations import queries as organizations
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the Party side; 暂不具备 has a reason, and a review day (by default the rule's)."""

    rule: str
    kind: AnswerKind
    day: date
    reason: str = ""
    document: str = ""
    review_on: date | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a rule without facts of its own, and what answered it."""

    rule: str
    day: date
    document: str = ""
    answered_on: date | None = None
    answered_document: str = ""


def say(actor: Actor, organization_id: int, said: Said) -> SyncAnswer:
    """Keep an answer; OutOfReach, or RuleBroken where the rule knows no such answer."""
    found = organizations.organization(actor, organization_id)
    rule = ruling.holding(gathering.published().get(said.rule, ()), said.day)
    if rule is None or said.kind not in rule.expected:
        raise RuleBroken(f"“{said.kind.label}”不是这项同步规则要求的答复。")
    if said.day > clock.today():
        raise RuleBroken("答复日期不能晚于今天。")
    values = asdict(said)
    if said.kind in (AnswerKind.NOT_YET, AnswerKind.NO_CHANGE) and not said.reason.strip():
        raise RuleBroken(f"“{said.kind.label}”请写明原因。")
    if said.kind is AnswerKind.NOT_YET:
        values["review_on"] = said.review_on or months_later(said.day, rule.review_months)
        if values["review_on"] <= said.day:
            raise RuleBroken("复查日期须在答复日期之后。")
    row = SyncAnswer(**values, organization_id=organization_id, **copied(found), **recorded(actor))
    db.session.add(row)
    db.session.flush()
    commands.touch([organization_id])
    return row


def enter(actor: Actor, organization_id: int, event: Happened) -> SyncEvent:
    """Keep an event of a rule whose events are entered by hand."""
    found = organizations.organization(actor, organization_id)
    rule = ruling.holding(gathering.rules().get(event.rule, ()), event.day)
    if rule is None or not rule.by_hand or not rule.enabled:
        raise RuleBroken("这项同步规则没有启用，或它的事项由系统产生，不能手工录入。")
    if max(event.day, event.answered_on or event.day) > clock.today():
        raise RuleBroken("日期不能晚于今天。")
    row = SyncEvent(
        **asdict(event), organization_id=organization_id, **copied(found), **recorded(actor)
    )
    db.session.add(row)
    db.session.flush()
    commands.touch([organization_id])
    return row


def recorded(actor: Actor) -> dict[str, object]:
    """Who entered a row, when, and its change number."""
    return {
        "recorded_at": clock.local_now(),
        "recorded_by": actor.label,
        "known_from": current_work().change,
    }
