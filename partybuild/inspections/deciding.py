"""Conclusion and Party-building evaluation: made, corrected, published together, taken up again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor, command_line
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.gates import commands as gates
from partybuild.gates import rebuilding
from partybuild.inspections import process, queries, rules, section
from partybuild.inspections.kinds import (
    MEASURES,
    Conclusion,
    Evaluation,
    SpotCheck,
)
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.inspections.process import KIND
from partybuild.jobs.commands import enqueue_once
from partybuild.organizations.queries import mark_of
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase
from partybuild.workflow.rules import Choice

CONCLUDE = {
    process.WANTS_CONCLUSION: "conclude_second",
    process.WANTS_EVALUATION: "correct_conclusion",
    process.READY: "correct_conclusion",
    process.REOPENED: "correct_conclusion",
}
EVALUATE = {
    process.WANTS_EVALUATION: "evaluate_second",
    process.WANTS_CONCLUSION: "correct_evaluation",
    process.READY: "correct_evaluation",
    process.REOPENED: "correct_evaluation",
}


@dataclass(frozen=True, slots=True)
class Concluding:
    """What the registrar found, with what is to follow."""

    conclusion: Conclusion
    concluded_on: date
    filed_on: date | None = None
    """参检日期; left out: as it stands."""
    measures: frozenset[str] = frozenset()
    """Keys of `kinds.MEASURES`."""
    document: str = ""
    rectify_by: date | None = None
    spot_check: SpotCheck | None = None
    note: str = ""
    reason: str = ""
    """Why an answer that stands already is changed."""


@dataclass(frozen=True, slots=True)
class Evaluating:
    """What the Party side found."""

    evaluation: Evaluation
    evaluated_on: date
    score: int | None = None
    """Tenths of a point."""
    filed_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An inspection with its campaign and case, as every step needs them."""

    row: Inspection
    campaign: InspectionCampaign
    case: WorkflowCase
    refusals: Mapping[str, str] = field(default_factory=dict)


def standing(actor: Actor, inspection_id: int) -> Standing:
    """The inspection as it stands; RuleBroken for one of the history, which has no process."""
    row = queries.inspection(actor, inspection_id)
    if row.case_id is None or row.campaign_id is None:
        raise RuleBroken(f"{row.year}年度是补录的历史记录，没有办理流程；需要更正请重新导入。")
    campaign = queries.campaign(actor, row.campaign_id).row
    return Standing(row, campaign, cases.case(actor, row.case_id, KIND), refusals(row))


def refusals(row: Inspection) -> dict[str, str]:
    """Sentences of the conditions that are not met now, by guard."""
    unfinished = section.refusal(row.section)
    concluded = row.conclusion is not None and row.conclusion.present
    there = "结论已经作出，补正后用“报送补正”回到待党建评价。"
    none = "还没有结论，请用“报送党建部分”。"
    return {
        "section": there if concluded else unfinished,
        "resection": unfinished if concluded else none,
        "both": rules.check_publishable(row.regime, row.conclusion, row.evaluation),
    }


def choices(actor: Actor, found: Standing) -> list[Choice]:
    """What this person may do with the inspection now, and why not what else."""
    return cases.allowed(actor, found.case, found.refusals)


def take(
    actor: Actor, found: Standing, action: str, version: int | None, **said: Any
) -> WorkflowCase:
    """One step of the inspection's case, marked; the day by which to file no longer counts."""
    row = found.row
    audit_detail(object=("organization", row.organization_id), year=row.year, action=action)
    mark = mark_of(actor, row.unit_id, row.body_id)
    moves = {"due_on": None}
    taking = Taking(found.case.id, KIND, action, version, mark=mark, moves=moves, **said)
    return workflow.act(actor, taking, found.refusals)


@needs(Permission.INSPECTIONS_KEEP, "作出年检结论")
def conclude(actor: Actor, inspection_id: int, version: int | None, said: Concluding) -> None:
    """The conclusion stands, unpublished; one that stood before needs a reason to be changed."""
    found = standing(actor, inspection_id)
    row, campaign = found.row, found.campaign
    rules.check_conclusion(said.conclusion, row.regime)
    if not said.conclusion.present:
        raise RuleBroken(
            f"“{said.conclusion.label}”不是结论，是没有参加；请用“记为{said.conclusion.label}”办理。"
        )
    today = clock.today()
    filed_on = rules.check_filed(said.filed_on or row.filed_on, campaign.opens_on, today)
    rules.check_dated("结论", said.concluded_on, campaign.opens_on, filed_on, today)
    _check_measures(said)
    take(
        actor,
        found,
        CONCLUDE.get(found.case.state, "conclude"),
        version,
        note=said.reason or said.note,
        document=said.document,
        effective_on=said.concluded_on,
        facts={"conclusion": said.conclusion.value, "before": row.conclusion},
    )
    _file(row, campaign, filed_on)
    row.conclusion, row.concluded_on = said.conclusion, said.concluded_on
    row.concluded_by, row.spot_check = actor.label, said.spot_check
    for name in MEASURES:
        setattr(row, name, name in said.measures)
    row.document, row.rectify_by = said.document.strip(), said.rectify_by
    row.note = said.note.strip()[:500]
    follow(row)


def _check_measures(said: Concluding) -> None:
    if said.rectify_by is not None and "rectify" not in said.measures:
        raise RuleBroken("填写了整改期限，处理措施中请一并选“责令限期整改”。")
    if said.rectify_by is not None and said.rectify_by < said.concluded_on:
        raise RuleBroken(
            f"整改期限 {said.rectify_by:%Y-%m-%d} 早于结论日期 {said.concluded_on:%Y-%m-%d}，请核对。"
        )


def _file(row: Inspection, campaign: InspectionCampaign, filed_on: date) -> None:
    row.filed_on, row.late = filed_on, rules.is_late(filed_on, campaign.closes_on)


@needs(Permission.INSPECTIONS_EVALUATE, "作出党建评价")
def evaluate(actor: Actor, inspection_id: int, version: int | None, said: Evaluating) -> None:
    """The Party-building evaluation stands, unpublished; a change of it needs a reason."""
    found = standing(actor, inspection_id)
    row, campaign = found.row, found.campaign
    today = clock.today()
    filed_on = rules.check_filed(said.filed_on or row.filed_on, campaign.opens_on, today)
    rules.check_dated("党建评价", said.evaluated_on, campaign.opens_on, filed_on, today)
    take(
        actor,
        found,
        EVALUATE.get(found.case.state, "evaluate"),
        version,
        note=said.reason,
        effective_on=said.evaluated_on,
        facts={"evaluation": said.evaluation.value, "before": row.evaluation},
    )
    if row.conclusion is not None and not row.conclusion.present:
        row.conclusion = row.concluded_on = None
    _file(row, campaign, filed_on)
    row.evaluation, row.score = said.evaluation, said.score
    row.evaluated_on, row.evaluated_by = said.evaluated_on, actor.label
    follow(row)


@needs(Permission.INSPECTIONS_KEEP, "公布年检结论和党建评价")
def publish(actor: Actor, inspection_id: int, version: int | None) -> None:
    """Both answers are published today, together; the first ones published are kept for good."""
    found = standing(actor, inspection_id)
    row, today = found.row, clock.today()
    both = {"conclusion": row.conclusion, "evaluation": row.evaluation}
    take(actor, found, "publish", version, facts=both)
    row.published_on = today
    if row.first_published_on is None:
        row.first_published_on = today
        row.first_conclusion, row.first_evaluation = row.conclusion, row.evaluation
    follow(row)


def follow(row: Inspection) -> None:
    """Flush, and let verdicts follow the inspection."""
    db.session.flush()
    touched([row.organization_id or 0])


def touched(organization_ids: Collection[int]) -> None:
    """Verdicts of 年检同步 follow what was just written; those of very many by a job."""
    if len(organization_ids) > rebuilding.PART:
        enqueue_once(command_line("年检"), rebuilding.JOB, rebuilding.TITLE, {})
    else:
        gates.touch(organization_ids)
