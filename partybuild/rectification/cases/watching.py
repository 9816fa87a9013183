"""回头看 after it was struck off: it holds, or it relapses and the same case begins again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.days import months_later
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.rectification.cases import guards, levels, repeating
from partybuild.rectification.cases.acting import Taken, kept, take
from partybuild.rectification.cases.listing import problems_of
from partybuild.rectification.cases.queries import File
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import LookBackResult
from partybuild.rectification.models import LookBack, Problem
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look-back found. `problems`: those that are back, where it relapsed."""

    look_back_id: int
    result: LookBackResult
    day: date
    words: str
    problems: Sequence[int] = ()
    papers: Sequence[Paper] = ()


@needs(DECIDE, "登记回头看")
def look_back(actor: Actor, case_id: int, version: int | None, said: Looked) -> WorkflowCase:
    """The look-back is done. A relapse opens the case anew, as `relapse` does.

    RuleBroken before its day has come.
    """

    def effect(file: File) -> Mapping[str, Any]:
        guards.check_said(回头看情况=said.words)
        found = _due(file, said.look_back_id)
        guards.check_past(said.day, found.due_on, clock.today(), "回头看日期")
        found.done_on, found.result = said.day, said.result
        found.words, found.actor = said.words.strip(), actor.label
        kept(actor, file, f"look-back-{found.id}", said.papers)
        return {"months": found.months, "result": said.result.value}

    step = Taken(case_id, "look_back", version, said.words, day=said.day)
    taken = take(actor, step, effect)
    if said.result is LookBackResult.RELAPSED:
        return _relapse(actor, case_id, None, said.problems, said.words)
    return taken


@needs(DECIDE, "认定反弹")
def relapse(
    actor: Actor, case_id: int, version: int | None, problems: Sequence[int], reason: str
) -> WorkflowCase:
    """The same case is planned again from today with a new term; the problems named are open and
    marked 屡改屡犯, decided one level higher; look-backs not done are void."""
    return _relapse(actor, case_id, version, problems, reason)


def _relapse(
    actor: Actor, case_id: int, version: int | None, problems: Sequence[int], reason: str
) -> WorkflowCase:
    def effect(file: File) -> Mapping[str, Any]:
        row, today, held = file.row, clock.today(), terms()
        back = problems_of(file, problems)
        _mark(file, back, repeating.since(today, held.repeat_years))
        for problem in back:
            problem.closed_on, problem.reopened = None, problem.reopened + 1
        for each in guards.open_looks(file.look_backs):
            each.void = True
        row.attempt, row.relapses = row.attempt + 1, row.relapses + 1
        row.struck_off_on = row.outcome = row.outcome_on = row.approved_on = None
        row.plan_number = ""
        row.first_term_to = row.term_to = months_later(today, held.months)
        return {"problems": [each.words for each in back], "repeated": row.repeated}

    return take(actor, Taken(case_id, "relapse", version, reason), effect)


def _mark(file: File, back: Sequence[Problem], first: date) -> None:
    """屡改屡犯: what was struck off within the years is back; one level higher decides."""
    row, day = file.row, file.row.struck_off_on
    if day is None or day < first:
        return
    marked = [f"“{guards.short(each.words)}”{day:%Y-%m-%d} 销号后反弹" for each in back]
    row.repeated = list(dict.fromkeys([*row.repeated, *marked]))
    row.deciding_unit_id = levels.deciding_unit(file.working, raised=True).id


def _due(file: File, look_back_id: int) -> LookBack:
    for each in guards.open_looks(file.look_backs):
        if each.id == look_back_id:
            if each.due_on > clock.today():
                raise RuleBroken(f"这一次回头看 {each.due_on:%Y-%m-%d} 到期，到期后登记。")
            return each
    raise RuleBroken("这一次回头看已经登记或者不用再做，请刷新后再办。")


@needs(DECIDE, "整顿办结")
def finish(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The case is closed as 转化提升. RuleBroken while a look-back is to come.

    Of a Party organization that has ended meanwhile no look-back is made any more.
    """

    def effect(file: File) -> Mapping[str, Any]:
        for each in guards.open_looks(file.look_backs):
            each.void = True
        return {}

    return take(actor, Taken(case_id, "finish", version, note), effect)
