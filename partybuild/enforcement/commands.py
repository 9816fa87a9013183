"""Taking a step of any case of enforcement: its effect and its event in one transaction."""

from collections.abc import Callable, Mapping, Sequence

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.enforcement import (
    dishonest_steps,
    dormant_steps,
    listing_steps,
    order_steps,
    queries,
)
from partybuild.enforcement.acting import Acting, Effect, Said
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.opening import FILES
from partybuild.enforcement.terms import terms
from partybuild.evidence.commands import Subject, keep_all
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

STEPS: Mapping[str, Mapping[str, Callable[[Acting], Effect]]] = {
    Measure.ORDER: order_steps.ORDER,
    Measure.INTERVIEW: order_steps.INTERVIEW,
    Measure.LISTING: listing_steps.LISTING,
    Measure.DISHONEST: dishonest_steps.DISHONEST,
    Measure.DORMANT: dormant_steps.DORMANT,
}


@needs(Permission.ENFORCEMENT_HANDLE, "办理年检后续事项")
def take(actor: Actor, case_id: int, action: str, version: int, said: Said) -> WorkflowCase:
    """Take a step of a case. Stale, NotPermitted or RuleBroken as every step; nothing half done."""
    taken = step_of(actor, case_id, action, version, said)
    label = cases.table_of(taken).step(action).label
    audit_detail(object=("case", case_id), name=taken.title, step=label, reason=said.text("note"))
    return taken


@needs(Permission.ENFORCEMENT_HANDLE, "成批办理僵尸型清理")
def take_all(
    actor: Actor, batch_id: int, action: str, ids: Sequence[int], said: Callable[[int], Said]
) -> int:
    """Take one step of several cases of a batch, all or none; how many. RuleBroken names the one."""
    batch = queries.batch(actor, batch_id)
    for case_id in ids:
        case = queries.case(actor, case_id)
        try:
            step_of(actor, case_id, action, case.version, said(case_id))
        except RuleBroken as broken:
            raise RuleBroken(f"{case.title}：{broken}全部没有写入。") from broken
    audit_detail(object=("dormant_batch", batch.id), name=batch.title, step=action, cases=len(ids))
    return len(ids)


def step_of(actor: Actor, case_id: int, action: str, version: int, said: Said) -> WorkflowCase:
    """The same as `take` inside another command of this room."""
    case = queries.case(actor, case_id)
    row, held = queries.row(actor, case), terms()
    refusals = queries.refusals(actor, case, row, held)
    typed = Taking(case_id, case.kind, action, version, said.text("note"), said.text("document"))
    at = Acting(actor, case, row, said, held, clock.today())
    effect = Effect()
    if _possible(actor, at, action, version, refusals):
        effect = STEPS[case.kind][action](at)
        db.session.flush()
    taken = workflow.act(actor, _with(typed, effect), refusals)
    if case.kind == Measure.DISHONEST and action == "enter":
        dishonest_steps.carried(at)
    if said.papers:
        keep_all(actor, Subject.of(FILES, case_id, taken), said.papers)
    return taken


def _possible(
    actor: Actor, at: Acting, action: str, version: int, refusals: Mapping[str, str]
) -> bool:
    """Whether the step is this person's now; where not, the engine says why, and nothing is tried."""
    if version != at.case.version:
        return False
    found = cases.allowed(actor, at.case, refusals)
    return any(each.allowed and each.step.action == action for each in found)


def _with(typed: Taking, effect: Effect) -> Taking:
    return Taking(
        typed.case_id,
        typed.kind,
        typed.action,
        typed.version,
        note=typed.note,
        document=typed.document or effect.document,
        effective_on=effect.day,
        facts=effect.facts,
        moves=effect.moves,
    )
