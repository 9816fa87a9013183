"""Cases of a demo world that have run a course already: their events and states, set-based."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.workflow import registry
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import Standing, Step, act_many, start_many


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to one organization: since when, which steps, and by when the next is due."""

    organization: Organization
    opened_on: date
    steps: Sequence[Step] = ()
    due_on: date | None = None


def run(actor: Actor, kind: str, courses: Sequence[Course]) -> list[int]:
    """A case of this kind stands for each course, at the end of its steps; their ids in order."""
    table = registry.current(kind)
    ids = start_many(
        actor, kind, [_opening(kind, table.label, course) for course in courses], Organization
    )
    standings = [Standing(number, table.start, 1) for number in ids]
    act_many(actor, kind, [(s, list(c.steps)) for s, c in zip(standings, courses, strict=True)])
    return ids


def _opening(kind: str, label: str, course: Course) -> Opening:
    subject = course.organization
    return Opening(
        kind=kind,
        title=f"{subject.name}{label}",
        placing=copied(subject),
        organization_id=subject.id,
        desk_unit_id=subject.unit_id,
        due_on=course.due_on,
        opened_on=course.opened_on,
    )
