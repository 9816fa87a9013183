"""What an officer says of a unit."""

from collections.abc import Mapping

from wtforms import DateField, SelectField, StringField

from partybuild.web.forms import ChineseForm, at_most, required


class Reasoned(ChineseForm):
    """From which day, and why."""

    day = DateField("生效日期", validators=[required("请写明从哪一天起。")])
    reason = StringField("依据或原因", validators=[required("请写明依据，如文号。"), at_most(500)])


class ZoneForm(Reasoned):
    """A unit that is no division."""

    name = StringField("单位名称", validators=[required(), at_most(60)])
    level = SelectField(
        "相当层级", choices={"3": "县（市、区）级", "4": "街道（乡镇）级"}, coerce=int
    )


class NameForm(Reasoned):
    """Another name."""

    name = StringField("新名称", validators=[required(), at_most(60)])


class ParentForm(Reasoned):
    """Another superior."""

    parent = SelectField("划入单位", coerce=int)

    def offer(self, units: Mapping[int, str]) -> None:
        """Put the superiors that are possible."""
        self.parent.choices = {str(number): name for number, name in units.items()}


class EndForm(Reasoned):
    """The end of a unit."""


class FirstDayForm(ChineseForm):
    """启用日."""

    day = DateField("启用日", validators=[required()])
    reason = StringField("原因", validators=[required(), at_most(500)])
