"""What somebody says of a day, a year, or a reminder."""

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from partybuild.deadlines.rules import Channel
from partybuild.web.forms import ChineseForm, at_most, required

LONGEST_LIST = 20_000


class Reasoned(ChineseForm):
    """Why the calendar changes."""

    reason = StringField("更改原因", validators=[required("请写明原因。"), at_most(300)])


class DayForm(Reasoned):
    """One day rests or is worked."""

    day = DateField("日期", validators=[required()])
    worked = RadioField("当天", choices={"0": "休", "1": "班"}, validators=[required()])
    basis = StringField("依据", validators=[required("请写明依据，如文号。"), at_most(200)])


class YearForm(Reasoned):
    """A whole year as its notice lists it."""

    lines = TextAreaField(
        "放假和调休日",
        description="一行一天：日期，休或班，依据（可不写）。例：2027-01-01，休",
        validators=[required(), Length(max=LONGEST_LIST, message="太长了，请只粘贴一年。")],
    )
    basis = StringField("全年依据", validators=[required("请写明通知文号。"), at_most(200)])


class ReminderForm(ChineseForm):
    """A letter, a call or a talk."""

    channel = SelectField(
        "方式",
        choices={each.value: each.label for each in Channel if each is not Channel.SYSTEM},
    )
    sent_on = DateField("提醒日期", validators=[required()])
    note = StringField("文号或说明", validators=[at_most(300)])
