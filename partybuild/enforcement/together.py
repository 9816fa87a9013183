"""One step of many cases of a batch at once: what they share is typed once, the rest is known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale
from partybuild.enforcement import commands, queries, showing
from partybuild.enforcement.acting import Said
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import DormantCase
from partybuild.enforcement.process import DORMANT
from partybuild.enforcement.step_forms import StepForm
from partybuild.enforcement.step_table import FORMS
from partybuild.organizations import queries as organizations
from partybuild.workflow.models import WorkflowCase
from partybuild.workflow.rules import Step

AT_ONCE = 50
"""So many papers are made in one transaction."""
SINGLE: Mapping[str, frozenset[str]] = {
    "warn": frozenset({"facts"}),
    "notify": frozenset({"facts"}),
    "serve": frozenset({"receiver"}),
    "decide": frozenset({"legal_person", "place", "facts", "answer"}),
    "publish": frozenset(),
    "finish": frozenset({"receiver"}),
}
"""By step what each organization has of its own."""


def form(action: str, typed: Any = None, given: Mapping[str, Any] | None = None) -> StepForm:
    """The form of a step without what is each organization's own; OutOfReach for other steps."""
    if action not in SINGLE:
        raise OutOfReach
    found = FORMS[Measure.DORMANT][action](typed, prefix=f"{action}-", data=given)
    for name in SINGLE[action]:
        del found[name]
    return found


def waiting(actor: Actor, batch_id: int, action: str) -> list[int]:
    """The cases of a batch that stand before a step, the first so many."""
    sources = DORMANT.step(action).sources
    query = _members(actor, batch_id, WorkflowCase.id).where(WorkflowCase.state.in_(sources))
    return list(db.session.scalars(query.order_by(WorkflowCase.id).limit(AT_ONCE)))


def steps(
    actor: Actor, batch_id: int, typed: StepForm | None, action: str
) -> list[tuple[Step, StepForm, int]]:
    """Steps that some of its cases stand before, with their forms and how many these are."""
    query = _members(actor, batch_id, WorkflowCase.state)
    states = Counter(db.session.scalars(query))
    today = clock.today()
    given = {**showing.contacts(actor), **_BEGUN, "day": today, "until": showing.make_up(today)}
    found = []
    for step in DORMANT.steps:
        number = sum(states[state] for state in step.sources)
        if step.action in SINGLE and number:
            same = typed is not None and step.action == action
            shown = typed if same and typed is not None else form(step.action, given=given)
            found.append((step, shown, number))
    return found


_BEGUN = {
    "evidence": "年度检查公告、年检参检记录",
    "review_term": "六十日",
    "court_term": "六个月",
}


def take(actor: Actor, batch_id: int, action: str, ids: Sequence[int], said: Said) -> int:
    """Take the step of these cases: what was typed, and what is known of each organization."""
    if not ids:
        raise Stale("本批没有处在这一步的组织，可能已经办理过了，请刷新后再看。")

    def of_case(case_id: int) -> Said:
        case = queries.case(actor, case_id)
        subject = organizations.organization(actor, case.organization_id or 0)
        known = showing.defaults(actor, case, queries.row(actor, case), subject)
        single = {name: known.get(name, "") for name in SINGLE[action]}
        if "receiver" in single:
            single["receiver"] = subject.name
        return Said({**single, **said.values})

    return commands.take_all(actor, batch_id, action, ids, of_case)


def _members(actor: Actor, batch_id: int, *columns: Any) -> Any:
    batch = queries.batch(actor, batch_id)
    return (
        visible(actor, DormantCase, *columns)
        .join(WorkflowCase, WorkflowCase.id == DormantCase.case_id)
        .where(scope_of(actor, WorkflowCase), DormantCase.batch_id == batch.id)
    )
