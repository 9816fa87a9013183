"""Terms of office page by page, with the board's beside, the last reminder, the open procedure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.coverage.models import PartySpan as P
from partybuild.db import db
from partybuild.deadlines import calendar
from partybuild.deadlines.models import Reminder
from partybuild.gates.terms import beside, process, queries, windows
from partybuild.gates.terms.beside import Board
from partybuild.gates.terms.windows import ENDS
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyTerm as T
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

SORTS = {"ends": "届满日期", "name": "名称"}
MOST = 5000
"""So many rows are listed, reminded or written to a workbook at once."""
_COLUMNS = (
    *(P.party_organization_id, P.name, P.unit_id, P.kind, P.formation, P.inferred),
    *(T.started_on, T.last_day, T.extended_to, windows.elected_on().label("elected_on")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to and how it is ordered."""

    window: str = ""
    unit: Region | None = None
    formation: Formation | None = None
    sort: str = "ends"
    after: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One term of one Party organization."""

    id: int
    name: str
    unit: str
    kind: str
    formation: str
    started_on: date | None
    last_day: date
    extended_to: date | None
    elected_on: date | None
    board: Board | None
    reminder: Reminder | None
    case: WorkflowCase | None

    @property
    def ends(self) -> date:
        """The last day, an approved postponement included."""
        return self.extended_to or self.last_day

    @property
    def late(self) -> bool:
        """Whether it has ended and nobody was elected."""
        return self.elected_on is None and self.ends < clock.today()

    @property
    def left(self) -> str:
        """What is left of it, in words."""
        return calendar.words(clock.today(), self.ends, False)

    @property
    def procedure(self) -> str:
        """Where its procedure stands, in words."""
        if self.case is None:
            return ""
        matter = process.matter_of(self.case.kind)
        return f"{matter.label}：{process.TABLES[matter].states[self.case.state]}"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, how many there are in all, and the cursors of its neighbours."""

    rows: Sequence[Row]
    total: int
    before: str
    after: str


def narrowed(actor: Actor, asked: Asked, *columns: Any) -> Select[Any]:
    """The terms asked for, in no order."""
    query = windows.terms(actor, asked.window, *columns)
    if asked.unit is not None and asked.unit.level:
        query = query.where(getattr(P, f"level{asked.unit.level}_id") == asked.unit.id)
    if asked.formation is not None:
        query = query.where(P.formation == asked.formation)
    return query


def total(actor: Actor, asked: Asked) -> int:
    """How many terms are asked for."""
    return db.session.scalar(narrowed(actor, asked, func.count())) or 0


def counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """How many terms stand in each window, under the same other filters."""
    return {
        window: total(actor, Asked(window, asked.unit, asked.formation))
        for window in windows.labels()
    }


def page(actor: Actor, asked: Asked) -> Page:
    """One page of the terms asked for."""
    keys, kinds = _order(asked.sort.removeprefix("-"))
    at = Cursor(keyset.decode(asked.after, kinds) if asked.after else (), asked.back)
    query = narrowed(actor, asked, *_COLUMNS, *keys)
    wanted = keyset.page(query, keys, asked.sort.startswith("-"), at)
    found, before, after = keyset.turned(db.session.execute(wanted).all(), at)
    width = len(keys)
    return Page(
        _rows(actor, found),
        total(actor, asked),
        keyset.encode(found[0][-width:]) if before and found else "",
        keyset.encode(found[-1][-width:]) if after and found else "",
    )


def ids(actor: Actor, asked: Asked) -> list[int]:
    """Every Party organization of the list; RuleBroken for more than can be done at once."""
    query = narrowed(actor, asked, P.party_organization_id).distinct()
    found = list(db.session.scalars(query.order_by(P.party_organization_id).limit(MOST + 1)))
    if len(found) > MOST:
        raise RuleBroken(f"名单超过 {MOST} 条，请先按单位或届满时间筛选，再办理。")
    return found


def everything(actor: Actor, asked: Asked) -> Iterator[Row]:
    """Every row of the list in its order, page after page."""
    cursor = ""
    while True:
        found = page(actor, Asked(asked.window, asked.unit, asked.formation, asked.sort, cursor))
        yield from found.rows
        if not found.after:
            return
        cursor = found.after


def _order(key: str) -> tuple[list[Any], list[type]]:
    if key == "name":
        return [P.sort_key, P.party_organization_id, ENDS], [str, int, date]
    return [ENDS, P.party_organization_id], [date, int]


def _rows(actor: Actor, found: Sequence[Any]) -> list[Row]:
    numbers = [row.party_organization_id for row in found]
    units = regions.named([row.unit_id for row in found])
    boards = beside.boards(actor, numbers)
    reminders = beside.reminders(actor, numbers)
    cases: Mapping[int, WorkflowCase] = queries.running_of_many(actor, numbers)
    return [
        Row(
            row.party_organization_id,
            row.name,
            units[row.unit_id].name,
            row.kind.label,
            (row.formation.label if row.formation else "") + ("（推定）" if row.inferred else ""),
            row.started_on,
            row.last_day,
            row.extended_to,
            row.elected_on,
            boards.get(row.party_organization_id),
            reminders.get(row.party_organization_id),
            cases.get(row.party_organization_id),
        )
        for row in found
    ]
