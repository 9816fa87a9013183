"""What stands on a person's desk when they come in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import count_of, scope_of, visible
from partybuild.coverage import asked, dashboard
from partybuild.coverage.dashboard import Board, Row
from partybuild.db import OPEN, db
from partybuild.imports.models import ImportBatch
from partybuild.organizations.models import BuildPlan, Organization
from partybuild.party import listing
from partybuild.party.listing import Asked
from partybuild.party.rules import WarningCode

WARNED = (
    WarningCode.TERM_OVERDUE,
    WarningCode.COMMITTEE_DUE,
    WarningCode.HOLLOW,
    WarningCode.JOINT_OVER_FIVE,
    WarningCode.JOINT_UNDER_TWO,
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: how many, what, and the page (endpoint, arguments) that lists them."""

    count: int
    words: str
    advice: str
    endpoint: str
    arguments: dict[str, str]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer's start page: the figures of the area, and what is to be done in it."""

    board: Board
    tasks: Sequence[Task]


def desk(actor: Actor) -> Desk:
    """The start page of somebody who answers for an area or a body."""
    board = dashboard.board(actor, asked.read(actor, {}))
    return Desk(board, [task for task in _tasks(actor, board) if task.count])


def _tasks(actor: Actor, board: Board) -> Iterator[Task]:
    area = _area(board)
    if actor.may(Permission.IMPORTS_MAKE):
        waiting = visible(actor, ImportBatch).where(ImportBatch.state == "checked")
        yield Task(
            db.session.scalar(count_of(waiting)) or 0,
            "份导入已核对、等您确认",
            "确认后才写入名册",
            "imports.index",
            {},
            late=True,
        )
    total = board.total
    yield Task(
        total.should_build,
        "家应建未建",
        "正式党员三名以上，尚无党组织；清单里有联合组建的建议",
        "coverage.work",
        area | {"kind": "should_build"},
        late=True,
    )
    yield Task(
        reviews_due(actor),
        "家未建原因到了复查日",
        "看看条件是否已经具备",
        "coverage.work",
        area | {"kind": "should_build"},
        late=True,
    )
    for code in WARNED:
        found = count_of(listing.narrowed(actor, Asked(warning=code)))
        yield Task(
            db.session.scalar(found) or 0,
            f"个党组织{code.label}",
            "点开可按单位逐个办理",
            "party.listed",
            {"warning": code.value},
            late=code is WarningCode.TERM_OVERDUE,
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


def reviews_due(actor: Actor) -> int:
    """Organizations whose review day (复查日) has come."""
    today = clock.today()
    query = (
        select(func.count())
        .select_from(BuildPlan)
        .where(scope_of(actor, BuildPlan))
        .where(
            BuildPlan.known_to == OPEN,
            BuildPlan.valid_from <= today,
            BuildPlan.valid_to > today,
            BuildPlan.review_on <= today,
        )
    )
    return db.session.scalar(query) or 0


def worst(board: Board, count: int = 3) -> list[Row]:
    """The units below with the lowest share of organizations covered, worst first."""
    rated = [row for row in board.rows if not row.own and row.figures.organizations]
    share = lambda row: row.figures.covered / row.figures.organizations
    return sorted(rated, key=share)[:count]


def own_organizations(actor: Actor) -> Sequence[Organization]:
    """The organizations of a secretary or an instructor, by name."""
    query = visible(actor, Organization).order_by(Organization.sort_key, Organization.id)
    return db.session.scalars(query).all()
