"""The words in which an organization's history is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from partybuild.facts.histories import Subject
from partybuild.organizations.models import Organization, OrganizationEvent
from partybuild.web.filters import masked

LABELS = {
    "name": "组织名称",
    "kind": "组织类型",
    "authority": "登记管理机关",
    "registration_way": "登记方式",
    "level": "登记层级",
    "supervisor": "业务主管单位",
    "industry": "行业类别",
    "trade": "行业协会商会",
    "charity": "慈善组织",
    "community": "社区社会组织",
    "zombie": "僵尸型",
    "region": "住所所在",
    "unit": "统计归属",
    "body": "党建工作机构",
    "body_name": "主管党组织（待落实）",
    "registered_on": "成立登记日期",
    "state": "组织状态",
    "staff": "从业人员数",
    "full": "正式党员数",
    "probationary": "预备党员数",
    "affiliated": "组织关系在本组织党员数",
    "legal_person": "法定代表人",
    "contact": "联系人",
    "telephone": "联系电话",
    "address": "住所",
    "overdue_leader": "负责人超期",
    "elected_on": "最近换届日期",
    "last_day": "本届届满日期",
    "reason": "未建原因",
    "measure": "措施",
    "planned_on": "拟建日期",
    "responsible": "责任人",
    "review_on": "复查日期",
    "party_organization": "党组织",
    "instructor": "指导员（联络员）",
    "present": "群团组织",
}


def shown(column: str, value: Any) -> str:
    """A value as the history shows it; telephones masked, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if column == "telephone":
        return str(masked(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    return value.isoformat() if isinstance(value, date) else str(value)


ORGANIZATION = Subject(Organization, OrganizationEvent, "organization_id", LABELS, shown)


def naming(units: Mapping[int, str], bodies: Mapping[int, str]) -> Subject:
    """The same words, and units and Party bodies besides, told by these names."""
    names = {"region_id": units, "unit_id": units, "body_id": bodies}
    labels = {f"{name}_id": LABELS[name] for name in ("region", "unit", "body")}

    def shown_by_name(column: str, value: Any) -> str:
        if column in names and value is not None:
            return names[column].get(value, "—")
        return shown(column, value)

    return replace(ORGANIZATION, labels={**labels, **LABELS}, shown=shown_by_name)
