"""Forms of organization life."""

from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from partybuild.organizations.forms import day_field, stripped, text_field
from partybuild.party.kinds import LifeKind
from partybuild.web.forms import ChineseForm, at_most, choices, required


class LifeForm(ChineseForm):
    """One line of organization life."""

    kind = SelectField("类别", choices=choices(LifeKind), validators=[required("请选择类别。")])
    held_on = day_field("日期", required("请填写日期。"))
    due = IntegerField("应到", [Optional(), NumberRange(0, 10000, "请填 0 或更大的整数。")])
    attended = IntegerField("实到", [Optional(), NumberRange(0, 10000, "请填 0 或更大的整数。")])
    topic = text_field("主题", 200)


class HandLifeForm(LifeForm):
    """The same on a phone: one choice under the other."""

    party = RadioField("党组织", coerce=int, choices={}, validators=[required("请选择党组织。")])
    kind = RadioField("开展了什么", choices=choices(LifeKind), default="theme_day")


class StrikeForm(ChineseForm):
    """Why a line is struck out."""

    reason = StringField("划去的原因", [required("请写明原因。"), at_most(200)], filters=[stripped])
