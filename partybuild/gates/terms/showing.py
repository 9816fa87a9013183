"""What the pages of the guided procedures show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.db import db
from partybuild.deadlines import calendar
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import Slot
from partybuild.gates.terms import papers, process, queries, rules
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.rules import SLOTS, Matter
from partybuild.gates.terms.signing import SIGNED
from partybuild.notices import queries as notices
from partybuild.party import beyond
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice, Table, here

PAGE = 50
NAMED = {
    "why": "事由",
    "parent_id": "上级党组织",
    "heir_id": "所覆盖的组织转由",
    "full": "正式党员数",
    "probationary": "预备党员数",
    "last_day": "本届届满日期",
    "until": "延期至",
    "former": "原任书记",
    "founded_on": "成立日期",
    "secretary": "书记",
    "seats": "委员名额",
    "candidates": "候选人数",
    "names": "候选人预备人选",
    "due": "应到会",
    "attended": "实到会",
    "elected": "当选委员",
    "ends_on": "新一届届满日期",
    "members": "党员去向",
    "property": "党费、资料和印章",
}
"""What is shown of what was said, in this order."""
REFERS = {"parent_id", "heir_id"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One procedure, whole."""

    case: WorkflowCase
    row: Procedure
    table: Table
    said: Sequence[tuple[str, Any]]
    files: Sequence[EvidenceFile]
    labels: Mapping[str, str]
    missing: Sequence[Slot]
    notices: Sequence[Any]
    events: Sequence[WorkflowEvent]
    forward: Sequence[Choice]
    """The steps of the present state with a form of their own."""
    plain: Sequence[Choice]
    left: str
    """How many days are left, in words."""

    @property
    def state(self) -> str:
        """The state in words."""
        return self.table.states[self.case.state]

    @property
    def late(self) -> bool:
        """Whether the due day has passed."""
        return self.case.due_on is not None and self.case.due_on < clock.today()


def shown(actor: Actor, case_id: int) -> Shown:
    """A procedure in reach as its page shows it."""
    row = queries.row(actor, case_id)
    case = queries.case_of(actor, row)
    found = here(cases.allowed(actor, case, queries.refusals(actor, row)), case.state)
    events = cases.events(actor, case_id)
    taken = {event.action for event in events}
    files = evidence.files(actor, "case", case_id)
    kept = {file.slot for file in files if file.state.value == "kept"}
    return Shown(
        case=case,
        row=row,
        table=cases.table_of(case),
        said=_said(row),
        files=files,
        labels={slot.key: slot.label for slot in all_slots(row.matter)},
        missing=[_later(slot) for slot in rules.lacking(row.matter, taken, kept)],
        notices=notices.notices(actor, case_id=case_id),
        events=events,
        forward=[choice for choice in found if choice.step.action not in process.PLAIN],
        plain=[choice for choice in found if choice.step.action in process.PLAIN],
        left=calendar.words(clock.today(), case.due_on, False) if case.due_on else "",
    )


def _said(row: Procedure) -> list[tuple[str, Any]]:
    details = row.details
    names = beyond.party_names([details.get(name) for name in REFERS])
    found = [
        (label, names.get(details[name], "") if name in REFERS else details[name])
        for name, label in NAMED.items()
        if details.get(name) not in (None, "")
    ]
    covers = beyond.organization_names(details.get("organizations") or [])
    return [*found, ("覆盖的社会组织", "、".join(covers.values()))] if covers else found


def slots(matter: Matter, action: str) -> list[Slot]:
    """The papers that a step brings; what it should have may follow with a later step."""
    return [_later(slot) for slot in SLOTS[matter].get(action, ())]


def _later(slot: Slot) -> Slot:
    note = "可在以后的步骤补传。" if slot.required else slot.note
    if slot.key == SIGNED:
        note = "签字盖章的原件；党务干部代填的须随报送一并上传，书记报送的可以补传。"
    return replace(slot, required=False, note=note)


def all_slots(matter: Matter) -> list[Slot]:
    """Every paper of a procedure, each once."""
    return list({slot.key: slot for found in SLOTS[matter].values() for slot in found}.values())


def has_reply(matter: Matter, action: str) -> bool:
    """Whether the step's paper can be issued with it."""
    return papers.has_reply(matter, action)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of procedures: (case, procedure), how many there are, where the next page begins."""

    rows: Sequence[Any]
    total: int
    after: int | None


def listed(actor: Actor, matter: str, state: str, after: int) -> Listed:
    """Procedures of the area, newest first, `PAGE` at a time below the id `after`."""
    query = queries.listed(actor, matter, state)
    total = db.session.scalar(count_of(query.with_only_columns(WorkflowCase.id))) or 0
    if after:
        query = query.where(WorkflowCase.id < after)
    rows = db.session.execute(query.order_by(WorkflowCase.id.desc()).limit(PAGE + 1)).all()
    more = rows[PAGE - 1][0].id if len(rows) > PAGE else None
    return Listed(rows[:PAGE], total, more)
