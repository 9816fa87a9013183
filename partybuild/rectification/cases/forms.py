"""Forms of a case: the plan, progress, evidence, acceptance, look-back, dissolution."""

from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from partybuild.notices.rules import printable
from partybuild.organizations.forms import day_field
from partybuild.rectification.kinds import LookBackResult
from partybuild.web.forms import ChineseForm, at_most, choices, required


class CheckboxListField(SelectMultipleField):
    """Several may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _clean(text: str | None) -> str:
    return printable(text or "")


def _line(label: str, length: int, *checks: Any, **options: Any) -> StringField:
    return StringField(label, [*checks, at_most(length)], filters=[_clean], **options)


def _text(label: str, most: int, *checks: Any, **options: Any) -> TextAreaField:
    return TextAreaField(label, [*checks, at_most(most)], filters=[_clean], **options)


def _ticked(label: str) -> CheckboxListField:
    return CheckboxListField(label, choices={}, coerce=str, validate_choice=False)


def numbers(texts: Any) -> list[int]:
    """The ids among what was ticked or chosen; anything else names nothing."""
    found = [str(text) for text in texts or ()]
    return [int(text) for text in found if text.isascii() and text.isdigit() and len(text) < 16]


class StepForm(ChineseForm):
    """Every form of a step names the version of the case that it was offered for."""

    version = HiddenField(default="0")

    def seen(self) -> int:
        """The version that the page showed; 0 where it says none."""
        return next(iter(numbers([self.version.data])), 0)


class OutlineForm(StepForm):
    """一支部一策 beside its lists."""

    cause = _text("原因分析", 2000, required("请填写原因分析。"))
    leader = _line(
        "包联领导（姓名、职务）",
        120,
        required("请填写包联领导。"),
        description="党（工）委班子成员",
    )
    instructor = _line("第一书记或指导员", 120)


class ProblemForm(StepForm):
    """One problem of the list."""

    words = _text("问题", 1000, required("请写明问题。"))
    note = _line("补充的理由", 500)


class MeasureForm(StepForm):
    """One measure: what, who, until when, proven by what."""

    words = _text("整顿措施", 1000, required("请写明整顿措施。"))
    person = _line("责任人", 120, required("请填写责任人。"))
    due_on = day_field("完成时限", required("请填写完成时限。"))
    proof = _line("用什么佐证", 200, description="如会议记录、换届批复、照片")
    note = _line("补充的理由", 500)


class ReportForm(StepForm):
    """What was done in a month."""

    month = SelectField("报哪个月", choices={}, validate_choice=False)
    words = _text("这个月做了什么", 2000, required("请写一写这个月做了什么。"))


class ProofForm(StepForm):
    """Files that prove a measure."""


class CloseForm(StepForm):
    """A measure is carried out."""

    words = _text("完成情况", 1000, required("请写明完成情况。"))
    files = _ticked("用哪些材料佐证")


class ReopenForm(StepForm):
    """A measure was closed too early."""

    reason = _line("撤销销号的理由", 500, required("请写明撤销销号的理由。"))


class AcceptForm(StepForm):
    """What an acceptance found."""

    day = day_field("验收日期", required("请填写验收日期。"))
    people = _line(
        "验收人员", 200, required("请填写验收人员。"), description="不能是参与整顿的人员"
    )
    satisfaction = IntegerField(
        "满意度（%）",
        [Optional(), NumberRange(0, 100, "满意度请填 0 到 100 的整数。")],
        description="党员群众测评，没有测评的不填",
    )
    words = _text("验收意见", 1000, required("请写明验收意见。"))


class RefuseForm(AcceptForm):
    """What is not put right, and until when it must be."""

    words = _text("不通过的理由", 1000, required("请写明不通过的理由。"))
    problems = _ticked("退回重新整顿的问题")
    due_on = day_field("重新整顿到哪天", required("请填写重新整顿的期限。"))


class LookForm(StepForm):
    """What a look-back found."""

    look_back = HiddenField()
    day = day_field("回头看日期", required("请填写回头看日期。"))
    result = RadioField(
        "结果",
        choices=choices(LookBackResult),
        validators=[required("请选择回头看的结果。")],
    )
    problems = _ticked("反弹的问题")
    words = _text("情况", 1000, required("请写明回头看的情况。"))


class DissolveForm(StepForm):
    """撤销党组织; where each organization goes is asked by its own field."""

    day = day_field("撤销日期", required("请填写撤销日期。"))
    document = _line("批准撤销的文号", 120, required("请填写批准撤销的文号。"))
    reason = _text("撤销的理由", 1000, required("请写明撤销的理由。"))
    members = _text("党员去向", 500, required("请写明党员去向；没有党员的写“无党员”。"))
