"""What a weak branch of the demo world leaves behind: its lists, months, acceptances, look-backs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from partybuild.access.actor import Actor
from partybuild.clock.days import months_later
from partybuild.db import Model, db
from partybuild.demo import weak
from partybuild.demo.weak import Course
from partybuild.demo.weaknesses import Weakness
from partybuild.evidence.arrivals import Arrived
from partybuild.evidence.commands import Subject, keep
from partybuild.rectification.cases.queries import FILES, slot_of
from partybuild.rectification.kinds import LookBackResult, Outcome, Stage, Tier
from partybuild.rectification.models import (
    Acceptance,
    LookBack,
    Measure,
    Problem,
    Progress,
    Rectification,
)
from partybuild.workflow.models import WorkflowCase

WORKED, ACCEPTED, ABOVE = "承办单位人员（演示）", "初验人员（演示）", "上级终验人员（演示）"
"""Who is named: those who have no account in the demo by their part."""
_TOLD = (
    "召开支部会议研究整顿方案，分工到人。",
    "按方案推进各项措施，补开党员大会一次、党课一次。",
    "对照清单逐项检查，未完成的明确了时限。",
)


@dataclass(frozen=True, slots=True)
class Weak:
    """One branch: its case, what was found, how far it came, and who puts it right and decides."""

    case_id: int
    found: Weakness
    course: Course
    working: int
    deciding: int


def write(actor: Actor, each: Weak, case: WorkflowCase, proof: Arrived) -> None:
    """Everything a case holds stands, its closed measures with a file."""
    db.session.add_all([_row(each), *_progress(each), *_acceptances(each), *_look_backs(each)])
    problem = _problem(each)
    db.session.add(problem)
    db.session.flush()
    for number, (words, person, wanted) in enumerate(each.found.measures, start=1):
        closed, due = each.course.closed(number), each.course.due(number)
        measure = Measure(
            case_id=each.case_id,
            problem_id=problem.id,
            words=words,
            person=person,
            first_due=due,
            due_on=due,
            proof=wanted,
        )
        if each.course.story.stage is Stage.PLANNING:
            continue
        db.session.add(measure)
        db.session.flush()
        if closed is not None:
            _close(actor, measure, case, closed, proof)


def _close(actor: Actor, measure: Measure, case: WorkflowCase, day: date, proof: Arrived) -> None:
    subject = Subject.of(FILES, case.id, case)
    file = keep(actor, subject, slot_of(measure.id), proof)
    file.uploaded_at, file.actor = datetime.combine(day, time(15, 10)), WORKED
    measure.closed_on, measure.closed_by = day, WORKED
    measure.closing, measure.files = "已完成，材料齐全。", [[file.id, file.version]]


def _row(each: Weak) -> Rectification:
    course, story = each.course, each.course.story
    planned = story.stage is not Stage.PLANNING
    outcome = {
        Stage.WATCHING: Outcome.TRANSFORMED,
        Stage.DONE: Outcome.TRANSFORMED,
        Stage.DISSOLVED: Outcome.DISSOLVED,
    }.get(story.stage)
    return Rectification(
        case_id=each.case_id,
        found_on=course.found,
        grounds=[_ground(each)],
        why="经排查核实，情况属实，列入整顿。",
        working_unit_id=each.working,
        deciding_unit_id=each.deciding,
        cause=each.found.cause if planned else "",
        leader="陈部长（演示）" if planned else "",
        instructor="冯指导员（演示）" if planned else "",
        first_term_to=course.term,
        term_to=course.term,
        approved_on=course.approved,
        attempt=2 if story.relapsed else 1,
        struck_off_on=course.struck,
        outcome=outcome,
        outcome_on=course.struck or course.ended,
        relapses=1 if story.relapsed else 0,
        repeated=_repeated(each),
        members_to="党员组织关系转入主管党组织所属的其他支部" if course.ended else "",
    )


def _repeated(each: Weak) -> list[str]:
    course, label = each.course, each.found.label
    if course.story.relapsed:
        return [f"“{label}”{course.day(weak.STRUCK):%Y-%m-%d} 销号后反弹"]
    if course.story.repeated:
        before = months_later(course.found, -14)
        return [f"“{label}”曾于 {before:%Y-%m-%d} 整顿销号，三年内再次出现"]
    return []


def _ground(each: Weak) -> dict[str, Any]:
    found = each.found
    return {
        "rule": found.rule,
        "label": found.label,
        "words": found.words,
        "since": None,
        "source": found.source,
    }


def _problem(each: Weak) -> Problem:
    course = each.course
    done = course.closed(1) is not None and course.closed(2) is not None
    return Problem(
        case_id=each.case_id,
        number=1,
        rule=each.found.rule,
        words=each.found.words,
        closed_on=course.closed(2) if done else None,
        reopened=1 if course.story.relapsed else 0,
    )


def _progress(each: Weak) -> Iterator[Model]:
    for place, month in enumerate(each.course.months()):
        yield Progress(
            case_id=each.case_id,
            month=month,
            words=_TOLD[place % len(_TOLD)],
            user_id=None,
            actor="党组织书记（演示）",
            at=datetime.combine(months_later(month, 1), time(9, 40)),
        )


def _acceptances(each: Weak) -> Iterator[Model]:
    course, stage = each.course, each.course.story.stage
    both = stage in (Stage.WATCHING, Stage.DONE) or course.story.relapsed
    lines = ((Tier.FIRST, weak.ACCEPT, ACCEPTED), (Tier.FINAL, weak.STRUCK, ABOVE))
    passed = lines if both else lines[:1] if stage is Stage.SECOND else ()
    for tier, after, people in passed:
        yield Acceptance(
            case_id=each.case_id,
            attempt=1,
            tier=tier,
            passed=True,
            accepted_on=course.day(after),
            people=people,
            satisfaction=92,
            words="逐项核对措施和佐证，现场访谈党员，问题已经解决。",
            reopened=[],
            user_id=None,
            actor=people,
        )


def _look_backs(each: Weak) -> Iterator[Model]:
    relapsed = each.course.story.relapsed
    result = LookBackResult.RELAPSED if relapsed else LookBackResult.HOLDING
    for months, due, done, void in each.course.looks():
        yield LookBack(
            case_id=each.case_id,
            months=months,
            due_on=due,
            void=void,
            done_on=done,
            result=None if done is None else result,
            words="" if done is None else "组织生活再次停顿。" if relapsed else "成效巩固。",
            actor="" if done is None else ABOVE,
        )
