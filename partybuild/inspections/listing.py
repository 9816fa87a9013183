"""The organizations behind a campaign's figures: filtered, ordered, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.db import db
from partybuild.inspections import rules
from partybuild.inspections.kinds import MEASURES, Evaluation, Regime
from partybuild.inspections.measure import CONDITIONS, LABELS, label
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import KIND, STATES
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase

FORM = Form(
    labels={
        "figure": "列出",
        "unit": "统计归属",
        "own": "范围",
        "q": "名称或代码",
        "kind": "组织类型",
        "evaluation": "党建评价",
        "state": "办理状态",
    },
    options={
        "figure": LABELS,
        "own": {"1": "只看本级"},
        "kind": {kind.value: kind.label for kind in OrganizationKind if kind.registered},
        "evaluation": {each.value: each.label for each in Evaluation},
        "state": STATES,
    },
    sorts={"name": "名称", "filed": "参检日期", "score": "得分"},
)
_EARLY = date(1900, 1, 1)
_SORTS: Mapping[str, tuple[Sequence[Any], Sequence[type]]] = {
    "name": ((Organization.sort_key, Inspection.id), (str, int)),
    "filed": ((func.coalesce(Inspection.filed_on, _EARLY), Inspection.id), (date, int)),
    "score": ((func.coalesce(Inspection.score, -1), Inspection.id), (int, int)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One inspection as a list shows it."""

    id: int
    organization_id: int
    name: str
    code: str
    unit: str
    kind: str
    state: str
    row: Inspection

    in_reach: bool = True

    @property
    def measures(self) -> list[str]:
        """处理措施 in words."""
        return [word for name, word in MEASURES.items() if getattr(self.row, name)]

    @property
    def score(self) -> str:
        """Points in words."""
        return rules.points(self.row.score)


def asked(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What an address asks of the list."""
    return read(actor, arguments, FORM)


def roll(actor: Actor, campaign_id: int, wanted: Asked) -> Roll:
    """The list as asked; figures of the campaign count by the same conditions."""
    query = (
        visible(actor, Inspection)
        .join(Organization, Organization.id == Inspection.organization_id)
        .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
        .where(
            ScopeMark(Organization.id == Inspection.organization_id, Organization.__tablename__),
            ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
            Inspection.campaign_id == campaign_id,
            *_conditions(wanted),
        )
    )
    return Roll(
        query,
        Inspection.id,
        Inspection.id,
        _SORTS,
        lambda rows: shown(actor, rows),
        pinned=False,
    )


def _conditions(wanted: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.get("state") != "withdrawn":
        found.append(Inspection.expected.is_(True))
    if wanted.scope is not None:
        found.append(wanted.scope.inside(Inspection))
    if wanted.get("figure"):
        found.append(CONDITIONS[wanted.get("figure")])
    if wanted.get("kind"):
        found.append(Organization.kind == wanted.get("kind"))
    if wanted.get("evaluation"):
        found.append(Inspection.evaluation == wanted.get("evaluation"))
    if wanted.get("state"):
        found.append(WorkflowCase.state == wanted.get("state"))
    if wanted.get("q"):
        words = wanted.get("q")
        found.append(
            Organization.name.contains(words, autoescape=True)
            | Organization.code.contains(words.upper(), autoescape=True)
        )
    return found


def shown(actor: Actor, rows: Sequence[Inspection]) -> Sequence[Row]:
    """Inspections with their organization, unit and state, in the order given."""
    ids = [row.organization_id or 0 for row in rows]
    names = _organizations(actor, ids)
    states = _states(actor, [row.case_id for row in rows if row.case_id is not None])
    units = regions.named([row.unit_id for row in rows])
    return [
        Row(
            row.id,
            row.organization_id or 0,
            names[row.organization_id or 0].name,
            names[row.organization_id or 0].code or "",
            units[row.unit_id].name,
            OrganizationKind(names[row.organization_id or 0].kind).label,
            states.get(row.case_id or 0, ""),
            row,
        )
        for row in rows
    ]


def _organizations(actor: Actor, ids: Sequence[int]) -> dict[int, Any]:
    columns = (Organization.id, Organization.name, Organization.code, Organization.kind)
    query: Select[Any] = visible(actor, Organization, *columns)
    rows = db.session.execute(query.where(Organization.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


def _states(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    query = visible(actor, WorkflowCase, WorkflowCase.id, WorkflowCase.state).where(
        WorkflowCase.kind == KIND, WorkflowCase.id.in_(sorted(set(ids)))
    )
    return {number: STATES[state] for number, state in db.session.execute(query)}


def heading(wanted: Asked, regime: Regime) -> str:
    """What the list is called: 待党建评价名单."""
    name = wanted.get("figure")
    return f"{label(name, regime) if name else '应检组织'}名单"


def some(actor: Actor, ids: Sequence[int], most: int = 50) -> Sequence[Row]:
    """The first few of these inspections, to look over before acting on all."""
    query = visible(actor, Inspection).where(Inspection.id.in_(sorted(ids)[:most]))
    return shown(actor, db.session.scalars(query.order_by(Inspection.id)).all())
