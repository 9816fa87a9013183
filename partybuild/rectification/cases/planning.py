"""一支部一策: the plan with its problems and measures, its approval by the level above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import needs
from partybuild.rectification.cases import guards, levels, repeating
from partybuild.rectification.cases.acting import Taken, take
from partybuild.rectification.cases.listing import measure_of, problem_of
from partybuild.rectification.cases.queries import File, file_of
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Measure, Problem
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

KEEP, DECIDE = Permission.RECTIFICATION_KEEP, Permission.RECTIFICATION_DECIDE
APPROVED = "方案已经批准，原有内容不能改写或删除；可以补充问题和措施，时限由上级延长。"


@dataclass(frozen=True, slots=True)
class Outline:
    """What a plan says beside its lists."""

    cause: str
    leader: str
    """包联领导."""
    instructor: str = ""
    """第一书记或指导员."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A problem as typed. `rule`: the key of the situation it belongs to, blank for none."""

    words: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A measure as typed."""

    problem_id: int
    words: str
    person: str
    due_on: date
    proof: str = ""


@needs(KEEP, "拟定整顿方案")
def outline(actor: Actor, case_id: int, version: int | None, said: Outline) -> WorkflowCase:
    """Cause, leader and instructor are as said. While the plan is drafted."""

    def effect(file: File) -> Mapping[str, Any]:
        row = file.row
        row.cause, row.leader = said.cause.strip(), said.leader.strip()
        row.instructor = said.instructor.strip()
        return {"cause": row.cause, "leader": row.leader, "instructor": row.instructor}

    return take(actor, Taken(case_id, "draft", version), effect)


@needs(KEEP, "登记整顿问题")
def put_problem(
    actor: Actor,
    case_id: int,
    version: int | None,
    said: Wanting,
    problem_id: int | None = None,
    note: str = "",
) -> WorkflowCase:
    """A problem is added, or the one named says this instead.

    While drafting; added in a running case too, with the reason in `note` (a problem that stands
    in an approved plan is not reworded: RuleBroken).
    """

    def effect(file: File) -> Mapping[str, Any]:
        guards.check_said(问题=said.words)
        if problem_id is None:
            number = max((each.number for each in file.problems), default=0) + 1
            found = Problem(case_id=case_id, number=number, rule=said.rule, words="")
            db.session.add(found)
        else:
            _check_draft(file)
            found = problem_of(file, problem_id)
            found.rule = found.rule or said.rule
        found.words = said.words.strip()
        return {"problem": found.number, "words": found.words}

    return take(actor, Taken(case_id, _action(actor, case_id), version, note), effect)


@needs(KEEP, "删除整顿问题")
def drop_problem(actor: Actor, case_id: int, version: int | None, problem_id: int) -> WorkflowCase:
    """A problem without a closed measure is no longer in the draft, nor are its measures."""

    def effect(file: File) -> Mapping[str, Any]:
        found = problem_of(file, problem_id)
        measures = file.measures.get(problem_id, ())
        if found.rule in {each["rule"] for each in file.row.grounds}:
            raise RuleBroken("这是认定时列明的情形，不能从问题清单删除；可以改写得更具体。")
        if found.closed_on or any(each.closed_on for each in measures):
            raise RuleBroken("这个问题已有销号的措施，不能删除。")
        for each in (*measures, found):
            db.session.delete(each)
        return {"dropped": found.words}

    return take(actor, Taken(case_id, "draft", version), effect)


@needs(KEEP, "登记整顿措施")
def put_measure(
    actor: Actor,
    case_id: int,
    version: int | None,
    said: Undertaking,
    measure_id: int | None = None,
    note: str = "",
) -> WorkflowCase:
    """A measure is added, or the one named says this instead; as `put_problem`.

    RuleBroken for a deadline before today or after 整顿期限, and without a person.
    """

    def effect(file: File) -> Mapping[str, Any]:
        guards.check_said(措施=said.words, 责任人=said.person)
        guards.check_deadline(said.due_on, clock.today(), file.row.term_to)
        problem = problem_of(file, said.problem_id)
        if measure_id is None:
            found = Measure(case_id=case_id, files=[])
            db.session.add(found)
        else:
            _check_draft(file)
            found = measure_of(file, measure_id, closed=False)
        problem.closed_on = None
        found.problem_id = problem.id
        found.words, found.person = said.words.strip(), said.person.strip()
        found.first_due = found.due_on = said.due_on
        found.proof = said.proof.strip()
        due = said.due_on.isoformat()
        return {"problem": problem.number, "words": found.words, "due": due}

    return take(actor, Taken(case_id, _action(actor, case_id), version, note), effect)


@needs(KEEP, "删除整顿措施")
def drop_measure(actor: Actor, case_id: int, version: int | None, measure_id: int) -> WorkflowCase:
    """An open measure is no longer in the draft."""

    def effect(file: File) -> Mapping[str, Any]:
        found = measure_of(file, measure_id, closed=False)
        db.session.delete(found)
        return {"dropped": found.words}

    return take(actor, Taken(case_id, "draft", version), effect)


@needs(KEEP, "报批整顿方案")
def submit(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The plan waits at the deciding level, one higher where a problem of it is 屡改屡犯."""

    def effect(file: File) -> Mapping[str, Any]:
        row, party_id = file.row, file.case.party_organization_id or 0
        rules = {each.rule: guards.short(each.words) for each in file.problems}
        rules |= {each["rule"]: each["label"] for each in row.grounds}
        first = repeating.since(row.found_on, terms().repeat_years)
        again = repeating.repeated(actor, party_id, rules, first, case_id)
        row.repeated = list(dict.fromkeys([*row.repeated, *again]))
        raised = levels.deciding_unit(file.working, raised=bool(row.repeated))
        row.deciding_unit_id = raised.id
        return {"deciding": raised.name, "repeated": row.repeated}

    return take(actor, Taken(case_id, "submit", version, note), effect)


@needs(DECIDE, "批准整顿方案")
def approve(
    actor: Actor, case_id: int, version: int | None, number: str = "", note: str = ""
) -> WorkflowCase:
    """The plan runs; `number`: its 文号 where there is one."""

    def effect(file: File) -> Mapping[str, Any]:
        file.row.approved_on, file.row.plan_number = clock.today(), number.strip()
        return {}

    return take(actor, Taken(case_id, "approve", version, note, number), effect)


@needs(DECIDE, "退回整顿方案")
def send_back(actor: Actor, case_id: int, version: int | None, reason: str) -> WorkflowCase:
    """The plan is drafted again."""
    return take(actor, Taken(case_id, "send_back", version, reason))


def _action(actor: Actor, case_id: int) -> str:
    """Whether lists are changed in a draft, or added to an approved plan."""
    running = file_of(actor, case_id).case.state == Stage.RUNNING
    return "amend" if running else "draft"


def _check_draft(file: File) -> None:
    if file.case.state != Stage.PLANNING:
        raise RuleBroken(APPROVED)
