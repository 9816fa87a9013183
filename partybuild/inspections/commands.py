"""Campaigns: drafted, opened with a frozen list, corrected name by name, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.inspections import cutoffs, expecting, freezing, queries, rules
from partybuild.inspections.expecting import Listed, Preview
from partybuild.inspections.kinds import CampaignState, Exclusion, Regime
from partybuild.inspections.models import Expected, Inspection, InspectionCampaign
from partybuild.inspections.prepared import Prepared
from partybuild.inspections.process import KIND
from partybuild.organizations import queries as organizations
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking

KEEP = Permission.INSPECTIONS_KEEP
CHANGED = "这次年检的条件刚刚被改过，请重新核对名单后再开放。"
NOBODY = "按现在的条件没有应检组织，请核对范围、类别和被检年度。"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a campaign is to be."""

    year: int
    unit_code: str
    own: bool
    kinds: tuple[OrganizationKind, ...]
    regime: Regime
    charities: bool
    opens_on: date
    closes_on: date


@needs(KEEP, "拟定年检年报工作")
def draft(actor: Actor, planned: Planned, campaign_id: int | None = None) -> int:
    """A draft stands with these terms, or the draft named is changed to them; its id."""
    unit = regions.in_reach(actor, planned.unit_code)
    window = (planned.opens_on, planned.closes_on)
    today = clock.today()
    rules.check_campaign(planned.year, planned.regime, window, today, planned.charities)
    if not planned.kinds:
        raise RuleBroken("请至少选一类社会组织。")
    row = queries.own_campaign(actor, campaign_id) if campaign_id else InspectionCampaign()
    if campaign_id:
        rules.check_editable(row.state, row.year)
        row.version += 1
    values = {
        "year": planned.year,
        "unit_id": unit.id,
        "own": planned.own,
        "kinds": [kind.value for kind in planned.kinds],
        "regime": planned.regime,
        "charities": planned.charities,
        "opens_on": planned.opens_on,
        "closes_on": planned.closes_on,
        "state": CampaignState.DRAFT,
        "cutoffs": {},
    }
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    audit_detail(object=("inspection_campaign", row.id), year=planned.year, unit=unit.code)
    return row.id


def terms(row: InspectionCampaign, today: date) -> tuple[rules.Terms, int | None]:
    """What decides who is expected if the list were frozen on `today`, and the policy's id."""
    held = cutoffs.holding(Regime(row.regime), row.year, today)
    kinds = frozenset(OrganizationKind(kind) for kind in row.kinds)
    return rules.Terms(row.year, kinds, held.days, row.charities, today), held.policy_id


def preview(actor: Actor, campaign_id: int) -> Preview:
    """The list of a draft as it would be frozen today; nothing is written."""
    found = queries.campaign(actor, campaign_id)
    asked, _ = terms(found.row, clock.today())
    return expecting.preview(actor, found.unit, found.row.own, asked)


@needs(KEEP, "开放年检年报")
def open_campaign(
    actor: Actor,
    campaign_id: int,
    version: int,
    others: Mapping[int, str] | None = None,
    ready: Prepared | None = None,
) -> int:
    """The list is frozen with a case for everybody expected; how many are. `ready`: it still holds.

    Stale where the draft was changed meanwhile; RuleBroken where nobody would be expected.
    """
    row = queries.own_campaign(actor, campaign_id)
    rules.check_editable(row.state, row.year)
    if row.version != version:
        raise Stale(CHANGED)
    today = clock.today()
    asked, policy = terms(row, today)
    if ready is not None:
        rows, count = ready.rows, ready.pour(actor, row)
    else:
        rows = expecting.preview(actor, regions.region(row.unit_id), row.own, asked).rows
        count = freezing.freeze(actor, row, rows, others)
    if not count:
        raise RuleBroken(NOBODY)
    row.state, row.frozen_on, row.opened_by = CampaignState.OPEN, today, actor.label
    row.cutoffs = {kind.value: day.isoformat() for kind, day in asked.cutoffs.items()}
    row.cutoff_policy_id = policy
    row.version += 1
    audit_detail(object=("inspection_campaign", row.id), expected=count, named=len(rows))
    return count


@needs(KEEP, "补列应检名单")
def add_expected(actor: Actor, campaign_id: int, organization_id: int | None, reason: str) -> int:
    """One organization is expected after all, with the reason; the id of its inspection."""
    if organization_id is None:
        raise RuleBroken("没有找到这个代码的社会组织，或它不在您的管理范围内，请核对。")
    found = queries.campaign(actor, campaign_id)
    row = found.row
    rules.check_running(row.state, row.year)
    reason = _reason(reason, "补列")
    organization = organizations.organization(actor, organization_id)
    _in_area(organization, found)
    known = queries.expectation(actor, row.id, organization_id)
    if known is not None and known.reason is None:
        raise RuleBroken(f"“{organization.name}”已在应检名单中，无需补列。")
    taken = db.session.scalar(
        visible(actor, Inspection, Inspection.id).where(
            Inspection.organization_id == organization_id, Inspection.year == row.year
        )
    )
    if taken is not None:
        raise RuleBroken(f"“{organization.name}”{row.year}年度已有年检记录，请到该记录中恢复列入。")
    line = known or Expected(
        campaign_id=row.id, organization_id=organization_id, **copied(organization)
    )
    line.reason, line.note = None, reason
    line.added_on, line.added_by = clock.today(), actor.label
    db.session.add(line)
    return _begin(actor, row, organization, reason)


def _in_area(organization: Organization, found: queries.Campaign) -> None:
    level, unit = found.unit.level, found.unit
    at = organization.unit_id if found.row.own else getattr(organization, f"level{level}_id", None)
    if at != unit.id and (found.row.own or level):
        raise RuleBroken(
            f"“{organization.name}”的统计归属不在{found.area}，请由它所在单位的年检办理。"
        )


def _begin(actor: Actor, row: InspectionCampaign, organization: Organization, reason: str) -> int:
    listed = Listed(
        organization.id,
        organization.name,
        organization.number,
        row.opens_on,
        None,
        copied(organization),
    )
    case = workflow.start(actor, freezing.opening(row, listed, f"补列入名单：{reason}"))
    values = freezing.blank(organization.id, listed.placing, row.year, row.regime)
    made = Inspection(**values | {"campaign_id": row.id, "case_id": case.id})
    db.session.add(made)
    db.session.flush()
    audit_detail(object=("organization", organization.id), reason=reason, year=row.year)
    return made.id


def _reason(reason: str, what: str) -> str:
    if not reason.strip():
        raise RuleBroken(f"{what}须写明理由。")
    return reason.strip()[:300]


@needs(KEEP, "移出应检名单")
def take_off(actor: Actor, inspection_id: int, version: int, reason: str) -> None:
    """One organization is not expected after all (其他), with the reason; its record stays."""
    row = queries.inspection(actor, inspection_id)
    if row.conclusion is not None and row.conclusion.present:
        raise RuleBroken("该组织已有结论，不能移出名单；结论有误的请变更结论。")
    _step(actor, row, "withdraw", version, reason)
    row.expected, row.conclusion = False, None
    line = queries.expectation(actor, row.campaign_id or 0, row.organization_id or 0)
    if line is None:
        raise OutOfReach
    line.reason, line.note = Exclusion.OTHER, reason.strip()[:300]
    line.added_on, line.added_by = clock.today(), actor.label


@needs(KEEP, "恢复列入应检名单")
def put_back(actor: Actor, inspection_id: int, version: int, reason: str) -> None:
    """An organization taken off is expected again, with the reason."""
    row = queries.inspection(actor, inspection_id)
    due = queries.campaign(actor, row.campaign_id or 0).row.closes_on
    _step(actor, row, "restore", version, reason, due)
    row.expected = True
    line = queries.expectation(actor, row.campaign_id or 0, row.organization_id or 0)
    if line is None:
        raise OutOfReach
    line.reason, line.note = None, reason.strip()[:300]
    line.added_on, line.added_by = clock.today(), actor.label


def _step(
    actor: Actor,
    row: Inspection,
    action: str,
    version: int,
    reason: str,
    due_on: date | None = None,
) -> None:
    audit_detail(object=("organization", row.organization_id), reason=reason, year=row.year)
    moves = {"due_on": due_on}
    workflow.act(actor, Taking(row.case_id or 0, KIND, action, version, note=reason, moves=moves))
