"""Steps of a case about a lagging unit: each brings about its part, then the engine takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.enforcement import acting
from partybuild.enforcement.acting import Effect, Said
from partybuild.enforcement.rules import whole
from partybuild.evidence.commands import Subject, keep_all
from partybuild.notices.kinds import Side
from partybuild.notices.offices import of_unit
from partybuild.rectification.areas import papers, queries, rules
from partybuild.rectification.areas.feature import DECIDE
from partybuild.rectification.areas.models import AreaPromise
from partybuild.rectification.areas.opening import FILES
from partybuild.rectification.areas.queries import NOT_ITS_OWN, File
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase


@dataclass(frozen=True, slots=True)
class At:
    """A step about to take effect."""

    actor: Actor
    file: File
    said: Said
    today: date

    def past(self, what: str) -> date:
        """The typed day, which has come and does not lie before the case."""
        day = self.said.day()
        if not self.file.case.opened_on <= day <= self.today:
            raise RuleBroken(
                f"{what}应在 {self.file.case.opened_on:%Y-%m-%d}（发出日）和今天之间，请核对。"
            )
        return day


@needs(DECIDE, "办理后进地区督促")
def take(actor: Actor, case_id: int, action: str, version: int, said: Said) -> WorkflowCase:
    """The step is taken with all that it brings about, or nothing has changed.

    Raises what `workflow.commands.act` raises, RuleBroken also for what was typed.
    """
    file = queries.file_of(actor, case_id)
    if not queries.stands_above(actor, file.unit):
        raise RuleBroken(NOT_ITS_OWN)
    possible = version == file.case.version and any(
        each.allowed and each.step.action == action for each in queries.allowed(actor, file)
    )
    refusals = file.refusals()
    effect = Effect()
    if possible:
        effect = STEPS[action](At(actor, file, said, clock.today()))
        db.session.flush()
    taken = workflow.act(actor, _taking(case_id, action, version, said, effect), refusals)
    if said.papers:
        keep_all(actor, Subject.of(FILES, case_id, taken), said.papers)
    audit_detail(object=("case", case_id), name=taken.title, document=effect.document)
    return taken


def _taking(case_id: int, action: str, version: int, said: Said, effect: Effect) -> Taking:
    return Taking(
        case_id,
        AREA,
        action,
        version,
        note=said.text("note"),
        document=effect.document,
        effective_on=effect.day,
        facts=effect.facts,
        moves=effect.moves,
    )


def _promise(at: At) -> Effect:
    """What the unit promised; of an interview, that it was held."""
    row, case = at.file.row, at.file.case
    day = at.past("约谈日期" if row.measure is AreaMeasure.INTERVIEW else "收到承诺的日期")
    last = row.first_due if case.state == "issued" else case.due_on or row.first_due
    typed = [
        (at.said.text(f"words{n}"), at.said.text(f"person{n}"), at.said.maybe(f"until{n}"))
        for n in range(1, rules.MOST_PROMISES + 1)
    ]
    made = rules.vows(typed, at.today, last)
    db.session.add_all(
        AreaPromise(
            case_id=case.id,
            words=each.words,
            person=each.person,
            due_on=each.due_on,
            closed_on=None,
        )
        for each in made
    )
    if row.measure is AreaMeasure.INTERVIEW and row.held_on is None:
        row.held_on = day
    return Effect({"due_on": last}, {"promises": len(made)}, day=day)


def _open_promise(at: At) -> AreaPromise:
    waiting = {each.id: each for each in at.file.open_promises}
    promise = waiting.get(whole(at.said.text("promise")) or 0)
    if promise is None:
        raise RuleBroken("请选择一项还没有销号的承诺。")
    return promise


def _keep(at: At) -> Effect:
    """One promise is closed with what shows it."""
    promise = _open_promise(at)
    day = at.past("完成日期")
    if not at.said.text("closing"):
        raise RuleBroken("请写明完成情况。")
    promise.closed_on, promise.closing = day, at.said.text("closing")
    promise.closed_by = at.actor.label
    return Effect(facts={"promise": promise.words, "closing": promise.closing}, day=day)


def _extend(at: At) -> Effect:
    """A later day for the whole, or for one promise, with the reason."""
    case, until = at.file.case, at.said.day("until")
    if at.said.text("promise"):
        promise = _open_promise(at)
        rules.check_longer(promise.words, promise.due_on, until, at.today)
        if case.due_on is not None and until > case.due_on:
            raise RuleBroken(
                f"承诺的期限不能晚于整改期限 {case.due_on:%Y-%m-%d}，请先延长整改期限。"
            )
        before, promise.due_on = promise.due_on, until
        return Effect(facts=_longer(promise.words, before, until))
    what = "整改期限" if case.state == "answered" else at.file.answer_label
    rules.check_longer(what, case.due_on, until, at.today)
    if case.state == "issued" and until > at.file.row.first_due:
        raise RuleBroken(f"{what}不能晚于整改期限 {at.file.row.first_due:%Y-%m-%d}。")
    return Effect({"due_on": until}, _longer(what, case.due_on, until))


def _longer(what: str, before: date | None, until: date) -> Mapping[str, Any]:
    start = before.isoformat() if before else ""
    return {"what": what, "from": start, "until": until.isoformat()}


def _close(at: At) -> Effect:
    """Ended with a paper that shows the figures then and now."""
    row, file = at.file.row, at.file
    words = at.said.text("note")
    if not words:
        raise RuleBroken("“办结”须写明理由。")
    row.closing_figures = [each.kept() for each in file.now]
    row.closed_words = words
    pairs = list(zip(file.then, file.now, strict=True))
    fields = papers.closing(row.measure, file.unit, pairs, words)
    addressed = of_unit(file.unit, Side.PARTY).name
    notice = acting.issue(at.actor, file.case, addressed, papers.CLOSING, fields, at.said)
    facts = {"figures": {each.label: each.shown for each in file.now}}
    return Effect(facts=facts, document=acting.number(notice))


def _withdraw(at: At) -> Effect:
    """Taken back: the figures as they are then are kept as well."""
    at.file.row.closing_figures = [each.kept() for each in at.file.now]
    at.file.row.closed_words = at.said.text("note")
    return Effect()


STEPS: Mapping[str, Callable[[At], Effect]] = {
    "promise": _promise,
    "keep": _keep,
    "extend": _extend,
    "close": _close,
    "withdraw": _withdraw,
}
