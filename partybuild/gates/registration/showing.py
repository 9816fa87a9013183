"""What the pages of the registration gate show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import count_of
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import Slot
from partybuild.gates.registration import leaving, process, queries, rules
from partybuild.gates.registration.leaving_rules import Left
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.rules import PAPERS, Matter, Paper
from partybuild.organizations import places
from partybuild.party import beyond
from partybuild.regions import queries as regions
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice, here

PAGE = 50
OWN_FORMS = {"revise", "answer", "pass", "settle", "makeup"}
"""Steps with a form of their own, or none."""
LABELS = {paper.value: paper.label for paper in Paper} | {"answer": "答复附件"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One case, whole."""

    case: WorkflowCase
    row: RegistrationCase
    body: str
    calls: str
    lacking: Sequence[str]
    files: Sequence[EvidenceFile]
    events: Sequence[WorkflowEvent]
    steps: Mapping[str, Choice]
    """The steps of the present state, by action."""
    plain: Sequence[Choice]
    """Those that need only words."""
    region: str
    """Where the organization will be, by code and name."""
    left: Sequence[Left]
    """For an end: the Party organizations that cover the organization now."""
    onward: str
    """For an end: which organization carries on."""

    @property
    def passing(self) -> str:
        """What the button says that finishes the case."""
        return rules.PASSING[self.row.matter]

    @property
    def state(self) -> str:
        """The state in words."""
        return process.TABLE.states[self.case.state]


def shown(actor: Actor, case_id: int) -> Shown:
    """A case in reach as its page shows it."""
    case = cases.case(actor, case_id, process.KIND)
    row = queries.row(actor, case_id)
    found = here(cases.allowed(actor, case, queries.refusals(actor, row)), case.state)
    return Shown(
        case=case,
        row=row,
        body=queries.body_name(actor, row),
        calls=rules.call_sentence(queries.members(row)) if row.matter in _ASKED else "",
        lacking=queries.lacking(actor, row),
        files=evidence.files(actor, "case", case_id),
        events=cases.events(actor, case_id),
        steps={choice.step.action: choice for choice in found},
        plain=[choice for choice in found if choice.step.action not in OWN_FORMS],
        region=_region(row),
        left=_left(actor, case, row),
        onward=beyond.organization_names([row.answer.get("onward_id")]).get(
            row.answer.get("onward_id") or 0, ""
        ),
    )


def _region(row: RegistrationCase) -> str:
    """The place of an application by code and name; as it was typed where no unit has that code."""
    words = str(row.application.get("region") or "")
    found = regions.by_code(words.partition(" ")[0])
    return places.written(found) if found else words


def _left(actor: Actor, case: WorkflowCase, row: RegistrationCase) -> Sequence[Left]:
    if row.matter is not Matter.ENDING or case.closed_on or case.organization_id is None:
        return []
    return leaving.left_behind(actor, case.organization_id, clock.today())


def organization_of(actor: Actor, row: RegistrationCase) -> int:
    """Whose matter it is; OutOfReach where the case is about none yet."""
    number = cases.case(actor, row.case_id, process.KIND).organization_id
    if number is None:
        raise OutOfReach
    return number


_ASKED = {Matter.FOUNDING, Matter.MAKEUP}


def slots(matter: Matter) -> list[Slot]:
    """The papers that an application of this kind brings."""
    return [Slot(paper.value, paper.label, required=False) for paper in PAPERS[matter]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of cases: (case, registration), how many there are, and where the next page begins."""

    rows: Sequence[Any]
    total: int
    after: int | None


def listed(actor: Actor, state: str, matter: str, words: str, after: int) -> Listed:
    """Cases of the actor's area, newest first, `PAGE` at a time below the id `after`."""
    query = queries.listed(actor, state, matter, words)
    total = db.session.scalar(count_of(query.with_only_columns(WorkflowCase.id))) or 0
    if after:
        query = query.where(WorkflowCase.id < after)
    rows = db.session.execute(query.order_by(WorkflowCase.id.desc()).limit(PAGE + 1)).all()
    more = rows[PAGE - 1][0].id if len(rows) > PAGE else None
    return Listed(rows[:PAGE], total, more)
