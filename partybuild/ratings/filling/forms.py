"""What is typed of one item, at sending, and for a workbook."""

from collections.abc import Mapping
from typing import Any

from wtforms import FileField, HiddenField, SelectMultipleField, StringField, TextAreaField

from partybuild.ratings.filling.rules import MOST_NOTE, Answer
from partybuild.ratings.points import shown, tenths
from partybuild.ratings.schemes.rules import Indicator
from partybuild.web.forms import ChineseForm, at_most, required

REMOVE = "remove-"
REASON = "reason-"
"""Before a file's id: the box that takes it away, and why."""


class ItemForm(ChineseForm):
    """The answer to one item; points are read only where it has no options."""

    seen = HiddenField()
    points = StringField("自评分", [at_most(8)])
    options = SelectMultipleField("选项", choices=[], validate_choice=False)
    note = TextAreaField("说明", [at_most(MOST_NOTE)])

    def answer(self, item: Indicator) -> Answer:
        """What was typed; RuleBroken where the points are no number."""
        typed, note = (self.points.data or "").strip(), (self.note.data or "").strip()
        if item.options:
            return Answer(options=tuple(dict.fromkeys(self.options.data or ())), note=note)
        what = f"“{item.label}”的自评分"
        return Answer(points=tenths(typed, what) if typed else None, note=note)


def filled(item: Indicator, answer: Answer | None) -> dict[str, Any]:
    """What the fields say of an answer."""
    if answer is None:
        return {}
    points = "" if item.options or answer.points is None else shown(answer.points)
    return {"points": points, "options": list(answer.options), "note": answer.note}


def removals(typed: Mapping[str, str]) -> dict[int, str]:
    """The files ticked to be taken away, each with its reason."""
    numbers = (key.removeprefix(REMOVE) for key in typed if key.startswith(REMOVE))
    return {int(n): typed.get(REASON + n, "") for n in numbers if n.isdecimal()}


class SendForm(ChineseForm):
    """What was seen when it was decided to send."""

    seen = HiddenField()
    version = HiddenField()


class RecallForm(ChineseForm):
    """Taken back before it is reviewed."""

    version = HiddenField()
    reason = TextAreaField("撤回的理由", [required(), at_most(500)], render_kw={"rows": 3})


class SheetForm(ChineseForm):
    """A workbook that was filled in."""

    file = FileField("自评表", description="由“下载自评表”得到的 .xlsx，2 MB 以内")
