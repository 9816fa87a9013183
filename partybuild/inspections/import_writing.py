"""Writing a file of 年检结果: cases, inspections and history, set-based."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system, visible
from partybuild.db import db
from partybuild.db.many import Ready, insert_many, ready
from partybuild.db.staging import change_many, stage
from partybuild.db.work import bulk
from partybuild.imports.models import ImportBatch
from partybuild.imports.plans import Options
from partybuild.inspections import freezing
from partybuild.inspections.ahead import author, switch_all
from partybuild.inspections.deciding import touched
from partybuild.inspections.kinds import Conclusion
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import KIND
from partybuild.organizations.models import Organization, OrganizationEvent
from partybuild.regions.placing import PLACING
from partybuild.workflow.many import CHUNK, Standing, Step, act_many, taken
from partybuild.workflow.models import WorkflowEvent

if TYPE_CHECKING:
    from partybuild.inspections.importing import Line

MANY = 300
"""Of so many rows everything is made ready before the lock."""
MOVES: Mapping[str, Any] = {"due_on": None}
"""Once there is an answer, the day by which to file no longer counts; as on the pages."""


@dataclass(slots=True)
class Results:
    """What a file says, of many rows made ready before the lock."""

    lines: Sequence["Line"]
    options: Options
    ready: "Ahead | None" = None

    def prepare(self, actor: Actor) -> None:
        """Have what is many ready."""
        if len(self.lines) >= MANY:
            self.ready = Ahead(actor, self.lines, self.options)

    def write(self, actor: Actor) -> None:
        """Every good row is true: its steps taken, its values kept, its history entered."""
        if self.ready is not None and self.ready.author == author(actor):
            self.ready.switch(actor)
        else:
            act_many(actor, KIND, courses(self.lines, self.options), MOVES)
            update_many(actor, said(actor, self.lines))
            _insert(actor, history(actor, self.lines))
        db.session.flush()
        touched({line.about.id for line in self.lines if line.course.steps})

    def moved(self, head: int) -> bool:
        """Whether an inspection, or an organization, has changed since a change number."""
        with system("核对导入以来的变动"):
            return any(
                db.session.scalar(select(model.id).where(model.change > head).limit(1)) is not None
                for model in (WorkflowEvent, OrganizationEvent, Organization, ImportBatch)
            )


class Ahead:
    """Steps, values and history of a file that lie ready; nothing of it stands before `switch`."""

    def __init__(self, actor: Actor, lines: Sequence["Line"], options: Options) -> None:
        self.author = author(actor)
        self._ids = [line.inspection.id for line in lines if line.inspection is not None]
        self._new = {line.about.id for line in lines if line.inspection is None}
        cases, events = taken(actor, KIND, courses(lines, options), MOVES)
        years = ready(Inspection.__table__, history(actor, lines))
        self._parts = stage([events, years], changed=[cases, *changes(said(actor, lines))])

    def switch(self, actor: Actor) -> None:
        """All of it stands; Stale, and nothing does, where a case has been moved."""
        with bulk(actor, Inspection, self._ids), bulk(actor, Organization, self._new):
            switch_all(self._parts)


def courses(lines: Sequence["Line"], options: Options) -> list[tuple[Standing, list[Step]]]:
    """The cases that take steps, with these."""
    found = []
    for line in lines:
        if line.standing is not None and line.course.steps:
            facts = {name: _plain(value) for name, value in line.course.values.items()}
            steps = [
                Step(
                    action,
                    options.effective_on,
                    f"导入年检结果：{options.document}",
                    str(line.course.values.get("document") or ""),
                    facts,
                )
                for action in line.course.steps
            ]
            found.append((line.standing, steps))
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _signed(actor: Actor, line: "Line") -> dict[str, Any]:
    values = dict(line.course.values)
    if "conclusion" in values:
        values["concluded_by"] = actor.label
    if "evaluation" in values:
        values["evaluated_by"] = actor.label
    return values


def update_many(actor: Actor, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Inspections by id have these values: one statement for each set of columns."""
    with bulk(actor, Inspection, [number for number, _ in rows]):
        for part in changes(rows):
            change_many(part)


def changes(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Ready]:
    """What inspections come to say, made ready by the columns that are set."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for number, values in rows:
        alike[tuple(sorted(values))].append({"id": number, **values})
    return [ready(Inspection.__table__, each) for each in alike.values()]


def said(actor: Actor, lines: Sequence["Line"]) -> list[tuple[int, dict[str, Any]]]:
    """What lines say of inspections that stand, by id."""
    return [(line.inspection.id, _signed(actor, line)) for line in lines if line.inspection]


def history(actor: Actor, lines: Sequence["Line"]) -> list[dict[str, Any]]:
    """Years before the rule, as rows without a process."""
    new = [line for line in lines if line.inspection is None]
    placings = _placings(actor, [line.about.id for line in new])
    rows = []
    for line in new:
        conclusion: Conclusion = line.course.values["conclusion"]
        row = freezing.blank(line.about.id, placings[line.about.id], line.year, conclusion.regime)
        rows.append(row | _signed(actor, line) | {"history": True})
    return rows


def _insert(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    with bulk(actor, Organization, {row["organization_id"] for row in rows}):
        insert_many(Inspection.__table__, rows)


def _placings(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    columns = [getattr(Organization, name) for name in PLACING]
    ordered, found = sorted(set(ids)), {}
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = visible(actor, Organization, Organization.id, *columns)
        for number, *at in db.session.execute(query.where(Organization.id.in_(part))):
            found[number] = dict(zip(PLACING, at, strict=True))
    return found
