"""Running cases whose progress of the last month has not been reported."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, exists

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import ScopeMark, count_of, scope_of
from partybuild.clock.days import month_start, months_back
from partybuild.db import db
from partybuild.deadlines import drawing, rules
from partybuild.deadlines.ports import OpenItem, Subject, Tally, Wanted
from partybuild.rectification.cases.items import at_desk
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Progress, Rectification
from partybuild.rectification.process import KIND
from partybuild.regions.placing import PLACING
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase as Case

SOON = 7
SUBJECT = "rectification-month"
REPORTS = "rectification.progress"
_PLACED = (*PLACING, "organization_id", "party_organization_id")


def due_day(today: date) -> date:
    """The day by which the progress of the month before is due."""
    return month_start(today).replace(day=terms().progress_day)


def _missing(actor: Actor, *columns: Any) -> Select[Any]:
    """Those approved before the month was over, and running still; of units below what is late."""
    today = clock.today()
    month = months_back(today, 1)
    told = exists(Progress.id).where(
        ScopeMark(Progress.case_id == Case.id, Progress.__tablename__), Progress.month == month
    )
    query = cases.running(actor, KIND)
    if actor.role is not Role.SECRETARY and today <= due_day(today):
        query = query.where(at_desk(actor))
    return (
        query.join(Rectification, Rectification.case_id == Case.id)
        .where(
            scope_of(actor, Rectification),
            Case.state == Stage.RUNNING,
            Rectification.approved_on < month_start(today),
            ~told.correlate(Case),
        )
        .with_only_columns(*columns, maintain_column_froms=True)
    )


def count(actor: Actor) -> Tally:
    """How many have not reported."""
    found = db.session.scalar(count_of(_missing(actor, Case.id))) or 0
    return drawing.told([(due_day(clock.today()), found)] if found else [], SOON)


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The cases that have not; all are due on the same day."""
    today = clock.today()
    due = due_day(today)
    standing = rules.standing(today, due, today + timedelta(days=SOON))
    if wanted.standing not in (None, standing) or wanted.after.due > due:
        return []
    query = _missing(actor, Case.id, Case.title).order_by(Case.id).limit(wanted.limit)
    if wanted.after.due == due:
        query = query.where(Case.id > wanted.after.id)
    words = f"{months_back(today, 1):%Y年%-m月}进展未报"
    return [
        OpenItem(number, title, words, due, REPORTS, {"case_id": number})
        for number, title in db.session.execute(query)
    ]


def reminded(actor: Actor, until: date) -> Iterator[Subject]:
    """The same for the system's own reminders."""
    due = due_day(clock.today())
    if due > until:
        return
    columns = [getattr(Case, name) for name in _PLACED]
    for number, *placed in db.session.execute(_missing(actor, Case.id, *columns)):
        filed = dict(zip(_PLACED, placed, strict=True))
        yield Subject(SUBJECT, number, "", due, filed, REPORTS, {"case_id": number})


def subject(actor: Actor, number: int) -> Subject | None:
    """The missing report of a case in reach as what a reminder is about, None where it is there."""
    query = _missing(actor, Case).where(Case.id == number)
    found: Case | None = db.session.scalars(query).one_or_none()
    if found is None:
        return None
    title, due = f"{found.title}上月进展", due_day(clock.today())
    return Subject(SUBJECT, number, title, due, found, REPORTS, {"case_id": number})
