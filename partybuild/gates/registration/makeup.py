"""Organizations that came into the register without a case: one opens by itself (补办).

The verdict says who has not answered: 待办 and 缺 open a case, any other closes it again.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Reach
from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.db.ids import reserve
from partybuild.db.many import insert_many
from partybuild.db.work import current_work
from partybuild.gates.among import parts
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.policy import RULE
from partybuild.gates.registration.process import ASKED, KIND
from partybuild.gates.registration.rules import AnswerKind, Matter
from partybuild.organizations.models import Headcount, Organization
from partybuild.regions.placing import PLACING
from partybuild.workflow.commands import Opening
from partybuild.workflow.many import Step, act_many, standings, start_many
from partybuild.workflow.models import WorkflowCase

WAITING = (Verdict.PENDING, Verdict.MISSING)


def settle(organizations: Collection[int]) -> None:
    """Of these, who has not answered has an open case, and who has is rid of it. Inside `work`."""
    with system("登记补办"):
        for part in parts(organizations):
            waiting, begun = _waiting(part), _with_case(part)
            _open({n: day for n, day in waiting.items() if n not in begun})
            _close(set(part) - waiting.keys())


def _waiting(ids: Collection[int]) -> dict[int, tuple[date, date | None]]:
    """Of these the organizations whose registration is not answered today, with the days of
    their trigger and of the verdict's own deadline."""
    today = clock.today()
    query = select(SyncVerdict.organization_id, SyncVerdict.trigger_on, SyncVerdict.due_on).where(
        SyncVerdict.organization_id.in_(ids),
        SyncVerdict.rule == RULE,
        SyncVerdict.known_to == OPEN,
        SyncVerdict.valid_from <= today,
        SyncVerdict.valid_to > today,
        SyncVerdict.next_on > today,
        SyncVerdict.verdict.in_(WAITING),
    )
    return {number: (day, due) for number, day, due in db.session.execute(query)}


def _with_case(ids: Collection[int]) -> set[int]:
    """Of these the organizations that have a case which is open, or has answered for good."""
    query = (
        select(
            WorkflowCase.organization_id,
            WorkflowCase.closed_on,
            RegistrationCase.matter,
            RegistrationCase.answer_kind,
        )
        .join(RegistrationCase, RegistrationCase.case_id == WorkflowCase.id)
        .where(WorkflowCase.kind == KIND, WorkflowCase.organization_id.in_(ids))
    )
    temporary = {None, AnswerKind.NOT_YET, AnswerKind.WAIVED}
    return {
        number
        for number, closed_on, matter, answer in db.session.execute(query)
        if number is not None
        and (closed_on is None or (matter in _ANSWERING and answer not in temporary))
    }


_ANSWERING = {Matter.FOUNDING, Matter.MAKEUP}


def _open(waiting: dict[int, tuple[date, date | None]]) -> None:
    if not waiting:
        return
    rows = db.session.scalars(select(Organization).where(Organization.id.in_(sorted(waiting))))
    found = [row for row in rows if row.kind.registered]
    house = replace(current_work().actor, reach=Reach(everything=True))
    openings = [_opening(row, *waiting[row.id]) for row in found]
    ids = start_many(house, KIND, openings, Organization)
    day = clock.today()
    states = standings(house, ids)
    act_many(house, KIND, [(states[number], [Step("makeup", day)]) for number in ids])
    counts = _counts([row.id for row in found])
    table: Any = RegistrationCase.__table__
    numbers = reserve(RegistrationCase, len(found))
    blank = {"full": None, "probationary": None, "staff": None}
    insert_many(
        table,
        [
            {
                "id": number,
                "case_id": case_id,
                "matter": Matter.MAKEUP,
                "name": row.name,
                "application": {},
                "body_id": row.body_id,
                "answer_kind": None,
                "answered_on": None,
                "answer": {},
                "telephone": "",
                **counts.get(row.id, blank),
            }
            for number, case_id, row in zip(numbers, ids, found, strict=True)
        ],
    )


def _opening(row: Organization, registered_on: date, due_on: date | None) -> Opening:
    return Opening(
        kind=KIND,
        title=f"{row.name}{Matter.MAKEUP.label}",
        placing={name: getattr(row, name) for name in PLACING},
        organization_id=row.id,
        desk_unit_id=row.level3_id if row.level4_id else row.unit_id,
        desk_body_id=row.body_id,
        due_on=due_on,
        opened_on=registered_on,
    )


def _counts(ids: Collection[int]) -> dict[int, dict[str, int | None]]:
    today = clock.today()
    query = select(Headcount).where(
        Headcount.organization_id.in_(ids),
        Headcount.known_to == OPEN,
        Headcount.valid_from <= today,
        Headcount.valid_to > today,
    )
    return {
        row.organization_id: {
            "full": row.full,
            "probationary": row.probationary,
            "staff": row.staff,
        }
        for row in db.session.scalars(query)
    }


def _close(ids: Collection[int]) -> None:
    """Close the open 补办 of organizations whose registration is answered, waived or past."""
    query = (
        select(WorkflowCase.id)
        .join(RegistrationCase, RegistrationCase.case_id == WorkflowCase.id)
        .where(
            WorkflowCase.organization_id.in_(sorted(ids)),
            WorkflowCase.kind == KIND,
            WorkflowCase.state == ASKED,
            RegistrationCase.matter == Matter.MAKEUP,
        )
    )
    found = list(db.session.scalars(query))
    house = replace(current_work().actor, reach=Reach(everything=True))
    day = clock.today()
    courses = [(state, [Step("settle", day)]) for state in standings(house, found).values()]
    act_many(house, KIND, courses)
