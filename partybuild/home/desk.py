"""What stands on a person's desk when they come in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import asked, dashboard, party_warned
from partybuild.coverage.dashboard import Board, Row
from partybuild.db import db
from partybuild.deadlines.todo import Heap
from partybuild.organizations.models import Organization
from partybuild.party import waiting
from partybuild.party.rules import WarningCode

WARNED = (
    WarningCode.COMMITTEE_DUE,
    WarningCode.HOLLOW,
    WarningCode.JOINT_OVER_FIVE,
    WarningCode.JOINT_UNDER_TWO,
)
SPANNED = tuple(code for code in WARNED if code is not WarningCode.COMMITTEE_DUE)
"""Told by the spans of today; a committee that is due is kept with the register."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: how many, what, and the page (endpoint, arguments) that lists them."""

    count: int
    words: str
    advice: str
    endpoint: str
    arguments: dict[str, str]
    late: bool = False
    due_on: date | None = None
    left: str = ""
    """Days left of the nearest due day, in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer's start page: the figures of the area, and what is to be done in it."""

    board: Board
    tasks: Sequence[Task]


def desk(actor: Actor, heaps: Sequence[Heap]) -> Desk:
    """The start page of somebody who answers for an area or a body: late things first."""
    board = dashboard.board(actor, asked.read(actor, {}))
    tasks = [*map(_standing, heaps), *(task for task in _tasks(actor, board) if task.count)]
    return Desk(board, sorted(tasks, key=lambda task: not task.late))


def _standing(heap: Heap) -> Task:
    source, tally = heap.source, heap.tally
    late = f"逾期 {tally.late:,}；" if tally.late else ""
    return Task(
        tally.open,
        source.words,
        late + source.advice,
        "deadlines.items",
        {"kind": source.key},
        heap.late,
        tally.nearest,
        heap.words,
    )


def _tasks(actor: Actor, board: Board) -> Iterator[Task]:
    area = _area(board)
    total = board.total
    yield Task(
        total.should_build,
        "家应建未建",
        "正式党员三名以上，尚无党组织；清单里有联合组建的建议",
        "coverage.work",
        area | {"kind": "should_build"},
        late=True,
    )
    warned = party_warned.counts(actor, *SPANNED)
    warned[WarningCode.COMMITTEE_DUE] = waiting.committees_due(actor)
    for code in WARNED:
        yield Task(
            warned[code],
            f"个党组织{code.label}",
            "点开可按单位逐个办理",
            "search.party_organizations",
            {"warning": code.value},
        )
    yield Task(
        total.unsurveyed,
        "家党员数尚未摸排",
        "党员数没有填的组织，先摸清底数",
        "coverage.listing",
        area | {"field": "unsurveyed"},
    )


def _area(board: Board) -> dict[str, str]:
    scope = board.asked.scope
    key = "region" if scope.region is not None else "body"
    return {key: scope.code}


def worst(board: Board, count: int = 3) -> list[Row]:
    """The units below with the lowest share of organizations covered, worst first."""
    rated = [row for row in board.rows if not row.own and row.figures.organizations]
    share = lambda row: row.figures.covered / row.figures.organizations
    return sorted(rated, key=share)[:count]


def own_organizations(actor: Actor) -> Sequence[Organization]:
    """The organizations of a secretary or an instructor, by name."""
    query = visible(actor, Organization).order_by(Organization.sort_key, Organization.id)
    return db.session.scalars(query).all()
