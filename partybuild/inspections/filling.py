"""The Party section: filled in block by block, handed in, sent back by item."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.inspections import process, questions, rules
from partybuild.inspections.deciding import Standing, standing
from partybuild.inspections.process import KIND
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow import queries as cases
from partybuild.workflow.commands import Returned, Taking
from partybuild.workflow.rules import locked

FILL = Permission.INSPECTIONS_FILL
OPEN = (process.DUE, process.RETURNED, process.ABSENT)


@needs(FILL, "填写年检党建部分")
def save_block(actor: Actor, inspection_id: int, key: str, values: Mapping[str, Any]) -> None:
    """One block of the section is as given, with the rest as it was; nothing is handed in yet.

    RuleBroken once it has been handed in, and for a block that was not returned among others.
    """
    found = standing(actor, inspection_id)
    check_open(actor, found, key)
    block = questions.block(key)
    if block is None:
        raise RuleBroken("党建部分没有这一栏，请从页面上进入。")
    own = {field.key: values.get(field.key) for field in block.fields}
    row = found.row
    row.section = {**row.section, **own}
    row.section_by, row.section_at = _label(actor), clock.local_now()
    audit_detail(object=("organization", row.organization_id), year=row.year, block=key)
    db.session.flush()


def check_open(actor: Actor, found: Standing, key: str = "") -> None:
    """RuleBroken unless the section may be filled in now, and this block of it."""
    if found.case.state not in OPEN:
        state = process.STATES[found.case.state]
        raise RuleBroken(f"党建部分已报送，现在是“{state}”，不能再改；需要改的请党务部门退回。")
    returned = [item.item for item in cases.returned(actor, found.case.id)]
    if key and locked(returned, key):
        raise RuleBroken("这一栏没有退回，不能修改；请只改退回的栏目。")


@needs(FILL, "报送年检党建部分")
def submit(
    actor: Actor, inspection_id: int, version: int | None, papers: Sequence[Paper] = ()
) -> None:
    """The section is handed in; the day is that of filing where none is known.

    RuleBroken with everything that is missing or contradicts itself.
    """
    found = standing(actor, inspection_id)
    row, today = found.row, clock.today()
    if today < found.campaign.opens_on:
        raise RuleBroken(f"本次从 {found.campaign.opens_on:%Y-%m-%d} 开始报送，请届时再报。")
    concluded = row.conclusion is not None and row.conclusion.present
    again = concluded and found.case.state == process.RETURNED
    taking = Taking(
        found.case.id,
        KIND,
        "resubmit" if again else "submit",
        version,
        mark=_mark(actor),
        facts=dict(row.section),
        moves={"due_on": None},
    )
    workflow.act(actor, taking, found.refusals)
    items = [item.item for item in cases.returned(actor, found.case.id)]
    workflow.answer(actor, found.case.id, items)
    if row.conclusion is not None and not row.conclusion.present:
        row.conclusion = row.concluded_on = None
    row.filed_on = row.filed_on or today
    row.late = rules.is_late(row.filed_on, found.campaign.closes_on)
    row.submitted_on, row.returned = today, False
    evidence.keep_all(actor, evidence.Subject.of("case", found.case.id, row), papers)
    audit_detail(object=("organization", row.organization_id), year=row.year)
    db.session.flush()


@needs(Permission.INSPECTIONS_EVALUATE, "退回年检党建部分")
def send_back(
    actor: Actor,
    inspection_id: int,
    version: int | None,
    items: Mapping[str, str],
    reason: str,
    due_on: date | None,
) -> None:
    """The blocks named are returned, each with its words, to be mended by a day."""
    found = standing(actor, inspection_id)
    blocks = [(questions.block(key), words) for key, words in items.items()]
    returned = [
        Returned(block.key, block.title, words or reason, due_on)
        for block, words in blocks
        if block is not None
    ]
    if not returned:
        raise RuleBroken("请至少选一栏退回，并写明要改什么。")
    if due_on is None or due_on < clock.today():
        raise RuleBroken("请填写补正期限，不早于今天。")
    taking = Taking(
        found.case.id,
        KIND,
        "return",
        version,
        note=reason,
        returned=returned,
        moves={"due_on": due_on},
    )
    workflow.act(actor, taking, found.refusals)
    found.row.returned = True
    audit_detail(object=("organization", found.row.organization_id), reason=reason)
    db.session.flush()


def _mark(actor: Actor) -> str:
    """代填 where it is no secretary who fills in."""
    return "" if actor.role is Role.SECRETARY else "代填"


def _label(actor: Actor) -> str:
    mark = _mark(actor)
    return f"{actor.label}（{mark}）" if mark else actor.label
