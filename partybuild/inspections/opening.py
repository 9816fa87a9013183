"""Opening a campaign: at once where its list is short, by a job where it is long."""

from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import count_of, system, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.inspections import commands, expecting, prepared, queries, rules
from partybuild.inspections.ahead import AT_ONCE
from partybuild.inspections.kinds import CampaignState
from partybuild.inspections.prepared import Prepared
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Progress
from partybuild.jobs.rules import OPEN_STATES
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken

JOB = "inspections.open"
TRIES = 5
STEPS = 3
TOO_BUSY = "名册正被频繁改动，名单没有生成，这次没有开放，请过几分钟再试。"


def is_long(actor: Actor, campaign_id: int) -> bool:
    """Whether so many organizations stand in the campaign's area that a job opens it."""
    found = queries.campaign(actor, campaign_id)
    inside = expecting.inside(Organization, found.unit, found.row.own)
    query = visible(actor, Organization, Organization.id).where(inside)
    return (db.session.scalar(count_of(query)) or 0) > AT_ONCE


@needs(Permission.INSPECTIONS_KEEP, "提交开放年检年报")
def ask(actor: Actor, campaign_id: int, version: int) -> int:
    """A job will open the draft as it stands at this version; the job's id."""
    row = queries.own_campaign(actor, campaign_id)
    rules.check_editable(row.state, row.year)
    if row.version != version:
        raise Stale(commands.CHANGED)
    if under_way(campaign_id):
        raise RuleBroken("这次年检正在生成名单，请等任务完成，或在“我的任务”里取消后再办。")
    audit_detail(object=("inspection_campaign", campaign_id))
    title = f"开放{rules.title(row.year)}{row.regime.label}"
    return enqueue(actor, JOB, title, {"campaign": campaign_id, "version": version})


def under_way(campaign_id: int, kind: str = JOB) -> Job | None:
    """The job of a kind (else the one that opens) about this campaign, None where there is none."""
    with system("年检名单生成情况"):
        query = select(Job).where(Job.kind == kind, Job.state.in_(OPEN_STATES))
        rows = db.session.scalars(query).all()
    return next((row for row in rows if row.arguments.get("campaign") == campaign_id), None)


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `inspections.open`: the whole list stands and the campaign runs, or nothing does."""
    number, version = int(arguments["campaign"]), int(arguments["version"])
    url = f"/inspections/{number}"
    for _ in range(TRIES):
        found = queries.campaign(actor, number)
        if found.row.state is not CampaignState.DRAFT and found.row.version == version + 1:
            return {"message": "已开放，名单已冻结。", "url": url}
        ready = _prepare(actor, number, version, progress)
        progress.step(STEPS - 1, STEPS, "正在写入名单")
        with work(actor) as running:
            count = _open(running.actor, number, version, ready)
        if count:
            return {"message": f"已开放，应检 {count} 家，名单已冻结。", "url": url}
    raise RuleBroken(TOO_BUSY)


def _open(actor: Actor, campaign_id: int, version: int, ready: Prepared) -> int:
    """How many are expected; 0, and nothing is written, where the list would be another now."""
    row = queries.own_campaign(actor, campaign_id)
    if not ready.holds(actor, commands.terms(row, clock.today())[0]):
        return 0
    return commands.open_campaign(actor, campaign_id, version, ready=ready)


def _prepare(actor: Actor, campaign_id: int, version: int, progress: Progress) -> Prepared:
    progress.step(0, STEPS, "正在核对应检名单")
    since = prepared.since()
    row = queries.own_campaign(actor, campaign_id)
    rules.check_editable(row.state, row.year)
    if row.version != version:
        raise Stale(commands.CHANGED)
    terms, _ = commands.terms(row, clock.today())
    unit = queries.campaign(actor, campaign_id).unit
    rows = expecting.preview(actor, unit, row.own, terms).rows
    if not any(one.reason is None for one in rows):
        raise RuleBroken(commands.NOBODY)
    progress.step(1, STEPS, f"正在生成 {len(rows)} 家的名单和办理记录")
    db.session.expunge(row)
    return Prepared(actor, row, terms, rows, since)
