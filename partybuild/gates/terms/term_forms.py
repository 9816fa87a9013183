"""Forms about terms of office: reminders of a list, 换届提示函, postponements."""

from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from partybuild.deadlines.rules import Channel
from partybuild.organizations.forms import day_field, stripped, text_field
from partybuild.web.forms import ChineseForm, at_most, required


class RemindersForm(ChineseForm):
    """A reminder of everybody on the list."""

    expected = IntegerField("名单条数", [NumberRange(1)])
    channel = SelectField(
        "方式",
        choices={each.value: each.label for each in Channel if each is not Channel.SYSTEM},
    )
    sent_on = day_field("提醒日期", required("请填写提醒日期。"))
    note = text_field("文号或说明", 300)


class LetterForm(ChineseForm):
    """A 换届提示函."""

    contact = text_field("联系人", 40, required("请填写联系人。"))
    telephone = text_field("联系电话", 40, required("请填写联系电话。"))
    request_by = day_field("请示报送期限", description="留空为届满前两个月")
    signer = text_field("签发人", 40)


class PostponementForm(ChineseForm):
    """A postponement that is approved."""

    until = day_field("延期至", required("请填写延期至哪一天。"))
    reason = TextAreaField(
        "延期原因", [required("请写明延期原因。"), at_most(300)], filters=[stripped]
    )
    request = text_field("请示标题或文号", 120)
    document = text_field("批复文号", 120, description="留空由系统出具批复并编号")
