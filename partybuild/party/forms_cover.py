"""Forms of cover: links, joining, instructors, mass organizations, their ends."""

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from partybuild.organizations.forms import day_field, text_field
from partybuild.party.forms import Reasons, suggesting
from partybuild.party.kinds import InstructorKind, MassKind
from partybuild.web.forms import choices, required


class LinkForm(Reasons):
    """Organizations that a Party organization covers from a day on."""

    organizations = SelectMultipleField(coerce=int, validate_choice=False)
    effective_on = day_field("覆盖起始日期", required("请填写从哪一天起覆盖。"))


class JoiningForm(Reasons):
    """One organization joins an existing Party organization."""

    party = RadioField("并入", coerce=int, choices={}, validate_choice=False, default=0)
    other = text_field(
        "其他党组织",
        240,
        description="不在上面的，填编码或名称",
        render_kw=suggesting("/party/shelters", "shelters"),
    )
    effective_on = day_field("覆盖起始日期", required("请填写从哪一天起覆盖。"))


class AssignmentForm(Reasons):
    """An instructor or liaison officer is sent."""

    kind = SelectField("类型", choices=choices(InstructorKind), default="instructor")
    known = SelectField("已在岗人员", coerce=int, choices={}, default=0)
    name = text_field("姓名", 60, description="上面没有的，在这里填写")
    workplace = text_field("工作单位", 120)
    telephone = text_field("联系电话", 40)
    effective_on = day_field("派驻日期", required("请填写派驻日期。"))
    last_day = day_field("结束日期", description="没有期限的不填；最后一天仍计算")


class MassForm(Reasons):
    """A mass organization is set up."""

    kind = SelectField("群团组织", choices=choices(MassKind), default="union")
    effective_on = day_field("建立日期", required("请填写建立日期。"))


class EndingForm(Reasons):
    """The last day of a link, an assignment or a mass organization."""

    last_day = day_field(
        "结束日期", required("请填写结束日期。"), description="最后一天，当天仍计算"
    )


class CorrectionForm(Reasons):
    """The right days of what was entered wrongly."""

    first = day_field("正确的起始日期", required("请填写起始日期。"))
    last = day_field("正确的结束日期", description="仍在继续的不填")
    void = BooleanField("整条登记有误，作废")
