"""What somebody says of a day, a year, or a reminder."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, Regexp

from partybuild.deadlines.rules import Channel
from partybuild.web.forms import ChineseForm, at_most, required

LONGEST_LIST = 20_000
ROWS = 14
"""Seven holidays and the days worked in exchange."""


class Reasoned(ChineseForm):
    """Why the calendar changes."""

    reason = StringField("更改原因", validators=[required("请写明原因。"), at_most(300)])


class DayForm(Reasoned):
    """One day rests or is worked."""

    day = DateField("日期", validators=[required()])
    worked = RadioField("当天", choices={"0": "休", "1": "班"}, validators=[required()])
    basis = StringField("依据", validators=[required("请写明依据，如文号。"), at_most(200)])


class YearBase(Reasoned):
    """A whole year as its notice lists it: rows, pasted lines, or a workbook beside it."""

    lines = TextAreaField(
        "粘贴放假和调休日",
        description="一行一天或者一段：日期，休或班，依据（可不写）。例：2027-02-05至2027-02-11，休",
        validators=[Length(max=LONGEST_LIST, message="太长了，请只粘贴一年。")],
    )
    basis = StringField(
        "通知的文号",
        description="如：国办发明电〔2026〕8号",
        validators=[
            required("请写明通知的文号。"),
            at_most(200),
            Regexp(r".*\d.*号", message="请写明通知的文号，如“国办发明电〔2026〕8号”。"),
        ],
    )
    seal = HiddenField()

    def rows(self) -> Sequence[tuple[Any, Any, Any]]:
        """The row fields: from, to, 休 or 班."""
        return [(self[f"first{n}"], self[f"last{n}"], self[f"worked{n}"]) for n in range(ROWS)]

    def text(self, more: str = "") -> str:
        """Everything that was said, one entry a line."""
        said = [
            f"{first.data}至{last.data or first.data}，{'班' if worked.data == '1' else '休'}"
            for first, last, worked in self.rows()
            if first.data
        ]
        return "\n".join([*said, self.lines.data or "", more])


def _rows() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n in range(ROWS):
        found[f"first{n}"] = DateField(f"第{n + 1}段起", validators=[Optional()])
        found[f"last{n}"] = DateField(f"第{n + 1}段止", validators=[Optional()])
        found[f"worked{n}"] = SelectField(
            f"第{n + 1}段", choices={"0": "休", "1": "班"}, validate_choice=False
        )
    return found


YearForm: type[YearBase] = type("YearForm", (YearBase,), _rows())


class ReminderForm(ChineseForm):
    """A letter, a call or a talk."""

    channel = SelectField(
        "方式",
        choices={each.value: each.label for each in Channel if each is not Channel.SYSTEM},
    )
    sent_on = DateField("提醒日期", validators=[required()])
    note = StringField("文号或说明", validators=[at_most(300)])
