"""What is typed of an indicator, a new scheme, a publication and a workbook."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)

from partybuild import clock
from partybuild.ratings.points import shown, tenths
from partybuild.ratings.schemes import editing
from partybuild.ratings.schemes.columns import REVIEWING
from partybuild.ratings.schemes.commands import Publishing
from partybuild.ratings.schemes.kinds import ItemFact
from partybuild.ratings.schemes.scheme import Indicator
from partybuild.web.forms import ChineseForm, at_most, choices, required

LINES = "每行一条，写成“内容 | 分值”，如“配齐 | 20”"
_SAME = ("label", "explanation", "basis", "bonus", "multiple", "evidence", "scored_by", "fact")


class GroupForm(ChineseForm):
    """An indicator with others below it."""

    seen = HiddenField()
    label = StringField("名称", [required(), at_most(80)])
    points = StringField("分值（分）", [required(), at_most(8)], render_kw={"inputmode": "decimal"})
    bonus = BooleanField("加分指标（不计入满分）")
    explanation = TextAreaField("说明", [at_most(500)], render_kw={"rows": 2})
    basis = StringField("依据", [at_most(200)], description="文件名、条款")

    def indicator(self, before: Indicator | None) -> Indicator:
        """What was typed; RuleBroken with a sentence."""
        return Indicator(
            before.key if before else "",
            (self.label.data or "").strip(),
            tenths(self.points.data or ""),
            explanation=(self.explanation.data or "").strip(),
            basis=(self.basis.data or "").strip(),
            bonus=self.bonus.data,
        )


class ItemForm(GroupForm):
    """An indicator that is scored."""

    step = SelectField(
        "最小计分单位", choices={"10": "1 分", "5": "0.5 分", "1": "0.1 分"}, default="10"
    )
    options = TextAreaField("选项", [at_most(4000)], description=LINES, render_kw={"rows": 5})
    multiple = BooleanField("选项可以多选，分值相加")
    deductions = TextAreaField(
        "扣分情形",
        [at_most(4000)],
        description=f"{LINES}；扣到 0 分为止，原扣分照记",
        render_kw={"rows": 5},
    )
    evidence = BooleanField("得分须有佐证材料")
    scored_by = SelectField(
        "由谁评分",
        choices={"": "自评和各级都评", **{v: f"只由{label}评" for label, v in REVIEWING.items()}},
    )
    fact = SelectField("系统带出的情况", choices=choices(ItemFact, "不带出"))

    def indicator(self, before: Indicator | None) -> Indicator:
        """What was typed, options and deductions under the keys they had."""
        old = before or Indicator("", "", 0)
        return Indicator(
            old.key,
            (self.label.data or "").strip(),
            tenths(self.points.data or ""),
            explanation=(self.explanation.data or "").strip(),
            basis=(self.basis.data or "").strip(),
            options=editing.options(self.options.data or "", old.options),
            multiple=self.multiple.data,
            deductions=editing.deductions(self.deductions.data or "", old.deductions),
            step=int(self.step.data),
            evidence=self.evidence.data,
            scored_by=self.scored_by.data,
            bonus=self.bonus.data,
            fact=self.fact.data,
        )


def filled(node: Indicator) -> dict[str, Any]:
    """What the fields say of an indicator."""
    return {
        **{name: getattr(node, name) for name in _SAME},
        "points": shown(node.points),
        "step": str(node.step),
        "options": editing.typed(node.options),
        "deductions": editing.typed(node.deductions),
    }


class CopyForm(ChineseForm):
    """The name of a new scheme."""

    label = StringField("新方案的名称", [required(), at_most(80)])


class PublishForm(ChineseForm):
    """From when, from where, why; and that the consequence was read."""

    seen = HiddenField()
    valid_from = DateField("生效日期", [required()], description="今天或以后，晚于上一版的生效日期")
    source = StringField("来源", [required(), at_most(300)], description="文件名和文号")
    reason = StringField("发布原因", [required(), at_most(200)])
    confirmed = BooleanField(
        "我已核对：发布后不能再改，以后只能出新版本", [required("请先勾选确认。")]
    )

    def said(self) -> Publishing:
        """What was typed."""
        day = self.valid_from.data or clock.today()
        return Publishing(day, self.source.data or "", self.reason.data or "")


class WorkbookForm(ChineseForm):
    """A workbook for the draft."""

    seen = HiddenField()
    file = FileField(
        "工作簿", description="由“导出工作簿”得到的 .xlsx，2 MB 以内；整份替换草稿内容"
    )
