"""The filters of the register of organizations, each as a condition on spans."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import under, visible
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import behind, covered_by, registered
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.roster_asked import Asked, Form
from partybuild.coverage.row import LABELS
from partybuild.coverage.span import Cover
from partybuild.db import db
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.rules import RegisterLevel, Way
from partybuild.organizations.thresholds import ENOUGH_MEMBERS
from partybuild.party.models import PartyOrganization
from partybuild.search import matching, text
from partybuild.search.ports import STEP

Condition = ColumnElement[bool]
ENDED = "ended"
BLANK = "-"
"""What stands in an address for 未填, where blank means 全部."""
FEW = 500
"""Up to so many hits of a search, the list is read from them and not from the unit's index."""
YES_NO = {"1": "是", "0": "否"}
_COUNTED = (
    "covered",
    "independent",
    "joint",
    "work_only",
    "instructor_only",
    "liaison_only",
    "mass_only",
    "should_build",
    "members_no_condition",
    "no_member",
    "unsurveyed",
    "filed_covered",
)
WARNINGS: Mapping[str, str] = {
    "any": "有任一提示",
    "should_build": "应建未建",
    "single_possible": "具备单建条件",
    "double": "重复覆盖",
    "unsurveyed": "未摸排",
    "no_body": "主管党组织未定",
    "inferred": "覆盖为推定",
}
_FLAGS = {
    "trade": "行业协会商会",
    "charity": "慈善组织",
    "community": "社区社会组织",
    "zombie": "僵尸型",
}
_LIVING = [state for state in OrganizationState if state.living]
_PAST = [state for state in OrganizationState if not state.living]
FORM = Form(
    labels={
        "q": "名称、代码",
        "unit": "统计归属",
        "own": "只看本级",
        "kind": "组织类型",
        "state": "组织状态",
        "cover": "覆盖情况",
        **_FLAGS,
        "warning": "提示",
        "industry": "行业类别",
        "supervisor": "业务主管单位",
        "body": "党建工作机构",
        "way": "登记方式",
        "level": "登记层级",
    },
    options={
        "own": {"1": "是"},
        "kind": {kind.value: kind.label for kind in OrganizationKind},
        "state": {state.value: state.label for state in _LIVING}
        | {ENDED: "已终止（全部）"}
        | {state.value: f"已{state.label}" for state in _PAST},
        "cover": {field: LABELS[field].removesuffix("数") for field in _COUNTED}
        | {"uncovered": "无党组织覆盖", "none": "没有任何覆盖"},
        **dict.fromkeys(_FLAGS, YES_NO),
        "warning": WARNINGS,
        "way": {way.value: way.label for way in Way},
        "level": {level.value: level.label for level in RegisterLevel},
    },
    sorts={"name": "名称", "registered": "登记日期", "full": "正式党员", "unit": "统计归属"},
)


def warning(name: str, basis: Basis) -> Condition:
    """Spans that call for a look, by the kind of warning."""
    kinds: Mapping[str, Callable[[], Any]] = {
        "should_build": lambda: behind("should_build", basis),
        "single_possible": lambda: and_(
            registered(), S.cover == Cover.JOINT, S.full >= ENOUGH_MEMBERS
        ),
        "double": lambda: S.double,
        "unsurveyed": lambda: behind("unsurveyed", basis),
        "no_body": lambda: S.body_id.is_(None),
        "inferred": lambda: S.inferred,
    }
    if name == "any":
        return or_(*(condition() for condition in kinds.values()))
    found: Condition = kinds[name]()
    return found


def cover(name: str, basis: Basis) -> Condition:
    """Spans of one class of coverage; those that are counted exactly as the figures count them."""
    if name == "uncovered":
        return not_(covered_by((Cover.INDEPENDENT, Cover.JOINT), basis))
    return S.cover == Cover.NONE if name == "none" else behind(name, basis)


def conditions(actor: Actor, asked: Asked, basis: Basis) -> list[Condition]:
    """What the spans of the list must meet, scope and day aside."""
    wheres: Mapping[str, Callable[[str], Condition]] = {
        "q": lambda value: named(actor, value, S.organization_id, 0),
        "kind": lambda value: _is(S.kind, OrganizationKind(value)),
        "state": lambda value: _is(S.state, OrganizationState(value)),
        "cover": lambda value: cover(value, basis),
        "warning": lambda value: warning(value, basis),
        "industry": lambda value: _is(S.industry, "" if value == BLANK else value),
        "supervisor": _supervised,
        "body": lambda value: led(actor, value, S.body_path),
        "way": lambda value: _is(S.registration_way, value),
        "level": lambda value: _is(S.level, value),
        **{flag: _flag(getattr(S, flag)) for flag in _FLAGS},
    }
    return [where(asked.given[name]) for name, where in wheres.items() if name in asked.given]


def named(actor: Actor, words: str, column: Any, place: int) -> Condition:
    """Things of one source that answer to the words, in the actor's reach today."""
    terms = text.query_terms(words)
    if not terms:
        return false()
    numbers = matching.entry_numbers(actor, terms)
    first = db.session.scalars(numbers.limit(FEW + 1)).all()
    if len(first) <= FEW:
        few: Condition = column.in_([n // STEP for n in first if n % STEP == place])
        return few
    many: Condition = (column * STEP + place).in_(numbers)
    return many


def led(actor: Actor, words: str, path: Any) -> Condition:
    """Things below the Party organization in reach with this code or name; none where there is none."""
    query = visible(actor, PartyOrganization, PartyOrganization.body_path).where(
        or_(PartyOrganization.code == words.upper(), PartyOrganization.name == words)
    )
    paths = db.session.scalars(query.limit(20)).all()
    return or_(false(), *(under(path, prefix) for prefix in paths))


def _is(column: Any, value: object) -> Condition:
    found: Condition = column == value
    return found


def _flag(column: Any) -> Callable[[str], Condition]:
    return lambda value: column if value == "1" else not_(column)


def _supervised(value: str) -> Condition:
    if value == BLANK:
        return S.supervisor == ""
    return S.supervisor.contains(value, autoescape=True)
