"""A case with all it holds, and why its steps are refused."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.party.models import PartyOrganization
from partybuild.rectification import process
from partybuild.rectification.cases import guards, levels
from partybuild.rectification.models import (
    Acceptance,
    LookBack,
    Measure,
    Problem,
    Progress,
    Rectification,
)
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice

FILES = "case"
"""The kind of subject to which the files of a case belong."""

UNMOVED = "该党组织没有划出承办单位，不用接办。"


def slot_of(measure_id: int) -> str:
    """The slot in which the evidence of a measure lies."""
    return f"measure-{measure_id}"


@dataclass(frozen=True, slots=True)
class File:
    """A case as it stands; lists in the order of their numbers or days."""

    case: WorkflowCase
    row: Rectification
    problems: Sequence[Problem]
    measures: Mapping[int, Sequence[Measure]]
    """By problem id."""
    progress: Sequence[Progress]
    acceptances: Sequence[Acceptance]
    look_backs: Sequence[LookBack]
    events: Sequence[WorkflowEvent]
    papers: Sequence[EvidenceFile]
    """Files that hold now, by slot: measure-<id>, progress-<month>, acceptance-<attempt>-<tier>, …"""
    working: Region
    deciding: Region
    desk: Region
    """The unit at whose level the case lies; the working one where it lies at a body's."""
    ended_on: date | None
    """The day on which the Party organization was dissolved."""

    def proof(self, measure_id: int) -> Sequence[EvidenceFile]:
        """The files in the slot of a measure."""
        return [each for each in self.papers if each.slot == slot_of(measure_id)]

    @property
    def open_measures(self) -> list[Measure]:
        """Measures that are not closed, as they stand in the lists."""
        return [each for rows in self.measures.values() for each in rows if not each.closed_on]


def file_of(actor: Actor, case_id: int) -> File:
    """One case with its lists; OutOfReach where it is not the actor's to see."""
    case = cases.case(actor, case_id, process.KIND)
    row = row_of(actor, case_id)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for each in _rows(actor, Measure, case_id, Measure.id):
        measures[each.problem_id].append(each)
    desk = case.desk_unit_id or row.working_unit_id
    units = regions.named([row.working_unit_id, row.deciding_unit_id, desk])
    ended = visible(actor, PartyOrganization, PartyOrganization.dissolved_on).where(
        PartyOrganization.id == case.party_organization_id
    )
    return File(
        case,
        row,
        _rows(actor, Problem, case_id, Problem.number),
        measures,
        _rows(actor, Progress, case_id, Progress.month, Progress.id),
        _rows(actor, Acceptance, case_id, Acceptance.id),
        _rows(actor, LookBack, case_id, LookBack.due_on, LookBack.id),
        cases.events(actor, case_id),
        evidence.latest(actor, FILES, case_id),
        units[row.working_unit_id],
        units[row.deciding_unit_id],
        units[desk],
        db.session.scalar(ended),
    )


def row_of(actor: Actor, case_id: int) -> Rectification:
    """What a case holds beside its state; OutOfReach where it is not the actor's to see."""
    query = visible(actor, Rectification).where(Rectification.case_id == case_id)
    found: Rectification | None = db.session.scalars(
        query.execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _rows(actor: Actor, model: Any, case_id: int, *order: Any) -> Sequence[Any]:
    query = visible(actor, model).where(model.case_id == case_id).order_by(*order)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def refusals(actor: Actor, file: File) -> Mapping[str, str]:
    """Sentences of the conditions that are not met, by the name of the guard."""
    row, today = file.row, clock.today()
    found = {
        "plan": guards.plan(
            (row.cause, row.leader), file.problems, file.measures, today, row.term_to
        ),
        "all_closed": guards.all_closed(file.problems, file.measures),
        "due": guards.due(file.look_backs, today),
        "looked_back": guards.looked_back(file.look_backs),
        "moved": "" if levels.moved(file.case, file.working) else UNMOVED,
        process.LEVEL: "",
        process.DECIDED: "",
    }
    if file.ended_on is not None:
        ended = f"该党组织已于 {file.ended_on:%Y-%m-%d} 撤销，本件请按“撤销党组织”办结。"
        found |= dict.fromkeys(("plan", "all_closed", process.LEVEL), ended)
        found["looked_back"] = ""
    if not levels.stands(actor, file.desk, file.case.desk_body_id):
        below = f"这一步由{file.desk.name}或者它的上级办理。"
        names = ("plan", "all_closed", "due", "looked_back", process.LEVEL)
        found |= dict.fromkeys(names, below)
    if not levels.stands(actor, file.deciding):
        found[process.DECIDED] = f"这一步由审批方案的{file.deciding.name}或者它的上级办理。"
    return found


def choices(actor: Actor, file: File) -> list[Choice]:
    """Every step with the reason why this person may not take it now, if so: the buttons.

    接办 is among them only where the branch has moved.
    """
    found = cases.allowed(actor, file.case, refusals(actor, file))
    moved = levels.moved(file.case, file.working)
    return [each for each in found if moved or each.step.action != "take_over"]


def open_cases(actor: Actor, party_ids: Collection[int]) -> Mapping[int, int]:
    """By Party organization the id of its case that is not closed (在整顿 or in look-back)."""
    number = WorkflowCase.party_organization_id
    query = cases.running(actor, process.KIND).with_only_columns(number, WorkflowCase.id)
    found: dict[int, int] = {}
    ordered = sorted(set(party_ids))
    for part in (ordered[at : at + 5000] for at in range(0, len(ordered), 5000)):
        rows = db.session.execute(query.where(number.in_(part)))
        found.update((party, case) for party, case in rows if party is not None)
    return found
