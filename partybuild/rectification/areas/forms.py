"""The forms of urging a unit and of the steps that follow."""

from collections.abc import Mapping

from wtforms import HiddenField, SelectField

from partybuild.enforcement.forms import Saying, lines_field, text_field
from partybuild.enforcement.step_forms import StepForm
from partybuild.evidence.rules import Slot
from partybuild.organizations.forms import day_field
from partybuild.rectification.areas.rules import MOST_PROMISES
from partybuild.rectification.kinds import AreaMeasure
from partybuild.web.forms import required


class UrgeForm(Saying):
    """通报 or 挂牌督办."""

    measure = HiddenField()
    reasons = lines_field(
        "存在的主要问题", required("请写明存在的主要问题。"), most=1000, description="一行一条"
    )
    answer_by = day_field("报送整改承诺的最后日期", required("请填写报送整改承诺的最后日期。"))
    deadline = day_field("整改期限", required("请填写整改期限。"))
    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))
    signer = text_field("签发人", 60)

    FILES: tuple[Slot, ...] = (Slot("origin", "依据材料", required=False),)


class InterviewForm(UrgeForm):
    """约谈."""

    answer_by = day_field("约谈日期", required("请填写约谈日期。"))
    invited = text_field("被约谈人（姓名、职务）", 200, required("请填写被约谈人。"))
    hour = text_field("约谈时间", 20, required("请填写约谈时间，如上午九时。"))
    place = text_field("约谈地点", 200, required("请填写约谈地点。"))


URGING: Mapping[AreaMeasure, type[UrgeForm]] = {
    AreaMeasure.CIRCULAR: UrgeForm,
    AreaMeasure.INTERVIEW: InterviewForm,
    AreaMeasure.SUPERVISION: UrgeForm,
}


def _file(key: str, label: str) -> tuple[Slot, ...]:
    return (Slot(key, label, required=False),)


class _PromisesBase(StepForm):
    """What the unit promised."""

    day = day_field("收到承诺（约谈）的日期", required("请填写日期。"))
    FILES = _file("promises", "书面承诺、约谈记录")


_LINES = {
    f"{name}{n}": make
    for n in range(1, MOST_PROMISES + 1)
    for name, make in (
        ("words", text_field(f"承诺{n}", 500)),
        ("person", text_field("责任人", 120)),
        ("until", day_field("完成日期")),
    )
}
PromisesForm: type[StepForm] = type("PromisesForm", (_PromisesBase,), _LINES)
"""Lines of promise, person and day."""


class KeepForm(StepForm):
    """One promise is closed."""

    promise = SelectField("承诺", choices={}, validate_choice=False)
    day = day_field("完成日期", required("请填写完成日期。"))
    closing = lines_field("完成情况", required("请写明完成情况。"), most=500)
    FILES = _file("keep", "佐证材料")


class ExtendForm(StepForm):
    """A later day."""

    promise = SelectField("延长哪一项", choices={}, validate_choice=False)
    until = day_field("延期至", required("请填写延期至哪一天。"))
    FILES = _file("extend", "延期申请")


class CloseForm(StepForm):
    """Ended with a paper."""

    signer = text_field("签发人", 60)
    FILES = _file("close", "核实材料")


STEPS: Mapping[str, type[StepForm]] = {
    "promise": PromisesForm,
    "keep": KeepForm,
    "extend": ExtendForm,
    "close": CloseForm,
    "withdraw": StepForm,
}
_FILES = [*UrgeForm.FILES, *(slot for form in STEPS.values() for slot in form.FILES)]
LABELS = {slot.key: slot.label for slot in _FILES}
