"""The forms of the monthly report and of closing a measure, as they begin."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partybuild.evidence.arrivals import Paper
from partybuild.evidence.rules import Slot
from partybuild.rectification.cases.forms import CloseForm, ReportForm
from partybuild.rectification.cases.showing import Shown
from partybuild.rectification.cases.working import Monthly
from partybuild.rectification.models import Measure
from partybuild.rules import RuleBroken

SLOTS = (Slot("progress", "照片和材料", required=False),)


def form(found: Shown, month: str = "", given: Any = None) -> ReportForm:
    """The report: of the month asked for, else of the first one that is missing."""
    wanted = found.wanted
    chosen = month or (f"{wanted.first:%Y-%m}" if wanted else "")
    data = {"version": str(found.file.case.version), "month": chosen}
    made = ReportForm(given, data=data)
    made.month.choices = {
        f"{each.first:%Y-%m}": f"{each.first.year}年{each.first.month}月{_told(each.told)}"
        for each in reversed(found.months)
    }
    return made


def _told(told: bool) -> str:
    return "（已报过，再报一次）" if told else ""


def said(form: ReportForm, papers: Sequence[Paper]) -> Monthly:
    """What a valid form says; RuleBroken for what is no month."""
    try:
        month = date.fromisoformat(f"{form.month.data}-01")
    except ValueError:
        raise RuleBroken("请选择报哪个月的进展。") from None
    return Monthly(month, form.words.data or "", papers)


def closing(found: Shown, measure: Measure) -> CloseForm:
    """The form that closes a measure: all files in its slot are ticked."""
    ids = [str(each.id) for each in found.file.proof(measure.id)]
    data = {"version": str(found.file.case.version), "files": ids}
    made = CloseForm(data=data, prefix="close-")
    offer(made, found, measure.id)
    return made


def offer(form: CloseForm, found: Shown, measure_id: int) -> None:
    """The files that may be ticked are those of the measure."""
    form.files.choices = {str(each.id): each.name for each in found.file.proof(measure_id)}
