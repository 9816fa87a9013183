"""Forms that open a case, and what they share with the forms of steps."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from partybuild.enforcement.acting import Said
from partybuild.enforcement.kinds import PenaltyKind
from partybuild.evidence.rules import Slot
from partybuild.notices.kinds import Way
from partybuild.notices.rules import printable
from partybuild.organizations.forms import day_field
from partybuild.web.forms import ChineseForm, at_most, choices, required


def clean(text: str | None) -> str:
    """What can be printed and kept of a text: no control characters, no blanks around it."""
    return printable(text or "")


def text_field(label: str, length: int, *checks: Any, **options: Any) -> StringField:
    """A line of text, blank for nothing."""
    return StringField(label, [*checks, at_most(length)], filters=[clean], **options)


def lines_field(label: str, *checks: Any, most: int = 2000, **options: Any) -> TextAreaField:
    """A text of several lines, each a paragraph of the paper."""
    return TextAreaField(label, [*checks, at_most(most)], filters=[clean], **options)


class Saying(ChineseForm):
    """A form whose fields a command reads by name."""

    FILES: tuple[Slot, ...] = ()
    """Papers that may come with it."""

    def said(self, papers: Any = ()) -> Said:
        """What a valid form says."""
        return Said({field.short_name: field.data for field in self}, papers)


class IssuingFields(ChineseForm):
    """Who is to be asked, and who signs: on every paper."""

    issued_on = day_field("成文日期", required("请填写成文日期。"))
    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))
    signer = text_field("签发人", 60)


class OrderForm(IssuingFields, Saying):
    """责令限期整改."""

    faults = lines_field("存在的问题", required("请写明存在的问题。"), description="一行一条")
    measures = lines_field("整改要求", required("请写明整改要求。"), description="一行一条")
    deadline = day_field("整改期限")


class InterviewForm(IssuingFields, Saying):
    """约谈."""

    invited = text_field("被约谈人（姓名、职务）", 200, required("请填写被约谈人。"))
    reasons = lines_field("约谈事由", required("请写明约谈事由。"), description="一行一条")
    at = day_field("约谈日期", required("请填写约谈日期。"))
    hour = text_field("约谈时间", 20, required("请填写约谈时间，如上午九时。"))
    place = text_field("约谈地点", 200, required("请填写约谈地点。"))
    bring = text_field("需携带的材料", 200)
    host = text_field("约谈人", 120)


class ListingForm(Saying):
    """An entry in one of the two lists, proposed."""

    ground = SelectField("列入事由", choices={}, validate_choice=False)
    words = lines_field("具体情形", description="不填的按事由的文字；将印在告知书和决定书上")
    first_letter = day_field("第一封信寄出日期", description="无法取得联系的填写，均无人签收")
    second_letter = day_field("第二封信寄出日期")

    FILES = (Slot("origin", "依据材料", required=False),)


class PenaltyForm(Saying):
    """A penalty as outcome and number."""

    kind = SelectField("处罚种类", choices=choices(PenaltyKind))
    document = text_field("处罚决定书文号", 120, required("请填写处罚决定书文号。"))
    decided_on = day_field("决定日期", required("请填写决定日期。"))
    note = lines_field("说明", most=500)
    case = SelectField("关联的事项", choices={}, validate_choice=False)


class BatchForm(Saying):
    """Organizations taken up together."""

    title = text_field("批次名称", 120, required("请填写批次名称，如 2026 年第一批。"))
    note = lines_field("说明", most=500)


class AsideForm(Saying):
    """Proposals not taken up for now."""

    reason = lines_field("暂不办理的理由", required("请写明暂不办理的理由。"), most=500)
    until = day_field("到哪天再提示", required("请填写再次提示的日期。"))


class LetterForm(Saying):
    """函告业务主管单位."""

    supervisor = HiddenField(filters=[clean])
    reply_by = day_field("反馈日期", required("请填写反馈日期。"))
    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))
    signer = text_field("签发人", 60)


WAYS = choices(Way)
