"""约谈 of the demo world: 97, most of them closed, some with promises that are still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.demo import cases, papers
from partybuild.demo.cases import Course
from partybuild.demo.days import weekday
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Interview, Promise
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.workflow.many import Step
from partybuild.workflow.models import WorkflowCase

REASONS = ("未按时报送年检材料", "年检结论为基本合格，存在内部治理问题", "年检不合格，整改不到位")
FIRST, SECOND = "一个月内召开理事会研究整改", "修订章程，写入党建工作内容"
KEPT = "已提交会议纪要，经核实属实"
INVITED, MISSED, HELD, DONE = "invited", "missed", "held", "done"
_OPEN = 12
"""So many of those held have a promise that is still open."""
_LEFT = (-4, -2, 3, 6, 9, 14, 20, 25, 33, 40, 48, 55)
"""Days left of their open promises."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One interview: how far it has come, the day it was or is called for, days left."""

    organization: Organization
    state: str
    invited: date
    at: date
    reason: str
    until: date


@needs(Permission.ENFORCEMENT_HANDLE, "建立演示约谈")
def interview(
    actor: Actor, subjects: Sequence[Organization], published: date, today: date
) -> list[int]:
    """Each of these was called to an interview after the day of publication; their cases."""
    talks = [_talk(n, subject, published, today) for n, subject in enumerate(subjects)]
    ids = cases.run(actor, Measure.INTERVIEW, [_course(each) for each in talks])
    rows = []
    for place, (number, each) in enumerate(zip(ids, talks, strict=True)):
        calls = each.state == INVITED
        document = _paper(actor, number, each) if calls else _named(each, place)
        rows.append(_row(number, each, document))
    with bulk(actor, WorkflowCase, ids):
        insert_many(Interview.__table__, rows)
    pairs = [(number, each) for number, each in zip(ids, talks, strict=True) if _was_held(each)]
    promises = [row for number, each in pairs for row in _promises(actor, number, each)]
    with bulk(actor, Organization, [each.organization.id for _, each in pairs]):
        insert_many(Promise.__table__, promises)
    audit_detail(interviews=len(ids))
    return ids


def _was_held(each: Talk) -> bool:
    return each.state in {HELD, DONE}


def _talk(place: int, subject: Organization, published: date, today: date) -> Talk:
    reason = REASONS[place % len(REASONS)]
    if place < 2:
        ahead = today + timedelta(days=1 + 3 * place)
        return Talk(
            subject, INVITED, weekday(today - timedelta(days=3), date.min), ahead, reason, ahead
        )
    if place == 2:
        day = weekday(today - timedelta(days=12), date.min)
        return Talk(subject, MISSED, day - timedelta(days=7), day, reason, day)
    if place < 3 + _OPEN:
        at = weekday(today - timedelta(days=20 + place), date.min)
        until = today + timedelta(days=_LEFT[place - 3])
        return Talk(subject, HELD, at - timedelta(days=7), at, reason, until)
    day = weekday(min(published + timedelta(days=12 + place % 25), today), date.min)
    at = min(today, day + timedelta(days=7))
    return Talk(subject, DONE, day, at, reason, min(today, at + timedelta(days=30)))


def _course(each: Talk) -> Course:
    held = Step("hold", each.at, facts={"promises": 2 if each.state == HELD else 1})
    facts = {"promise": FIRST, "closing": KEPT}
    kept = Step("keep", min(each.until, _kept_on(each)), facts=facts)
    steps = {
        INVITED: (),
        MISSED: (Step("miss", each.at, note="通知送达后未到场，也未说明原因"),),
        HELD: (held, kept),
        DONE: (held, kept, Step("close", kept.effective_on)),
    }[each.state]
    return Course(
        each.organization, each.invited, steps, None if each.state == DONE else each.until
    )


def _kept_on(each: Talk) -> date:
    return each.at + timedelta(days=12)


def _paper(actor: Actor, number: int, each: Talk) -> str:
    fields = {
        "invited": "法定代表人",
        "reasons": each.reason,
        "at": each.at,
        "hour": "9时30分",
        "place": "登记管理机关会议室",
        "bring": "年度工作报告、会议记录",
        **{name: papers.OFFICE[name] for name in ("contact", "telephone")},
    }
    return papers.issue(
        actor, "interview-notice", (each.organization, number), each.invited, fields, each.invited
    )


def _named(each: Talk, place: int) -> str:
    return f"演民谈〔{each.invited.year}〕{place + 1}号"


def _row(number: int, each: Talk, document: str) -> dict[str, object]:
    held = _was_held(each)
    return {
        "case_id": number,
        "invited": "法定代表人",
        "reasons": each.reason,
        "at": each.at,
        "hour": "9时30分",
        "place": "登记管理机关会议室",
        "number": document,
        "host": "郑演示" if held else "",
        "held_on": each.at if held else None,
        "points": "指出问题，说明法律后果，要求作出整改承诺" if held else "",
    }


def _promises(actor: Actor, number: int, each: Talk) -> list[dict[str, object]]:
    shared = {
        **copied(each.organization),
        "organization_id": each.organization.id,
        "case_id": number,
    }
    closed = min(each.until, _kept_on(each))
    kept = {"closed_on": closed, "closing": KEPT, "closed_by": actor.label}
    waits: dict[str, object] = {"closed_on": None, "closing": "", "closed_by": ""}
    first = shared | {"words": FIRST, "due_on": each.at + timedelta(days=30)} | kept
    second = shared | {"words": SECOND, "due_on": each.until} | waits
    return [first, second] if each.state == HELD else [first]
