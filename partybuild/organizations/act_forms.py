"""Forms of single acts: entering, transferring, renumbering, ending, and yearly totals."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from partybuild.organizations.forms import (
    MOST,
    Accepting,
    Asking,
    BoardFields,
    ContactFields,
    Dating,
    HeadcountFields,
    ProfileFields,
    count_field,
    day_field,
    stripped,
    text_field,
)
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.web.forms import ChineseForm, at_most, choices, required


class RegisterForm(ProfileFields, ContactFields, HeadcountFields, BoardFields, Accepting, Asking):
    """A new organization."""

    number = text_field(
        "统一社会信用代码或备案编号", 40, description="登记的 18 位；备案的可不填，由系统编号"
    )
    unit = text_field("统计归属", 80, description="不填即按登记层级和住所推定；要改成别的须写理由")


class UnitForm(Dating):
    """Transfer to another unit."""

    unit = text_field("划转到", 80, required("请填写接收单位的代码或名称。"))


class NumberForm(Accepting, Asking):
    """A corrected code or filing number."""

    number = text_field("正确的号码", 40, required("请填写正确的号码。"))


LIVING = {s.value: s.label for s in OrganizationState if s.living}
ENDS = {s.value: s.label for s in OrganizationState if not s.living}


class StandingForm(Asking):
    """正常, 活动异常 or 责令停止活动."""

    state = RadioField("组织状态", [required("请选择状态。")], choices=LIVING)
    effective_on = day_field("状态日期", required("请填写决定作出的日期。"))


class EndForm(Asking):
    """The three ends."""

    state = RadioField("终止方式", [required("请选择终止方式。")], choices=ENDS)
    effective_on = day_field("终止日期", required("请填写终止日期。"))
    document = text_field("文号", 120, required("请填写登记机关的文号。"))
    confirmed = BooleanField("我已核对，确认办理", [required("请勾选确认。")])


class RestoreForm(Asking):
    """The end was a mistake."""

    reason = TextAreaField(
        "误办的情况", [required("请写明误办的情况。"), at_most(500)], filters=[stripped]
    )


class YearTotalForm(ChineseForm):
    """A yearly total from before the records began."""

    unit = text_field("单位", 80, required("请填写单位的代码或名称。"))
    year = IntegerField("年份", [required("请填写年份。")])
    kind = SelectField("组织类型", choices=choices(OrganizationKind), coerce=OrganizationKind)
    total = IntegerField("年末总数", [required("请填写年末总数。"), NumberRange(0, MOST)])
    registered = count_field("当年新登记")
    ended = count_field("当年终止")
    source = text_field("出处", 200, required("请写明数字的出处，如《2023年度统计公报》。"))
    reason = text_field("理由", 300, description="替有干部的下级单位补录须写明")


class RemovalForm(ChineseForm):
    """Taking out a total that was typed in by mistake."""

    reason = text_field("删除的理由", 300, required("请写明删除的理由。"))
