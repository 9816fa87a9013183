"""What a list of cases shows of each: names, days, how far the measures are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case as when
from sqlalchemy import func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import calendar
from partybuild.party.models import PartyOrganization
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Measure, Rectification
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a list shows it."""

    id: int
    case: WorkflowCase
    row: Rectification
    name: str
    code: str
    kind: str
    parent_id: int | None
    unit: str
    closed: int
    """Measures that are closed, of `measures`."""
    measures: int
    left: str
    """The days that are left of the step it waits for, in words."""
    late: bool

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.case.state)

    @property
    def tone(self) -> str:
        """The tone of its stage."""
        return tone(self.stage)

    @property
    def grounds(self) -> Sequence[str]:
        """主要表现, in words."""
        return [each["words"] or each["label"] for each in self.row.grounds]

    @property
    def labels(self) -> Sequence[str]:
        """The situations it was listed for."""
        return [each["label"] for each in self.row.grounds]


def tone(stage: Stage) -> str:
    """The tone of a stage's chip."""
    tones = {Stage.WATCHING: "fine", Stage.DONE: "fine", Stage.DISSOLVED: "late"}
    return "neutral" if stage is Stage.WITHDRAWN else tones.get(stage, "soon")


def shown(actor: Actor, found: Sequence[WorkflowCase]) -> list[Row]:
    """Cases with what a list shows of them, in the order given; the same for many as for one."""
    ids = [each.id for each in found]
    rows = _by_case(actor, ids)
    parties = _parties(actor, [each.party_organization_id for each in found])
    units = regions.named([each.unit_id for each in found])
    measures = _measures(actor, ids)
    return [
        _row(
            each,
            rows[each.id],
            parties.get(each.party_organization_id or 0, ("", "", "", None)),
            units[each.unit_id].name,
            measures.get(each.id, (0, 0)),
        )
        for each in found
    ]


def _row(
    case: WorkflowCase,
    row: Rectification,
    party: tuple[str, str, str, int | None],
    unit: str,
    measures: tuple[int, int],
) -> Row:
    today, due = clock.today(), case.due_on
    left = calendar.words(today, due, False) if due else ""
    late = due is not None and due < today
    return Row(case.id, case, row, *party, unit, *measures, left, late)


def _by_case(actor: Actor, ids: Sequence[int]) -> Mapping[int, Rectification]:
    query = visible(actor, Rectification).where(Rectification.case_id.in_(ids))
    return {row.case_id: row for row in db.session.scalars(query)}


def _parties(
    actor: Actor, ids: Sequence[int | None]
) -> dict[int, tuple[str, str, str, int | None]]:
    columns = (PartyOrganization.name, PartyOrganization.code, PartyOrganization.kind)
    query = visible(
        actor, PartyOrganization, PartyOrganization.id, *columns, PartyOrganization.parent_id
    ).where(PartyOrganization.id.in_(sorted({number for number in ids if number is not None})))
    return {
        number: (name, code, kind.label, parent)
        for number, name, code, kind, parent in db.session.execute(query)
    }


def _measures(actor: Actor, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    closed = func.sum(when((Measure.closed_on.is_not(None), 1), else_=0))
    query = visible(actor, Measure, Measure.case_id, closed, func.count())
    query = query.where(Measure.case_id.in_(ids)).group_by(Measure.case_id)
    return {number: (int(done), total) for number, done, total in db.session.execute(query)}
