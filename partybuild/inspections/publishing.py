"""Publishing many at once: those of a list that have both answers, together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.inspections import listing, queries, rules
from partybuild.inspections.ahead import STEPS, TOO_BUSY, TRIES, Ahead, Going, author
from partybuild.inspections.deciding import touched
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import READY, REGISTRY
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.rules import RuleBroken
from partybuild.workflow.many import CHUNK, Step, standings
from partybuild.workflow.models import WorkflowCase

JOB = "inspections.publish"
_COLUMNS = (
    *("id", "organization_id", "conclusion", "evaluation"),
    *("first_published_on", "first_conclusion", "first_evaluation"),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """What may be published now of those asked for, and how many this person may not."""

    rows: Sequence[Going]
    others: int
    """In which they have played another part."""


def ready(actor: Actor, ids: Collection[int]) -> Ready:
    """Of these inspections those with both answers, unpublished."""
    rows: list[Any] = []
    ordered = sorted(set(ids))
    told = [getattr(Inspection, name) for name in _COLUMNS]
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = (
            visible(actor, Inspection, *told, WorkflowCase.id.label("case"))
            .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
            .where(
                ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
                WorkflowCase.state == READY,
                Inspection.expected,
                Inspection.id.in_(part),
            )
        )
        rows += db.session.execute(query).all()
    found = standings(actor, [row.case for row in rows])
    mine = [row for row in rows if not found[row.case].parts - {REGISTRY, ""}]
    going = [Going(row.id, row.organization_id, found[row.case], _said(row)) for row in mine]
    return Ready(going, len(rows) - len(mine))


def _said(row: Any) -> dict[str, Any]:
    """Published today; the first answers published are kept for good."""
    today = clock.today()
    return {
        "published_on": today,
        "first_published_on": row.first_published_on or today,
        "first_conclusion": row.first_conclusion or row.conclusion,
        "first_evaluation": row.first_evaluation or row.evaluation,
    }


@needs(Permission.INSPECTIONS_KEEP, "成批公布年检结论和党建评价")
def publish_many(
    actor: Actor, ids: Collection[int], expected: int, laid: Ahead | None = None
) -> int:
    """Both answers of every inspection that is ready are published today; how many.

    `expected`: how many the preview said; `laid`: they were made ready before. Stale where it is
    another number by now, or one of them was moved meanwhile.
    """
    if laid is None:
        laid = _ahead(actor, _checked(actor, ids, expected), laid=False)
    elif (laid.author, laid.day) != (author(actor), clock.today()):
        raise Stale(TOO_BUSY)
    laid.switch(actor)
    audit_detail(published=len(laid.rows))
    touched([row.organization_id for row in laid.rows])
    return len(laid.rows)


def _checked(actor: Actor, ids: Collection[int], expected: int) -> Sequence[Going]:
    found = ready(actor, ids).rows
    if len(found) != expected:
        raise Stale(f"预览时可公布 {expected} 家，现在是 {len(found)} 家，请重新核对后再公布。")
    return found


def _ahead(actor: Actor, rows: Sequence[Going], *, laid: bool) -> Ahead:
    return Ahead(actor, Step("publish", clock.today(), "成批公布"), rows, laid=laid)


@needs(Permission.INSPECTIONS_KEEP, "提交成批公布年检结论")
def ask(actor: Actor, campaign_id: int, address: str, expected: int) -> int:
    """A job will publish those of the list at this address that are ready; the job's id."""
    row = queries.campaign(actor, campaign_id).row
    audit_detail(object=("inspection_campaign", campaign_id), expected=expected)
    title = f"成批公布{rules.title(row.year)}年检结论和党建评价"
    said = {"campaign": campaign_id, "address": address, "expected": expected}
    return enqueue(actor, JOB, title, said)


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `inspections.publish`: all that the preview said are published, or none is."""
    number, expected = int(arguments["campaign"]), int(arguments["expected"])
    for _ in range(TRIES):
        progress.step(0, STEPS, "正在核对可以公布的名单")
        wanted = listing.asked(actor, dict(parse_qsl(str(arguments["address"]))))
        rows = _checked(actor, listing.roll(actor, number, wanted).ids(), expected)
        progress.step(1, STEPS, f"正在备好 {len(rows)} 家的公布记录")
        laid = _ahead(actor, rows, laid=True)
        progress.step(2, STEPS, "正在公布")
        try:
            with work(actor) as running:
                count = publish_many(running.actor, (), expected, laid)
        except Stale:
            continue
        return {"message": f"已公布 {count} 家的结论和党建评价。", "url": f"/inspections/{number}"}
    raise RuleBroken(TOO_BUSY)
