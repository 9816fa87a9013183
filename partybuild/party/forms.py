"""Forms of Party organizations, of cover and of organization life: fields and wording."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Optional

from partybuild.organizations.forms import count_field, day_field, stripped, text_field
from partybuild.party.kinds import Formation, PartyKind
from partybuild.web.forms import ChineseForm, at_most, choices, required

YES_NO = {"yes": "是", "no": "否"}
MAYBE = {"": "未登记", **YES_NO}


def suggesting(address: str, target: str) -> dict[str, str]:
    """Attributes of a field that is completed while typing from `address` into a datalist."""
    return {
        "list": target,
        "autocomplete": "off",
        "hx-get": address,
        "hx-trigger": "input changed delay:300ms",
        "hx-target": f"#{target}",
        "hx-swap": "innerHTML",
    }


class Reasons(ChineseForm):
    """What stands behind a change."""

    document = text_field("批复或文号", 120, description="有批复、决定的填写文号")
    reason = TextAreaField(
        "理由", [at_most(500)], filters=[stripped], description="上级更正须写明理由"
    )


class Versioned(Reasons):
    """A change of something that somebody may have changed meanwhile."""

    version = HiddenField(default="0")

    def number(self) -> int:
        """The version on which the form is based."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class ProfileFields(ChineseForm):
    """What a Party organization is."""

    name = text_field("党组织名称", 200, required())
    kind = SelectField("党组织类型", choices=choices(PartyKind), validators=[required()])
    formation = SelectField(
        "组建方式",
        choices=choices(Formation, blank="未登记（按覆盖家数推定）"),
        validators=[Optional()],
    )
    social = SelectField(
        "是否社会组织党组织",
        choices=YES_NO,
        default="yes",
        description="机关、企业、社区党组织作挂靠的选“否”",
    )
    superior = text_field(
        "上级党组织",
        240,
        description="填编码或名称",
        render_kw=suggesting("/party/superiors", "superiors"),
    )
    region = text_field("区划", 120, description="填区划代码或名称", render_kw={"list": "units"})
    lead = text_field(
        "牵头单位",
        240,
        description="填了牵头单位，就随它统计；填代码或名称",
        render_kw=suggesting("/party/leads", "leads"),
    )
    approval_number = text_field("批准文号", 120)
    approved_on = day_field("批准日期")
    has_committee = SelectField("是否设支委会", choices=MAYBE, validators=[Optional()])
    seats_due = count_field("委员应配")
    seats_filled = count_field("委员实配")

    def values(self) -> dict[str, Any]:
        """The values of PartyProfile but those that must be looked up."""
        way, committee = self.formation.data, self.has_committee.data
        return {
            "name": self.name.data,
            "kind": PartyKind(self.kind.data),
            "formation": Formation(way) if way else None,
            "social": self.social.data == "yes",
            "approval_number": self.approval_number.data,
            "approved_on": self.approved_on.data,
            "has_committee": committee == "yes" if committee else None,
            "seats_due": self.seats_due.data,
            "seats_filled": self.seats_filled.data,
        }


class FoundingForm(ProfileFields):
    """A new Party organization with its first secretary, term and members."""

    founded_on = day_field("成立日期", required("请填写成立日期。"))
    secretary = text_field("书记姓名", 60)
    telephone = text_field("书记联系电话", 40)
    last_day = day_field("任期届满日期", description="最后一天；不填按党委 5 年、总支和支部 3 年")
    full = count_field("正式党员数")
    probationary = count_field("预备党员数")
    reason = TextAreaField("说明", [at_most(500)], filters=[stripped])
    organizations = SelectMultipleField(coerce=int, validate_choice=False)


class ProfileForm(ProfileFields, Versioned):
    """A change of what a Party organization is, from a day on."""

    effective_on = day_field("生效日期", required("请填写从哪一天起生效。"))


class SecretaryForm(Versioned):
    """A new secretary."""

    name = text_field("书记姓名", 60, required())
    telephone = text_field("书记联系电话", 40)
    effective_on = day_field("任职日期", required("请填写任职的第一天。"))
    last_day = day_field("离任日期", description="仍在任的不填；最后一天仍算在任")


class DepartureForm(Versioned):
    """The secretary's last day."""

    last_day = day_field(
        "离任日期", required("请填写离任日期。"), description="最后一天，当天仍算在任"
    )


class TermForm(Versioned):
    """A new term of office."""

    effective_on = day_field("本届任期起", required("请填写换届选举的日期。"))
    last_day = day_field("任期届满日期", description="最后一天；不填按党委 5 年、总支和支部 3 年")


class ExtensionForm(Versioned):
    """An approved postponement of the election."""

    extended_to = day_field("延期至", required("请填写延期后的届满日期。"), description="最后一天")
    effective_on = day_field("批准日期", required("请填写批准日期。"))


class MembersForm(Versioned):
    """Members as counts."""

    full = count_field("正式党员数")
    probationary = count_field("预备党员数")
    effective_on = day_field("从哪一天起", required("请填写统计的日期。"))


class DissolutionForm(Versioned):
    """The end of a Party organization."""

    effective_on = day_field(
        "撤销日期", required("请填写撤销日期。"), description="从这一天起不再计入党组织数"
    )
    ended_too = BooleanField("我已核对，覆盖关系同日结束")


class FoundingDayForm(Versioned):
    """The right day of founding."""

    founded_on = day_field("正确的成立日期", required("请填写成立日期。"))


class RestorationForm(Versioned):
    """Why a dissolution is taken back."""
