"""Forms of the guided procedures: one for opening each, one for each step."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional

from partybuild.gates.registration.forms import Versioned
from partybuild.organizations.forms import day_field, stripped, text_field
from partybuild.party.kinds import Formation, PartyKind
from partybuild.web.forms import ChineseForm, at_most, choices, required

MOST = 100_000


def count_field(label: str, sentence: str = "", description: str = "") -> IntegerField:
    """A count; `sentence`: what is said where it must be given and is not."""
    first = required(sentence) if sentence else Optional()
    limits = NumberRange(0, MOST, "请填 0 或更大的整数。")
    return IntegerField(label, [first, limits], description=description)


FOUNDED = [kind for kind in PartyKind if kind is not PartyKind.WORK_COMMITTEE]


class Sending(ChineseForm):
    """A request that may be sent at once, with its papers."""

    send = BooleanField("同时报送请示（材料在下面上传）")
    document = text_field("请示文号", 120, description="没有文号的留空")


class OpeningForm(Sending):
    """Why a Party organization is to be elected, dissolved or merged."""

    why = TextAreaField("事由", [at_most(300)], filters=[stripped])
    direct = BooleanField("由上级党组织直接作出决定（不经请示）")

    def details(self) -> dict[str, Any]:
        """What the form says."""
        return {"why": self.why.data or ""}


class ExtensionForm(Sending):
    """A term that is to last longer."""

    until = day_field("延期至", required("请填写延期至哪一天，最长一年。"))
    why = TextAreaField(
        "延期原因", [required("请写明延期原因。"), at_most(300)], filters=[stripped]
    )

    def details(self) -> dict[str, Any]:
        """What the form says."""
        return {"why": self.why.data, "until": self.until.data.isoformat()}


class AppointmentForm(Sending):
    """A secretary to be appointed or replaced."""

    secretary = text_field("拟任书记", 60, required("请填写拟任书记姓名。"))
    telephone = text_field("书记电话", 30)
    former = text_field("不再担任书记的同志", 60)
    why = TextAreaField("事由", [at_most(300)], filters=[stripped])

    def details(self) -> dict[str, Any]:
        """What the form says, without the telephone."""
        return {
            "why": self.why.data or "",
            "secretary": self.secretary.data,
            "former": self.former.data or "",
        }


class FoundingForm(Sending):
    """A Party organization to be set up."""

    name = text_field("党组织全称", 200, required("请填写拟设立党组织的全称。"))
    kind = SelectField("党组织类型", choices=choices(FOUNDED), default=PartyKind.BRANCH.value)
    formation = SelectField("组建方式", choices=choices(Formation, "未定"))
    parent = text_field("上级党组织", 200, description="编码或全称；留空为牵头单位的党建工作机构")
    lead = text_field("牵头单位", 200, description="统一社会信用代码或全称")
    organizations = TextAreaField(
        "覆盖的社会组织",
        [at_most(2000)],
        filters=[stripped],
        description="一行一家，代码或全称；牵头单位不用重复",
    )
    full = count_field("正式党员数")
    probationary = count_field("预备党员数")
    why = TextAreaField("设立理由", [at_most(300)], filters=[stripped])


class StepForm(Versioned):
    """A step: when, by which document, what is to be said of it."""

    day = day_field("办理日期", required("请填写办理日期。"))
    document = text_field("文件号", 120)
    reply = BooleanField("文件号留空，由系统出具批复并编号")
    note = TextAreaField("意见", [at_most(1000)], filters=[stripped])

    def values(self) -> dict[str, Any]:
        """What the step adds to the procedure, days as days."""
        shared = {"day", "document", "reply", "note", "version", "telephone"}
        return {name: field.data for name, field in self._fields.items() if name not in shared}


class BackForm(StepForm):
    """A step back: its words are enough."""

    day = day_field("办理日期")


class ChooseForm(StepForm):
    """Who was elected or appointed in the new Party organization."""

    founded_on = day_field("成立日期", required("请填写成立日期。"), description="不早于批复日期")
    secretary = text_field("书记", 60, required("请填写书记姓名。"))
    telephone = text_field("书记电话", 30)
    seats = count_field("委员名额", description="不设委员会的留空")
    ends_on = day_field("任期（临时党组织为期限）届满日期", description="留空按类型推算")


class NominateForm(StepForm):
    """The candidates sent up."""

    seats = count_field("应选委员名额", "请填写应选名额，不设委员会的填 0。")
    candidates = count_field("候选人数", "请填写候选人数。")
    names = TextAreaField(
        "候选人预备人选", [required("请填写候选人姓名。"), at_most(500)], filters=[stripped]
    )


class ElectForm(StepForm):
    """The election as it was held."""

    seats = count_field("应选委员名额", "请填写应选名额，不设委员会的填 0。")
    candidates = count_field("候选人数", "请填写候选人数。")
    due = count_field("应到会有选举权的党员", "请填写应到会人数。")
    attended = count_field("实到会有选举权的党员", "请填写实到会人数。")
    secretary = text_field("当选书记", 60, required("请填写当选书记。"))
    telephone = text_field("书记电话", 30)
    elected = text_field("当选委员", 200)
    ends_on = day_field("新一届届满日期", description="留空按任期意见推算")


class SettleForm(StepForm):
    """Where members and covered organizations go."""

    members = TextAreaField(
        "党员组织关系去向", [required("请写明每名党员转到哪里。"), at_most(500)], filters=[stripped]
    )
    heir = text_field("所覆盖的组织转由", 200, description="党组织编码或全称；合并的填并入的党组织")
    ended_too = BooleanField("没有党组织接续，覆盖关系同日结束")
    property = text_field("党费、资料和印章处理", 200)

    day = day_field("办理日期")

    def values(self) -> dict[str, Any]:
        """Without the heir's words: the view puts the heir's id."""
        return {name: value for name, value in super().values().items() if name != "heir"}


FORMS: dict[str, type[StepForm]] = {
    "choose": ChooseForm,
    "nominate": NominateForm,
    "elect": ElectForm,
    "settle": SettleForm,
}
"""Steps that say more than day, document and words."""
