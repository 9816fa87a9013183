"""One case about a lagging unit, and which steps of it are whose now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.rectification.areas import rules, standing
from partybuild.rectification.areas.models import AreaPromise, LaggingArea
from partybuild.rectification.areas.rules import Named, Progress
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase
from partybuild.workflow.rules import Choice, here

NOT_ITS_OWN = "本件由上级单位办理，被督促的单位不能自己办理。"


@dataclass(frozen=True, slots=True)
class File:
    """One case, whole."""

    case: WorkflowCase
    row: LaggingArea
    unit: Region
    promises: Sequence[AreaPromise]
    then: Sequence[Named]
    now: Sequence[Named]
    """The same figures today, or on the day of closing."""

    @property
    def open_promises(self) -> Sequence[AreaPromise]:
        """Those that are not closed yet."""
        return [each for each in self.promises if each.closed_on is None]

    @property
    def answer_label(self) -> str:
        """What the first day of the case is called."""
        return "约谈日期" if self.row.measure is AreaMeasure.INTERVIEW else "报送承诺的期限"

    def refusals(self) -> Mapping[str, str]:
        """Sentences of the conditions of steps that are not met, by the name of the guard."""
        return rules.refusals(
            Progress(
                self.row.measure,
                self.case.state,
                self.case.due_on,
                len(self.open_promises),
                len(self.promises),
                self.now,
            ),
            clock.today(),
        )


def file_of(actor: Actor, case_id: int) -> File:
    """A case in reach; OutOfReach for any other."""
    case = cases.case(actor, case_id, AREA)
    row = db.session.scalars(
        visible(actor, LaggingArea).where(LaggingArea.case_id == case_id)
    ).one()
    unit, then = regions.region(row.unit_id), rules.read(row.figures)
    now = _now(actor, unit, then) if case.closed_on is None else rules.read(row.closing_figures)
    return File(case, row, unit, promises(actor, case_id), then, now)


def _now(actor: Actor, unit: Region, then: Sequence[Named]) -> Sequence[Named]:
    """The named figures as of today, beside what was demanded then."""
    found = {each.key: each for each in standing.of_unit(actor, unit)}
    return rules.again(then, found)


def promises(actor: Actor, case_id: int) -> Sequence[AreaPromise]:
    """What was promised, in order."""
    query = visible(actor, AreaPromise).where(AreaPromise.case_id == case_id)
    return db.session.scalars(query.order_by(AreaPromise.id)).all()


def allowed(actor: Actor, file: File) -> list[Choice]:
    """The steps of the present state and why this person may not take them, if so."""
    found = here(cases.allowed(actor, file.case, file.refusals()), file.case.state)
    if stands_above(actor, file.unit):
        return found
    return [Choice(each.step, NOT_ITS_OWN) for each in found]


def stands_above(actor: Actor, unit: Region) -> bool:
    """Whether the person's unit stands above this one: nobody urges, or releases, themselves."""
    own = actor.reach.unit
    if own is None:
        return actor.reach.everything
    return own.id != unit.id and unit.path.startswith(own.path)
