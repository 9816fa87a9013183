"""One row of a breakdown, and further filters, as conditions on spans."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from partybuild.access.actor import Actor
from partybuild.access.scope import system, visible
from partybuild.coverage.basis import FLAGS
from partybuild.coverage.lines import UNNAMED
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.models import PartySpan as P
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.organizations.kinds import Coded, OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyOrganization
from partybuild.rules import RuleBroken

Condition = ColumnElement[bool]
_COLUMNS: Mapping[str, Any] = {
    "kind": S.kind,
    "industry": S.industry,
    "level": S.level,
    "supervisor": S.supervisor,
    "registration": S.registration_way,
}


@dataclass(frozen=True, slots=True)
class Narrow:
    """One row of the breakdown `by`: the value as the address has it ("" is 未明确)."""

    by: str
    value: str
    label: str
    body_id: int | None = None

    def organizations(self) -> Condition:
        """The spans of organizations that count in this row."""
        if self.by == "body":
            return _is(S.body_id, self.body_id)
        if self.by == "kind":
            return _is(S.kind, OrganizationKind(self.value))
        return _is(_COLUMNS[self.by], self.value)

    def party(self) -> Condition:
        """The spans of Party organizations that count in this row: those right below a body."""
        if self.by != "body":
            raise RuleBroken("党组织只能按地区或主管党组织查看，请换一种分组。")
        return _is(P.parent_id, self.body_id)


def _is(column: Any, value: object) -> Condition:
    found: Condition = column.is_(None) if value is None else column == value
    return found


def narrow(actor: Actor, by: str, value: str) -> Narrow:
    """The row `value` of the breakdown `by`; OutOfReach for a body that leads nothing in reach."""
    if by == "region":
        raise RuleBroken("按地区分组时请用 region 选地区，不用 value。")
    if by == "body" and value:
        number, name = _body(actor, value)
        return Narrow(by, value, name, number)
    if by == "kind":
        return Narrow(by, value, coded(OrganizationKind, value, "组织类型").label)
    return Narrow(by, value, value or UNNAMED)


def coded(kind: type[Coded], value: str, what: str) -> Any:
    """The member with this code; RuleBroken names those there are."""
    try:
        return kind(value)
    except ValueError:
        known = "、".join(str(member.value) for member in kind)
        raise RuleBroken(f"没有名为“{value}”的{what}，可用：{known}。") from None


def _body(actor: Actor, code: str) -> tuple[int, str]:
    """Id and name of a body that stands in figures this person may see."""
    with system("主管党组织名称"):
        found = db.session.execute(
            select(PartyOrganization.id, PartyOrganization.name).where(
                PartyOrganization.code == code
            )
        ).one_or_none()
    if found is not None:
        for model, column in ((S, S.body_id), (P, P.parent_id)):
            query = visible(actor, model, model.id).where(column == found.id)
            if db.session.scalar(query.limit(1)) is not None:
                return found.id, found.name
    raise OutOfReach


@dataclass(frozen=True, slots=True)
class Sieve:
    """Filters of a list besides its figure: blank ones let everything pass."""

    kind: str = ""
    state: str = ""
    level: str = ""
    industry: str = ""
    flag: str = ""
    formation: str = ""

    def organizations(self) -> list[Condition]:
        """What spans of organizations must meet."""
        found: list[Condition] = []
        if self.kind:
            found.append(S.kind == coded(OrganizationKind, self.kind, "组织类型"))
        if self.state:
            found.append(S.state == coded(OrganizationState, self.state, "组织状态"))
        if self.level:
            found.append(S.level == _given(self.level))
        if self.industry:
            found.append(S.industry == _given(self.industry))
        if self.flag:
            found.append(_flag(self.flag))
        return found

    def party(self) -> list[Condition]:
        """What spans of Party organizations must meet."""
        found: list[Condition] = []
        if self.kind:
            found.append(P.kind == coded(PartyKind, self.kind, "党组织类型"))
        if self.formation == NONE:
            found.append(P.formation.is_(None))
        elif self.formation:
            found.append(P.formation == coded(Formation, self.formation, "组建方式"))
        return found


NONE = "-"
"""What stands in an address for 未明确, where blank means 全部."""


def _given(value: str) -> str:
    return "" if value == NONE else value


def _flag(name: str) -> Condition:
    if name == NONE:
        return ~or_(*(getattr(S, flag) for flag in FLAGS))
    if name not in FLAGS:
        raise RuleBroken(f"没有名为“{name}”的标识，可用：{'、'.join(FLAGS)}。")
    condition: Condition = getattr(S, name)
    return condition
