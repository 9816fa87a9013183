"""Freezing the expected list: lines, cases and inspections of a whole area, set-based."""

from collections.abc import Mapping, Sequence
from typing import Any

from partybuild.access.actor import Actor
from partybuild.db.many import Ready, insert_many, ready
from partybuild.db.work import bulk
from partybuild.inspections import rules
from partybuild.inspections.expecting import Listed
from partybuild.inspections.kinds import Exclusion, Regime
from partybuild.inspections.models import BLANK, Expected, Inspection, InspectionCampaign
from partybuild.inspections.process import KIND
from partybuild.organizations.models import Organization
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import opened, start_many


def freeze(
    actor: Actor,
    campaign: InspectionCampaign,
    rows: Sequence[Listed],
    others: Mapping[int, str] | None = None,
) -> int:
    """The list stands as `rows` say; how many are expected. `others`: left out for a written reason."""
    left = others or {}
    expected = _expected(rows, left)
    cases = start_many(actor, KIND, [opening(campaign, row) for row in expected], Organization)
    made = [_inspection(campaign, row, case) for row, case in zip(expected, cases, strict=True)]
    with bulk(actor, Organization, [row.id for row in rows]):
        insert_many(Expected.__table__, _lines(campaign, rows, left))
        insert_many(Inspection.__table__, made)
    return len(made)


def prepared(actor: Actor, campaign: InspectionCampaign, rows: Sequence[Listed]) -> list[Ready]:
    """What `freeze` writes, made ready: ids of cases count from 0, events are without change."""
    expected = _expected(rows, {})
    made = [_inspection(campaign, row, number) for number, row in enumerate(expected)]
    return [
        ready(Expected.__table__, _lines(campaign, rows, {})),
        *opened(actor, KIND, [opening(campaign, row) for row in expected]),
        ready(Inspection.__table__, made, {"case_id": 1}),
    ]


def _expected(rows: Sequence[Listed], left: Mapping[int, str]) -> list[Listed]:
    return [row for row in rows if row.reason is None and row.id not in left]


def _lines(
    campaign: InspectionCampaign, rows: Sequence[Listed], left: Mapping[int, str]
) -> list[dict[str, Any]]:
    return [_line(campaign, row, left.get(row.id, "")) for row in rows]


def opening(campaign: InspectionCampaign, row: Listed, note: str = "") -> Opening:
    """The case of one organization in a campaign; it is due when the window closes."""
    return Opening(
        kind=KIND,
        title=f"{row.name}{campaign.year}年度{Regime(campaign.regime).label}",
        placing=row.placing,
        organization_id=row.id,
        desk_unit_id=row.placing["unit_id"],
        due_on=campaign.closes_on,
        opened_on=campaign.opens_on,
        note=note or f"列入{rules.title(campaign.year)}应检名单",
    )


def _line(campaign: InspectionCampaign, row: Listed, other: str) -> dict[str, Any]:
    return {
        "campaign_id": campaign.id,
        "organization_id": row.id,
        "party_organization_id": None,
        "reason": Exclusion.OTHER if other and row.reason is None else row.reason,
        "note": other,
        "added_on": None,
        "added_by": "",
        **row.placing,
    }


def _inspection(campaign: InspectionCampaign, row: Listed, case_id: int | None) -> dict[str, Any]:
    return blank(row.id, row.placing, campaign.year, campaign.regime) | {
        "campaign_id": campaign.id,
        "case_id": case_id,
    }


def blank(
    organization_id: int, placing: Mapping[str, Any], year: int, regime: Regime
) -> dict[str, Any]:
    """An inspection of which nothing is known yet, of no campaign and without a case."""
    return {
        "year": year,
        "campaign_id": None,
        "case_id": None,
        "regime": regime,
        "expected": True,
        "history": False,
        "organization_id": organization_id,
        "party_organization_id": None,
        **BLANK,
        **placing,
    }
