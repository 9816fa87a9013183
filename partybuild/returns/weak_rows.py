"""The sheet 整顿台账: cases of rectification as they stood on the last day, as known then.

Read from the events of the cases, which are never changed, so that an old month comes out again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.scope import visible
from partybuild.clock.days import month_start
from partybuild.coverage.models import PartySpan
from partybuild.coverage.scopes import on
from partybuild.db import db
from partybuild.rectification.kinds import Outcome, Stage
from partybuild.rectification.process import KIND
from partybuild.rectification.seeing.standing import RUNNING, STRUCK
from partybuild.returns.gathering import BATCH, Gathering
from partybuild.returns.party_rows import dissolved_this_year
from partybuild.returns.weak_row import WeakRow
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

_OUTCOMES = {
    Stage.DISSOLVED: Outcome.DISSOLVED,
    **{Stage(each): Outcome.TRANSFORMED for each in STRUCK},
}


@dataclass(slots=True)
class _Course:
    """What the events of a case up to a day say."""

    found_on: date
    grounds: str = ""
    stage: Stage = Stage.PLANNING
    ended_on: date | None = None
    """Struck off or dissolved; None while it goes on."""
    relapses: int = 0
    repeated: bool = False
    continued: bool = False

    def then(self, event: Any) -> None:
        """Take the next event."""
        stage = Stage(event.target)
        if stage is not self.stage:
            ended = stage.value not in RUNNING
            self.ended_on = (self.ended_on or event.effective_on) if ended else None
        self.stage = stage
        self.relapses += event.action == "relapse"
        self.continued = self.continued or event.action == "refuse_final"
        self.repeated = self.repeated or bool(event.facts.get("repeated"))

    @property
    def outcome(self) -> str:
        """What came of it so far."""
        found = _OUTCOMES.get(self.stage)
        if found is None and self.continued:
            found = Outcome.CONTINUED
        return found.label if found else ""


def weak_rows(data: Gathering) -> Iterator[WeakRow]:
    """Cases that are open on the day, and those struck off or dissolved since 1 January."""
    courses = _courses(data)
    for span in _spans(data, sorted(courses)):
        for course in courses[span.party_organization_id]:
            if _told(course, data.day):
                yield _row(data, span, course)


def _spans(data: Gathering, ids: Sequence[int]) -> Iterator[Any]:
    """Of these Party organizations those that live on the day, then those dissolved this year."""
    number, living = PartySpan.party_organization_id, set()
    for start in range(0, len(ids), BATCH):
        query = visible(data.actor, PartySpan).where(
            number.in_(ids[start : start + BATCH]),
            data.scope.inside(PartySpan),
            on(PartySpan, data.day, data.change),
        )
        for span in db.session.scalars(query.order_by(PartySpan.sort_key, number)):
            living.add(span.party_organization_id)
            yield span
    missing = set(ids) - living
    if missing:
        gone = dissolved_this_year(data)
        yield from (span for span in gone if span.party_organization_id in missing)


def _told(course: _Course, day: date) -> bool:
    if course.stage is Stage.WITHDRAWN:
        return False
    return course.ended_on is None or course.ended_on.year == day.year


def _row(data: Gathering, span: Any, course: _Course) -> WeakRow:
    struck = course.ended_on if course.stage.value in STRUCK else None
    return WeakRow(
        unit_row=data.row_of(span),
        code=span.code,
        name=span.name,
        kind=span.kind.label,
        superior=data.party_names.get(span.parent_id, ""),
        unit=data.unit_names.get(span.unit_id, ""),
        found_on=course.found_on,
        grounds=course.grounds,
        stage=course.stage.label,
        ended_on=course.ended_on,
        outcome=course.outcome,
        repeated=course.repeated,
        relapses=course.relapses,
        open=course.stage.value in RUNNING,
        struck_this_month=struck is not None and struck >= month_start(data.day),
        struck_this_year=struck is not None,
    )


def _courses(data: Gathering) -> dict[int, list[_Course]]:
    """By Party organization its cases as they stood, the earliest first."""
    query = visible(data.actor, WorkflowCase, WorkflowCase.id, WorkflowCase.party_organization_id)
    query = query.where(WorkflowCase.kind == KIND, WorkflowCase.opened_on <= data.day)
    parties: dict[int, int] = dict(db.session.execute(query.order_by(WorkflowCase.id)).all())
    found: dict[int, list[_Course]] = {}
    ids = list(parties)
    for start in range(0, len(ids), BATCH):
        for number, course in _read(data, ids[start : start + BATCH]).items():
            found.setdefault(parties[number], []).append(course)
    return found


def _read(data: Gathering, ids: Sequence[int]) -> dict[int, _Course]:
    event = WorkflowEvent
    columns = (event.case_id, event.action, event.target, event.effective_on, event.facts)
    query = visible(data.actor, event, *columns).where(
        event.case_id.in_(ids), event.effective_on <= data.day, event.change <= data.change
    )
    found: dict[int, _Course] = {}
    for row in db.session.execute(query.order_by(event.case_id, event.sequence)):
        if row.case_id not in found:
            grounds = [each["words"] or each["label"] for each in row.facts.get("grounds", ())]
            found[row.case_id] = _Course(row.effective_on, "；".join(grounds))
        found[row.case_id].then(row)
    return found
