"""What the page of one case shows, and how the forms of its steps begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.deadlines import calendar
from partybuild.enforcement.showing import contacts
from partybuild.enforcement.step_forms import StepForm
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.notices import queries as notices
from partybuild.notices.models import Notice
from partybuild.rectification.areas import queries
from partybuild.rectification.areas.forms import STEPS
from partybuild.rectification.areas.queries import File
from partybuild.rectification.areas.rules import Named
from partybuild.rectification.process import AREA_TABLE
from partybuild.regions import queries as regions
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowEvent
from partybuild.workflow.rules import Choice, Step


@dataclass(frozen=True, slots=True)
class Shown:
    """One case, whole."""

    file: File
    desk: str
    pairs: Sequence[tuple[Named, Named]]
    """Every figure then and now (of a closed case: on the day of closing)."""
    files: Sequence[EvidenceFile]
    papers: Sequence[Notice]
    events: Sequence[WorkflowEvent]
    steps: Sequence[tuple[Step, StepForm]]
    refused: Sequence[Choice]
    left: str

    @property
    def state(self) -> str:
        """The state in words."""
        return AREA_TABLE.states[self.file.case.state]

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        due = self.file.case.due_on
        return due is not None and due < clock.today()

    @property
    def due_label(self) -> str:
        """What the day of the case is the end of."""
        return self.file.answer_label if self.file.case.state == "issued" else "整改期限"


def shown(actor: Actor, case_id: int, typed: StepForm | None = None, action: str = "") -> Shown:
    """A case in reach; `typed` is the refused form of the step `action`."""
    file = queries.file_of(actor, case_id)
    found, due = queries.allowed(actor, file), file.case.due_on
    return Shown(
        file=file,
        desk=regions.region(file.case.desk_unit_id).name if file.case.desk_unit_id else "",
        pairs=list(zip(file.then, file.now, strict=True)),
        files=evidence.files(actor, "case", case_id),
        papers=notices.notices(actor, case_id=case_id),
        events=cases.events(actor, case_id),
        steps=[
            (each.step, typed if typed and each.step.action == action else _form(actor, file, each))
            for each in found
            if each.allowed
        ],
        refused=[each for each in found if not each.allowed],
        left=calendar.words(clock.today(), due, False) if due else "",
    )


def form_of(actor: Actor, case_id: int, action: str, formdata: Any) -> StepForm | None:
    """The form of a step as it was sent; None where there is no such step."""
    kind = STEPS.get(action)
    if kind is None:
        return None
    return _offered(queries.file_of(actor, case_id), kind(formdata, prefix=f"{action}-"))


def _form(actor: Actor, file: File, choice: Choice) -> StepForm:
    action = choice.step.action
    data = {
        "version": str(file.case.version),
        "day": clock.today(),
        "signer": contacts(actor)["signer"],
    }
    return _offered(file, STEPS[action](prefix=f"{action}-", data=data))


def _offered(file: File, form: StepForm) -> StepForm:
    if "promise" in form:
        waiting = {str(each.id): each.words for each in file.open_promises}
        whole = {} if "closing" in form else {"": "整件（整改期限）"}
        form["promise"].choices = {**whole, **waiting}
    return form
