"""Putting right: monthly progress, evidence, closing item by item, extension, application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.days import month_start
from partybuild.db import db
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import FileState
from partybuild.rectification.cases import guards
from partybuild.rectification.cases.acting import Taken, kept, on_behalf, take
from partybuild.rectification.cases.listing import measure_of, problem_of, reopen
from partybuild.rectification.cases.queries import File, slot_of
from partybuild.rectification.models import Progress
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

REPORT, KEEP, DECIDE = (
    Permission.RECTIFICATION_REPORT,
    Permission.RECTIFICATION_KEEP,
    Permission.RECTIFICATION_DECIDE,
)
FOREIGN = "所选的材料不是本件这项措施的佐证材料，没有写入；请从这项措施的材料里选择，或者重新上传。"
UNPROVEN = "销号要有佐证材料，请上传材料或者选择已上传的材料。"


@dataclass(frozen=True, slots=True)
class Monthly:
    """What was done in a month (any day of it)."""

    month: date
    words: str
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """How a measure was carried out; what proves it: files of its slot kept before, and new ones."""

    measure_id: int
    words: str
    file_ids: Sequence[int] = ()
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """整顿期限 goes to `until`; so do the deadlines of the open measures named, each to its own."""

    until: date
    reason: str
    measures: Mapping[int, date] = field(default_factory=dict)


@needs(REPORT, "报送整顿进展")
def report(actor: Actor, case_id: int, version: int | None, said: Monthly) -> WorkflowCase:
    """The month has its report. RuleBroken for a month to come or before the approval."""
    month, mark = month_start(said.month), on_behalf(actor)

    def effect(file: File) -> Mapping[str, Any]:
        guards.check_said(本月进展=said.words)
        guards.check_month(month, file.row.approved_on or file.row.found_on, clock.today())
        told = Progress(
            case_id=case_id,
            month=month,
            words=said.words.strip(),
            user_id=actor.user_id,
            actor=actor.label,
            mark=mark,
            at=clock.local_now(),
        )
        db.session.add(told)
        kept(actor, file, f"progress-{month:%Y-%m}", said.papers)
        return {"month": month.isoformat()}

    return take(actor, Taken(case_id, "report", version, mark=mark), effect)


@needs(REPORT, "补充佐证材料")
def prove(
    actor: Actor, case_id: int, version: int | None, measure_id: int, papers: Sequence[Paper]
) -> WorkflowCase:
    """The files lie in the slot of an open measure. RuleBroken where none came."""
    mark = on_behalf(actor)

    def effect(file: File) -> Mapping[str, Any]:
        measure = measure_of(file, measure_id, closed=False)
        if not papers:
            raise RuleBroken("请先选择或者拍摄要上传的材料。")
        brought = kept(actor, file, slot_of(measure_id), papers)
        return {"measure": measure.words, "files": [each.id for each in brought]}

    return take(actor, Taken(case_id, "prove", version, mark=mark), effect)


@needs(KEEP, "措施销号")
def close_item(actor: Actor, case_id: int, version: int | None, said: Closing) -> WorkflowCase:
    """The measure is closed; so is its problem where it was the last open one.

    RuleBroken without a file that proves it, and for a file of another measure or case.
    """

    def effect(file: File) -> Mapping[str, Any]:
        guards.check_said(落实情况=said.words)
        measure, today = measure_of(file, said.measure_id, closed=False), clock.today()
        measure.files = [[each.id, each.version] for each in _proof(actor, file, said)]
        measure.closed_on, measure.closed_by = today, actor.label
        measure.closing = said.words.strip()
        if all(each.closed_on for each in file.measures[measure.problem_id]):
            problem_of(file, measure.problem_id).closed_on = today
        return {"measure": measure.words, "closing": measure.closing, "files": measure.files}

    return take(actor, Taken(case_id, "close_item", version), effect)


def _proof(actor: Actor, file: File, said: Closing) -> list[EvidenceFile]:
    """Those chosen and those that came; RuleBroken for a foreign one, and where none holds."""
    known = {each.id: each for each in file.proof(said.measure_id)}
    if not set(said.file_ids) <= known.keys():
        raise RuleBroken(FOREIGN)
    brought = kept(actor, file, slot_of(said.measure_id), said.papers)
    held = [each for each in brought if each.state is FileState.KEPT]
    found = [known[each] for each in dict.fromkeys(said.file_ids)] + held
    if not found:
        raise RuleBroken(UNPROVEN)
    return found


@needs(KEEP, "撤销销号")
def reopen_item(
    actor: Actor, case_id: int, version: int | None, measure_id: int, reason: str
) -> WorkflowCase:
    """A closed measure and its problem are open again."""

    def effect(file: File) -> Mapping[str, Any]:
        measure = measure_of(file, measure_id, closed=True)
        reopen(measure)
        problem_of(file, measure.problem_id).closed_on = None
        return {"measure": measure.words}

    return take(actor, Taken(case_id, "reopen_item", version, reason), effect)


@needs(DECIDE, "延长整顿期限")
def extend(actor: Actor, case_id: int, version: int | None, said: Extension) -> WorkflowCase:
    """整顿期限 and the deadlines named are later. RuleBroken for a day that is not."""

    def effect(file: File) -> Mapping[str, Any]:
        row, before = file.row, file.row.term_to
        if said.until <= max(before, clock.today()):
            raise RuleBroken(
                f"延长后的整顿期限应在今天和原期限 {before:%Y-%m-%d} 之后，请重新填写。"
            )
        row.term_to = said.until
        for number, day in said.measures.items():
            measure = measure_of(file, number, closed=False)
            guards.check_deadline(day, clock.today(), said.until)
            if day <= measure.due_on:
                short = guards.short(measure.words)
                raise RuleBroken(f"措施“{short}”的新时限应晚于 {measure.due_on:%Y-%m-%d}。")
            measure.due_on = day
        return {"before": before.isoformat(), "until": said.until.isoformat()}

    return take(actor, Taken(case_id, "extend", version, said.reason), effect)


@needs(KEEP, "申请验收")
def apply(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The first acceptance waits. RuleBroken while an item is open."""
    return take(actor, Taken(case_id, "apply", version, note))
