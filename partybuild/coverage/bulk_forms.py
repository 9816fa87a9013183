"""What a bulk act is asked: its fields, and from what was typed to what is wanted."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import SelectField, TextAreaField

from partybuild.access.actor import Actor
from partybuild.coverage.bulk_plans import Act, Wanted
from partybuild.organizations import places, queries
from partybuild.organizations.forms import day_field, stripped, text_field
from partybuild.organizations.lists import INDUSTRIES
from partybuild.organizations.ports import BodyChoice, organization_ports
from partybuild.party import cover
from partybuild.party.kinds import InstructorKind
from partybuild.rules import RuleBroken
from partybuild.web.forms import ChineseForm, at_most, choices, required

PREFIX = "to-"
"""Before the name of every field, so that none is taken for a filter of the list."""


class Changing(ChineseForm):
    """What every bulk act is asked."""

    day = day_field("生效日期", required("请填写从哪一天起。"))
    reason = TextAreaField(
        "理由", [at_most(500)], filters=[stripped], description="划转统计归属、上级更正须写明"
    )
    document = text_field("文号", 120, description="有批复、决定的填写文号")

    def wanted(self, actor: Actor) -> Wanted:
        """What is to be true, in values and in words. RuleBroken where it cannot be told."""
        act, values, after = self.what(actor)
        return Wanted(act, self.day.data, self.reason.data, values, after, self.document.data)

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The act, its values, and the new value in words."""
        raise NotImplementedError


class InstructorForm(Changing):
    """派驻指导员: the same person to all of them."""

    kind = SelectField("类型", choices=choices(InstructorKind), validators=[required()])
    name = text_field("姓名", 60, required())
    workplace = text_field("工作单位", 120)
    telephone = text_field("联系电话", 40)

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The person to be sent."""
        values = {name: self[name].data for name in ("name", "workplace", "telephone")}
        after = cover.person(values["name"], values["workplace"])
        return Act.INSTRUCTOR, {**values, "kind": InstructorKind(self.kind.data)}, after


class BranchForm(Changing):
    """由党组织覆盖: links from the day on."""

    party = text_field("党组织", 240, required(), description="填编码或全称")

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The Party organization in reach that is to cover them."""
        found = _the_one(organization_ports.bodies(actor, self.party.data), self.party.data)
        if self.day.data is not None:
            cover.check_party(actor, found.id, self.day.data)
        return Act.BRANCH, {"party_id": found.id}, found.name


class BodyForm(Changing):
    """变更党建工作机构."""

    body = text_field("党建工作机构", 240, required(), description="填编码或全称")

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The body in reach that is to lead them."""
        found = _the_one(organization_ports.bodies(actor, self.body.data), self.body.data)
        return Act.BODY, {"body_id": found.id, "body_name": ""}, found.name


class UnitForm(Changing):
    """变更统计归属."""

    unit = text_field("统计归属", 120, required(), description="填区划代码或名称，如 610103 碑林区")

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The unit in reach in which they are to count."""
        if not self.reason.data:
            raise RuleBroken("变更统计归属须写明理由。")
        found = places.unit(actor, self.unit.data)
        return Act.UNIT, {"unit_id": found.id}, places.written(found)


class IndustryForm(Changing):
    """变更行业类别."""

    industry = SelectField("行业类别", validators=[required("请选择行业类别。")])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = queries.words(INDUSTRIES)
        self.industry.choices = [("", "请选择"), *((word, word) for word in words)]

    def what(self, actor: Actor) -> tuple[Act, Mapping[str, Any], str]:
        """The class they are to be of."""
        return Act.INDUSTRY, {"industry": self.industry.data}, self.industry.data


FORMS: Mapping[Act, type[Changing]] = {
    Act.INSTRUCTOR: InstructorForm,
    Act.BRANCH: BranchForm,
    Act.BODY: BodyForm,
    Act.UNIT: UnitForm,
    Act.INDUSTRY: IndustryForm,
}


def _the_one(found: Sequence[BodyChoice], words: str) -> BodyChoice:
    if not found:
        raise RuleBroken(f"您的管理范围内没有“{words}”，请填党组织编码或全称。")
    if len(found) > 1:
        several = "、".join(f"{choice.code} {choice.name}" for choice in found)
        raise RuleBroken(f"“{words}”不止一个，请填党组织编码：{several}。")
    return found[0]
