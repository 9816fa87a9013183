"""Forms of campaigns and of the two answers."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from partybuild.inspections.kinds import MEASURES, Conclusion, Evaluation, Regime, SpotCheck
from partybuild.organizations.forms import day_field, stripped
from partybuild.organizations.kinds import OrganizationKind
from partybuild.web.forms import ChineseForm, at_most, choices, required


class CheckboxListField(SelectMultipleField):
    """Several of a few choices, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CampaignForm(ChineseForm):
    """Which year, where, whom, in which way and when."""

    year = IntegerField("被检年度", [required("请填写被检年度，如 2025。")])
    unit = SelectField("范围", validators=[required("请选择单位。")])
    own = BooleanField("只含本级登记的组织，不含下级")
    kinds = CheckboxListField(
        "组织类型",
        choices={kind.value: kind.label for kind in OrganizationKind if kind.registered},
        validators=[required("请至少选一类。")],
    )
    regime = RadioField("方式", choices=choices(Regime), default=Regime.INSPECTION.value)
    charities = BooleanField("专为慈善组织（只列慈善组织，报送年报）")
    opens_on = day_field("开始日期", required("请填写开始日期。"))
    closes_on = day_field("结束日期", required("请填写结束日期，当天仍可报送。"))


class AdditionForm(ChineseForm):
    """Somebody who is expected after all."""

    number = StringField("统一社会信用代码", [required("请填写代码。")], filters=[stripped])
    reason = StringField("补列理由", [required("请写明理由。"), at_most(300)], filters=[stripped])


class ConclusionForm(ChineseForm):
    """The registrar's answer."""

    conclusion = RadioField("年检结论", validators=[required("请选择结论。")])
    filed_on = DateField("参检日期", [Optional()])
    concluded_on = day_field("结论日期", required("请填写结论日期。"))
    measures = CheckboxListField("处理措施", choices=dict(MEASURES), validators=[Optional()])
    document = StringField("文号", [at_most(120)], filters=[stripped])
    rectify_by = DateField("整改期限", [Optional()])
    spot_check = SelectField("抽查结果", choices=choices(SpotCheck, "未抽查"), default="")
    note = TextAreaField("备注", [at_most(500)], filters=[stripped])
    reason = StringField("变更理由", [at_most(300)], filters=[stripped])

    def offer(self, regime: Regime) -> None:
        """The words of this regime."""
        own = [each for each in Conclusion if each.regime is regime and each.present]
        self.conclusion.choices = {each.value: each.label for each in own}


class EvaluationForm(ChineseForm):
    """The Party side's answer."""

    evaluation = RadioField(
        "党建评价结论", choices=choices(Evaluation), validators=[required("请选择评价结论。")]
    )
    score = StringField("党建评价得分", [at_most(10)], filters=[stripped])
    filed_on = DateField("参检日期", [Optional()])
    evaluated_on = day_field("评价日期", required("请填写评价日期。"))
    reason = StringField("变更理由", [at_most(300)], filters=[stripped])


def filled(form: Any, row: Any, **more: Any) -> Any:
    """The form with what stands already."""
    for name, field in form._fields.items():
        value = more.get(name, getattr(row, name, None))
        if value is not None and not field.raw_data:
            field.data = getattr(value, "value", value)
    return form
