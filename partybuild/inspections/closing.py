"""Closing a campaign: at once, or by a job where very many have not filed."""

from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.inspections import absences, opening, queries, rules
from partybuild.inspections.ahead import AT_ONCE, STEPS, TOO_BUSY, TRIES, Ahead
from partybuild.inspections.kinds import CampaignState
from partybuild.inspections.models import InspectionCampaign
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.rules import RuleBroken

JOB = "inspections.close"


def is_long(actor: Actor, campaign_id: int) -> bool:
    """Whether so many have not filed that a job closes the campaign."""
    return absences.count(actor, campaign_id) > AT_ONCE


@needs(Permission.INSPECTIONS_KEEP, "结束年检年报")
def close_campaign(actor: Actor, campaign_id: int, version: int, laid: Ahead | None = None) -> int:
    """The campaign is closed and who has not filed is 未参检 or 未报送; how many that are.

    What was filed goes on to its answers; who files later is taken in as 补检. `laid`: who is
    marked was made ready before the lock.
    """
    row = closable(actor, campaign_id, version)
    today = clock.today()
    count = absences.mark(actor, row, today, laid)
    row.state, row.closed_on, row.version = CampaignState.CLOSED, today, row.version + 1
    audit_detail(object=("inspection_campaign", row.id), absent=count)
    return count


def closable(actor: Actor, campaign_id: int, version: int) -> InspectionCampaign:
    """The actor's campaign, whose window has ended; Stale where it is no longer at this version."""
    row = queries.own_campaign(actor, campaign_id)
    rules.check_running(row.state, row.year)
    if row.version != version or row.state is CampaignState.CLOSED:
        raise Stale("这次年检刚刚被别人结束或改过，请刷新后再看。")
    if clock.today() <= row.closes_on:
        raise RuleBroken(f"本次到 {row.closes_on:%Y-%m-%d} 为止，期限届满后才能结束。")
    return row


@needs(Permission.INSPECTIONS_KEEP, "提交结束年检年报")
def ask(actor: Actor, campaign_id: int, version: int) -> int:
    """A job will close the campaign as it stands at this version; the job's id."""
    row = closable(actor, campaign_id, version)
    if opening.under_way(campaign_id, JOB):
        raise RuleBroken("这次年检正在结束，请等任务完成，或在“我的任务”里取消后再办。")
    audit_detail(object=("inspection_campaign", campaign_id))
    title = f"结束{rules.title(row.year)}{row.regime.label}"
    return enqueue(actor, JOB, title, {"campaign": campaign_id, "version": version})


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `inspections.close`: all who have not filed are absent and it is closed, or nothing."""
    number, version = int(arguments["campaign"]), int(arguments["version"])
    url = f"/inspections/{number}"
    for _ in range(TRIES):
        row = queries.campaign(actor, number).row
        if row.state is CampaignState.CLOSED and row.version == version + 1:
            return {"message": "已结束。", "url": url}
        laid = _prepare(actor, number, version, progress)
        progress.step(2, STEPS, "正在写入")
        try:
            with work(actor) as running:
                count = close_campaign(running.actor, number, version, laid)
        except Stale:
            continue
        return {"message": f"已结束，{count} 家没有报送，记为未参检（未报送）。", "url": url}
    raise RuleBroken(TOO_BUSY)


def _prepare(actor: Actor, campaign_id: int, version: int, progress: Progress) -> Ahead:
    progress.step(0, STEPS, "正在核对没有报送的名单")
    row = closable(actor, campaign_id, version)
    progress.step(1, STEPS, "正在备好办理记录")
    return absences.ahead(actor, row, clock.today(), laid=True)
