"""Acceptance by two levels, by other people than those who did the work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.rectification.cases import guards
from partybuild.rectification.cases.acting import Taken, kept, take
from partybuild.rectification.cases.listing import problems_of, reopen
from partybuild.rectification.cases.queries import File, file_of
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import Outcome, Stage, Tier
from partybuild.rectification.models import Acceptance, LookBack
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an acceptance found. `satisfaction`: percent of those asked, None where none were."""

    day: date
    people: str
    words: str
    satisfaction: int | None = None
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """What a refusal opens again: problems with all their measures, due anew on `due_on`."""

    problems: Sequence[int]
    due_on: date


@needs(DECIDE, "整顿验收通过")
def accept(actor: Actor, case_id: int, version: int | None, said: Judgement) -> WorkflowCase:
    """初验 or 终验, as the case stands, is passed; after the second it is struck off.

    Its look-backs are set then. RuleBroken for who has worked on it or accepted at the other level.
    """
    tier = _tier(actor, case_id)

    def effect(file: File) -> Mapping[str, Any]:
        _judge(actor, file, tier, said, passed=True)
        if tier is Tier.FINAL:
            _strike_off(file, said.day)
        return {"tier": tier.value, "satisfaction": said.satisfaction}

    step = Taken(case_id, f"accept_{tier.value}", version, said.words, day=said.day)
    return take(actor, step, effect)


@needs(DECIDE, "整顿验收不通过")
def refuse(
    actor: Actor, case_id: int, version: int | None, said: Judgement, back: Back
) -> WorkflowCase:
    """The problems named and their measures are open again; the reason is `said.words`.

    RuleBroken where none is named and for a deadline before today. 整顿期限 goes to that day where
    it would end before.
    """
    tier = _tier(actor, case_id)

    def effect(file: File) -> Mapping[str, Any]:
        row = file.row
        problems = problems_of(file, back.problems)
        guards.check_deadline(back.due_on, clock.today(), max(row.term_to, back.due_on))
        found = _judge(actor, file, tier, said, passed=False)
        found.reopened = [each.id for each in problems]
        for problem in problems:
            problem.closed_on, problem.reopened = None, problem.reopened + 1
            for measure in file.measures[problem.id]:
                reopen(measure)
                measure.due_on = back.due_on
        row.attempt, row.term_to = row.attempt + 1, max(row.term_to, back.due_on)
        if tier is Tier.FINAL:
            row.outcome, row.outcome_on = Outcome.CONTINUED, said.day
        return {"tier": tier.value, "reopened": [each.words for each in problems]}

    step = Taken(case_id, f"refuse_{tier.value}", version, said.words, day=said.day)
    return take(actor, step, effect)


def _tier(actor: Actor, case_id: int) -> Tier:
    """The level at which a case waits; for one that waits at none, the first, which then refuses."""
    state = file_of(actor, case_id).case.state
    return Tier.FINAL if state == Stage.SECOND else Tier.FIRST


def _judge(actor: Actor, file: File, tier: Tier, said: Judgement, *, passed: bool) -> Acceptance:
    guards.check_said(验收人员=said.people, 验收意见=said.words)
    guards.check_past(said.day, _since(file, tier), clock.today(), "验收日期")
    least = terms().satisfaction_least
    guards.check_satisfaction(said.satisfaction, least, passing=passed)
    attempt = file.row.attempt
    found = Acceptance(
        case_id=file.case.id,
        attempt=attempt,
        tier=tier,
        passed=passed,
        accepted_on=said.day,
        people=said.people.strip(),
        satisfaction=said.satisfaction,
        words=said.words.strip(),
        reopened=[],
        user_id=actor.user_id,
        actor=actor.label,
    )
    db.session.add(found)
    kept(actor, file, f"acceptance-{attempt}-{tier.value}", said.papers)
    return found


def _since(file: File, tier: Tier) -> date:
    """An acceptance is not before the last item was closed, nor the final before the first."""
    closed = [each.closed_on for rows in file.measures.values() for each in rows if each.closed_on]
    first = [
        each.accepted_on
        for each in file.acceptances
        if tier is Tier.FINAL and each.attempt == file.row.attempt and each.tier is Tier.FIRST
    ]
    return max([*closed, *first, file.row.found_on])


def _strike_off(file: File, day: date) -> None:
    row = file.row
    row.struck_off_on = row.outcome_on = day
    row.outcome = Outcome.TRANSFORMED
    db.session.add_all(
        LookBack(case_id=file.case.id, months=months, due_on=months_later(day, months))
        for months in terms().look_back
    )
