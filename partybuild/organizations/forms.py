"""Forms of the register: their fields, wording, and the values they hand to a command."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional

from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import Part, RegisterLevel, Way
from partybuild.web.forms import ChineseForm, at_most, choices, required

CHANGE, CORRECT = "change", "correct"
MOST = 10_000_000
TELEPHONES = re.compile(r"[\d+\-*() （）、,，;；转]*")
LONG_NUMBER = re.compile(r"\d{13}")


def day_field(label: str, *checks: Any, **options: Any) -> DateField:
    """A day, picked or typed as 2026-03-05."""
    return DateField(label, [*checks] or [Optional()], **options)


def count_field(label: str) -> IntegerField:
    """A count; left blank where nobody has counted."""
    return IntegerField(label, [Optional(), NumberRange(0, MOST, "请填 0 或更大的整数。")])


def text_field(label: str, length: int, *checks: Any, **options: Any) -> StringField:
    """A line of text, without blanks around it, blank for nothing."""
    return StringField(label, [*checks, at_most(length)], filters=[stripped], **options)


def stripped(text: str | None) -> str:
    """The text without blanks around it."""
    return (text or "").strip()


class Asking(ChineseForm):
    """What every change is asked beside its values."""

    reason = TextAreaField(
        "理由", [at_most(500)], filters=[stripped], description="上级更正、划转、恢复须写明"
    )
    document = text_field("文号", 120, description="有批复、决定的填写文号")
    version = HiddenField(default="0")

    def last_seen(self) -> int:
        """The last change the reader of the form could have seen."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class Dating(Asking):
    """A change that holds from a day on, or the correction of what was always wrong."""

    mode = RadioField(
        "这次修改是",
        choices={
            CHANGE: "情况有了变化，从生效日期起按新的计",
            CORRECT: "更正：原来就记错了，从错处起改过来",
        },
        default=CHANGE,
    )
    effective_on = day_field("生效日期", description="选“更正”时不用填")
    on = HiddenField()

    def validate(self, *extra: Any, **options: Any) -> bool:
        """A change wants its day; an optional field's own checks are not asked when it is blank."""
        valid = bool(super().validate(*extra, **options))
        field = self.effective_on
        if self.mode.data == CHANGE and field.data is None and not field.errors:
            field.errors = ["请填写从哪一天起生效；原来就记错的，请选“更正”。"]
            return False
        return valid

    @property
    def day(self) -> date | None:
        """The effective day; None for a correction."""
        day: date | None = self.effective_on.data
        return day if self.mode.data == CHANGE else None


class ContactFields(ChineseForm):
    """联系方式."""

    legal_person = text_field("法定代表人", 60)
    contact = text_field("联系人", 60)
    telephone = text_field("联系电话", 60)
    address = text_field("住所", 200)
    overdue_leader = text_field("负责人超期", 60, description="如：会长超任期 1 届")

    def validate_telephone(self, field: Field) -> None:
        """Telephone numbers only: no identity number is ever kept."""
        if not TELEPHONES.fullmatch(field.data or "") or LONG_NUMBER.search(field.data or ""):
            raise ValidationError("请填写电话号码，如 029-87654321 或 13800001234。")


class HeadcountFields(ChineseForm):
    """从业人员与党员数."""

    staff = count_field("从业人员数")
    full = count_field("正式党员数")
    probationary = count_field("预备党员数")
    affiliated = count_field("组织关系在本组织党员数")


class BoardFields(ChineseForm):
    """理事会届期."""

    elected_on = day_field("最近换届日期")
    last_day = day_field("本届届满日期", description="任期的最后一天")


class PlanFields(ChineseForm):
    """未建原因与组建计划."""

    reason_listed = SelectField("未建原因", choices={}, validate_choice=True)
    measure = TextAreaField("措施", [at_most(300)], filters=[stripped])
    planned_on = day_field("拟建日期")
    responsible = text_field("责任人", 60)
    review_on = day_field("复查日期", description="到期仍未建的，会在页首提醒")


class ProfileFields(ChineseForm):
    """基本情况."""

    name = text_field("组织名称", 200, required("请填写登记证书上的全称。"))
    kind = SelectField("组织类型", choices=choices(OrganizationKind), coerce=OrganizationKind)
    registered_on = day_field("成立登记日期", required("请填写成立登记日期。"))
    authority = text_field("登记管理机关", 120)
    registration_way = SelectField("登记方式", choices=choices(Way, "未填"))
    level = SelectField("登记层级", choices=choices(RegisterLevel), default=RegisterLevel.COUNTY)
    supervisor = text_field("业务主管单位", 120, description="直接登记的可不填")
    industry = SelectField("行业类别", choices={})
    region = text_field(
        "住所所在", 80, required("请填写区划代码或名称。"), description="区划代码或全称"
    )
    body = text_field(
        "党建工作机构", 200, description="党组织名称或编码；系统中还没有的也可先写，待落实"
    )
    trade = BooleanField("行业协会商会")
    charity = BooleanField("慈善组织")
    community = BooleanField("社区社会组织")
    zombie = BooleanField("僵尸型")


class Accepting(ChineseForm):
    """A code whose check character fails may pass with a reason."""

    accepted = text_field("放行理由", 300, description="代码与证书一致、但末位校验码不符时填写")


class ProfileForm(ProfileFields, Accepting, Dating):
    """Change of the profile. `follow` is asked where the new place calls for it (`moving`)."""

    follow = RadioField("统计归属", [Optional()], choices={}, validate_choice=False)


class ContactForm(ContactFields, Dating):
    """Change of contacts."""


class HeadcountForm(HeadcountFields, Dating):
    """A new count, or a corrected one."""


class BoardForm(BoardFields, Dating):
    """A board's election."""


class PlanForm(PlanFields, Dating):
    """Reason and plan."""


FORMS: Mapping[Part, type[Dating]] = {
    Part.PROFILE: ProfileForm,
    Part.CONTACT: ContactForm,
    Part.HEADCOUNT: HeadcountForm,
    Part.BOARD: BoardForm,
    Part.PLAN: PlanForm,
}
_FIELDS: Mapping[Part, type[ChineseForm]] = {
    Part.PROFILE: ProfileFields,
    Part.CONTACT: ContactFields,
    Part.HEADCOUNT: HeadcountFields,
    Part.BOARD: BoardFields,
    Part.PLAN: PlanFields,
}


def names(part: Part) -> list[str]:
    """Names of a part's own fields, in order."""
    return [field.name for field in _FIELDS[part]()]


def stated(form: ChineseForm, part: Part) -> dict[str, Any]:
    """What a valid form says of a part, by column; 未建原因 under its column's own name."""
    return {_column(name): form[name].data for name in names(part)}


def _column(name: str) -> str:
    return "reason" if name == "reason_listed" else name
