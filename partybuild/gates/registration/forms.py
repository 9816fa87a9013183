"""Forms of the registration gate."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from partybuild.gates.registration.leaving_rules import Fate
from partybuild.gates.registration.rules import ANSWERS, Answer, Matter, Members
from partybuild.gates.registration.rules import AnswerKind as Kind
from partybuild.organizations import moving
from partybuild.organizations.forms import count_field, day_field, stripped, text_field
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import RegisterLevel, Way
from partybuild.web.forms import ChineseForm, at_most, choices, required

FIELDS = (
    *("kind", "authority", "registration_way", "level", "supervisor", "industry"),
    *("trade", "charity", "community", "region", "body", "legal_person"),
    *("party_clause", "values_clause", "summary"),
)
"""What an application keeps beside its name and members."""


class Versioned(ChineseForm):
    """A form that says which state of the case it was made for."""

    version = HiddenField(default="0")

    def seen(self) -> int:
        """The case's version as the page showed it; 0 where it says none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class ApplicationForm(Versioned):
    """What is applied for."""

    name = text_field("组织名称", 200, required("请填写拟登记的全称。"))
    kind = SelectField("组织类型", choices=choices(OrganizationKind))
    authority = text_field("登记管理机关", 120)
    registration_way = SelectField("登记方式", choices=choices(Way, "未填"))
    level = SelectField("登记层级", choices=choices(RegisterLevel), default=RegisterLevel.COUNTY)
    supervisor = text_field("业务主管单位", 120, description="双重管理的填写")
    industry = SelectField("行业类别", choices={}, validate_choice=False)
    trade = BooleanField("行业协会商会")
    charity = BooleanField("慈善组织")
    community = BooleanField("社区社会组织")
    region = text_field("住所所在", 80, required("请填写区划代码或全称。"))
    body = text_field(
        "党建工作机构",
        200,
        description="直接登记的由同级社会组织党建工作机构答复，双重管理的由业务主管单位党建机构答复",
    )
    legal_person = text_field("拟任法定代表人", 60)
    staff = count_field("从业人员数")
    full = count_field("正式党员数")
    probationary = count_field("预备党员数")
    party_clause = BooleanField("章程已载明党的建设条款")
    values_clause = BooleanField("章程已载明社会主义核心价值观条款")
    summary = TextAreaField("事项说明", [at_most(500)], filters=[stripped])

    def members(self) -> Members:
        """The members that the form names."""
        return Members(self.full.data, self.probationary.data, self.staff.data)

    def fields(self) -> dict[str, Any]:
        """The rest of the application."""
        return {name: self[name].data for name in FIELDS}


class MatterForm(Versioned):
    """A change or the end of an organization that stands in the register."""

    summary = TextAreaField(
        "申请事项", [required("请写明申请的事项和原因。"), at_most(500)], filters=[stripped]
    )

    def members(self) -> Members:
        """Nothing said: the register knows."""
        return Members()

    def fields(self) -> dict[str, Any]:
        """What is applied for."""
        return {"summary": self.summary.data}


YES_NO = {"": "不变", "yes": "是", "no": "否"}


class ChangeForm(MatterForm):
    """What is to change; whatever is left blank stays as the register says it."""

    name = text_field("组织名称", 200)
    legal_person = text_field("法定代表人", 60)
    address = text_field("住所", 200)
    region = text_field("住所所在", 80)
    follow = SelectField(
        "统计归属",
        choices={
            moving.FOLLOW: "随住所所在划转（按登记层级确定）",
            moving.STAY: "不划转，仍在原处统计",
        },
        default=moving.FOLLOW,
    )
    supervisor = text_field("业务主管单位", 120)
    registration_way = SelectField("登记方式", choices=choices(Way, "不变"), default="")
    industry = SelectField("行业类别", choices={}, validate_choice=False, default="")
    trade = SelectField("行业协会商会", choices=YES_NO, default="")
    charity = SelectField("慈善组织", choices=YES_NO, default="")
    community = SelectField("社区社会组织", choices=YES_NO, default="")
    effective_on = day_field("变更生效日期", description="留空为办结时填写的登记日期")
    other = BooleanField("变更的事项不在上列之内（如业务范围、注册资金），名册不改")

    def fields(self) -> dict[str, Any]:
        """What is applied for, blanks for what stays."""
        skipped = {"version"}
        return {name: field.data for name, field in self._fields.items() if name not in skipped}


class AnswerForm(Versioned):
    """The Party side's answer."""

    kind = RadioField("答复", [required("请选择一种答复。")], choices={})
    day = day_field("答复日期", required("请填写答复日期。"))
    party = text_field("上级党组织或纳入的党组织", 200, description="党组织编码或全称")
    party_name = text_field("新建党组织全称", 200)
    secretary = text_field("书记", 60)
    person = text_field("指导员姓名", 60)
    workplace = text_field("指导员工作单位", 120)
    telephone = text_field("指导员电话", 30)
    review_on = day_field("复查日期（豁免的填到期日）")
    document = text_field("批复或文件号", 120)
    reason = TextAreaField("原因或安排", [at_most(500)], filters=[stripped])
    members = TextAreaField("党员组织关系转往", [at_most(300)], filters=[stripped])
    fate = RadioField("党组织的安排", [Optional()], choices=choices(Fate))
    onward = text_field("改由哪家社会组织牵头或挂靠", 200, description="统一社会信用代码或全称")
    reply = BooleanField("批复文号留空，由系统出具撤销批复并编号")

    def offer(self, matter: Matter) -> "AnswerForm":
        """With the kinds of answer that this matter takes."""
        self.kind.choices = {kind.value: kind.label for kind in ANSWERS[matter]}
        return self

    def answer(self, party_id: int | None, onward_id: int | None = None) -> Answer:
        """What a valid form says."""
        return Answer(
            kind=Kind(self.kind.data),
            day=self.day.data,
            reason=self.reason.data or "",
            document=self.document.data or "",
            review_on=self.review_on.data,
            party_id=party_id,
            party_name=self.party_name.data or "",
            secretary=self.secretary.data or "",
            person=self.person.data or "",
            workplace=self.workplace.data or "",
            telephone=self.telephone.data or "",
            members=self.members.data or "",
            fate=Fate(self.fate.data) if self.fate.data else None,
            onward_id=onward_id,
        )


class DoneForm(Versioned):
    """The registration is done."""

    day = day_field("登记日期", required("请填写登记日期。"))
    number = text_field("统一社会信用代码", 40)
    document = text_field("登记文号", 120)
    accepted = text_field("放行理由", 300, description="代码与证书一致、但校验码不符时填写")
    note = TextAreaField("意见", [at_most(500)], filters=[stripped])


class NoteForm(Versioned):
    """A step that needs only its words."""

    note = TextAreaField("意见或理由", [at_most(1000)], filters=[stripped])
    document = text_field("文件号", 120)
