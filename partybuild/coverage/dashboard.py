"""The page of figures: its rows with their addresses, its line of 24 months, what moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.clock.days import month_end, month_start
from partybuild.coverage import kept, queries, trend
from partybuild.coverage.asked import Asked
from partybuild.coverage.figures import Figures
from partybuild.coverage.lines import Line
from partybuild.coverage.queries import Table
from partybuild.coverage.row import LABELS, rate
from partybuild.db import db
from partybuild.party.models import PartyOrganization
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region

MOVED = (
    "organizations",
    "covered",
    "work_covered",
    "should_build",
    "party_organizations",
    "full_members",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: where its name leads, and what the lists of its numbers begin with."""

    name: str
    opens: str
    """Query of the page that breaks this row down further, blank where there is none."""
    lists: str
    """Query of the lists behind its numbers, to which `&field=` is added."""
    own: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the line and its rate."""

    day: date
    rate: str | None
    lists: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure at the end of the month before and now."""

    field: str
    label: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page shows."""

    asked: Asked
    table: Table
    rows: Sequence[Row]
    lists: str
    """Query of the lists behind the total."""
    above: Sequence[Region]
    """Units above this one within reach, from the top down."""
    points: Sequence[Point]
    before: Figures
    before_day: date
    moved: Sequence[Moved]
    child_label: str

    @property
    def total(self) -> Figures:
        """The figures that all rows add up to."""
        return self.table.total

    @property
    def rate_trade(self) -> str | None:
        """Per cent of 行业协会商会 that are covered."""
        return rate(self.total.trade_covered, self.total.trade_associations)

    def drawn(self, lists: str) -> list[tuple[str, str | None, str]]:
        """The points as the chart takes them; `lists` is the address of lists, ending in `?`."""
        return [
            (
                f"{p.day:%Y.%m}" if p.day == month_end(p.day) else f"{p.day:%m.%d}",
                p.rate,
                f"{lists}{p.lists}&field=rate_covered",
            )
            for p in self.points
        ]

    def change(self, name: str) -> Decimal | None:
        """By how many points a rate differs from that of the end of the month before."""
        now, before = getattr(self.total, name), getattr(self.before, name)
        return None if now is None or before is None else Decimal(now) - Decimal(before)


def board(actor: Actor, asked: Asked) -> Board:
    """The page for what is asked; kept figures are used where they stand."""
    table = _table(actor, asked)
    before_day = month_start(asked.day) - timedelta(1)
    before = _whole(actor, asked, before_day)
    region, openable = asked.scope.region, _openable(actor, asked.by, table)
    return Board(
        asked=asked,
        table=table,
        rows=[_row(asked, line, openable) for line in table.lines],
        lists=asked.address(value=None),
        above=_above(actor, asked),
        points=_points(actor, asked, table.total),
        before=before,
        before_day=before_day,
        moved=[_moved(field, before, table.total) for field in MOVED],
        child_label=Level(min(region.level + 1, Level.COMMUNITY)).label if region else "",
    )


def _table(actor: Actor, asked: Asked) -> Table:
    if asked.by == "region":
        found = kept.table(actor, asked.scope, asked.day, asked.basis)
        if found is not None:
            return found
    whole = kept.wholes(actor, asked.scope, [asked.day], asked.basis).get(asked.day)
    return queries.figures(actor, asked.scope, asked.by, asked.day, asked.basis, whole=whole)


def _whole(actor: Actor, asked: Asked, day: date) -> Figures:
    found = kept.wholes(actor, asked.scope, [day], asked.basis).get(day)
    return found or queries.whole(actor, asked.scope, day, asked.basis)


def _openable(actor: Actor, by: str, table: Table) -> Collection[str]:
    """Codes of the bodies in the rows that this person may open."""
    if by != "body":
        return ()
    ids = [line.key for line in table.lines if line.key is not None]
    query = visible(actor, PartyOrganization, PartyOrganization.code)
    return set(db.session.scalars(query.where(PartyOrganization.id.in_(ids))))


def _row(asked: Asked, line: Line, openable: Collection[str]) -> Row:
    if asked.by == "region":
        opens = "" if line.own else asked.address(region=line.code, own=None, by=None)
        lists = asked.address(region=line.code, own="1" if line.own else None, value=None)
    else:
        opens = asked.address(region=None, body=line.code, own=None, by=None)
        opens = opens if line.code in openable else ""
        lists = asked.address(value=line.code or "")
    return Row(line.name, opens, lists, line.own, line.figures)


def _above(actor: Actor, asked: Asked) -> Sequence[Region]:
    if asked.scope.region is None:
        return []
    return [unit for unit in regions.ancestors(asked.scope.region) if regions.reaches(actor, unit)]


def _points(actor: Actor, asked: Asked, now: Figures) -> list[Point]:
    return [
        Point(day, figures.rate_covered, asked.address(day=f"{day:%Y-%m-%d}", value=None))
        for day, figures in trend.points(actor, asked, now)
    ]


def _moved(field: str, before: Figures, now: Figures) -> Moved:
    return Moved(field, LABELS[field], getattr(before, field) or 0, getattr(now, field) or 0)
