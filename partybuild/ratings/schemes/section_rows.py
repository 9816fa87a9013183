"""One row of each table of a draft's sections, as it is typed."""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from partybuild.organizations.kinds import OrganizationKind
from partybuild.ratings.schemes.columns import GATE_EFFECTS, VETO_EFFECTS
from partybuild.ratings.schemes.kinds import Desk
from partybuild.web.forms import ChineseForm, at_most

WORDS = 200
NUMERIC = {"inputmode": "numeric", "size": 5}


def _effects(effects: dict[str, int]) -> dict[str, str]:
    return {str(effect): label for label, effect in effects.items()}


def between(least: int, most: int) -> NumberRange:
    """A number within bounds, said in Chinese."""
    return NumberRange(least, most, message=f"应在 {least} 至 {most} 之间。")


class StarRow(ChineseForm):
    """One star: its band and its cap."""

    at_least = StringField(
        "最低分（分）", [at_most(8)], render_kw={"inputmode": "decimal", "size": 6}
    )
    percent = IntegerField("名额比例（%）", [Optional(), between(0, 100)], render_kw=NUMERIC)
    at_least_one = BooleanField("不足一个时给一个")
    only_warn = BooleanField("超出只提醒")


class VetoRow(ChineseForm):
    """One 一票否决."""

    key = HiddenField()
    label = StringField("情形（清空即删除）", [at_most(WORDS)], render_kw={"size": 40})
    effect = SelectField("后果", choices=_effects(VETO_EFFECTS), default="0")


class GateRow(ChineseForm):
    """One fact of the register, and what it bars."""

    bars = SelectField("后果", choices={"": "不设", **_effects(GATE_EFFECTS)}, default="")
    label = StringField("页面上的说法", [at_most(WORDS)], render_kw={"size": 24})
    lifts = StringField("怎样解除", [at_most(WORDS)], render_kw={"size": 36})


class LinkRow(ChineseForm):
    """One tier: where it is done, and how long."""

    desk = SelectField(
        "评审单位", choices={"": "不设", **{desk.value: desk.label for desk in Desk}}
    )
    days = IntegerField("期限（天）", [Optional(), between(1, 366)], render_kw=NUMERIC)


class CategoryRow(ChineseForm):
    """One category of those who take part."""

    key = HiddenField()
    label = StringField("名称（清空即删除）", [at_most(80)], render_kw={"size": 20})
    kinds = SelectMultipleField(
        "组织类型（都不选为全部）",
        choices={kind.value: kind.label for kind in OrganizationKind},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    trade_only = BooleanField("只限行业协会商会")
