"""By area and by year: listed, struck off, dissolved, how long it took, how many came back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func

from partybuild.access.actor import Actor
from partybuild.coverage.scopes import Scope, child_key
from partybuild.db import db
from partybuild.gates.terms.days import days_between
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Rectification
from partybuild.rectification.seeing import listing, standing
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase as Case


@dataclass(slots=True)
class Area:
    """One unit: its own row (本级), one below it, or all."""

    code: str
    name: str
    own: bool
    listed: int = 0
    open: int = 0
    struck: int = 0
    dissolved: int = 0
    days: int = 0
    """Days from 列入 to 销号, of all that are struck off."""
    ever: int = 0
    """Struck off at least once."""
    relapsed: int = 0

    @property
    def mean(self) -> int | None:
        """Average days from 列入 to 销号."""
        return round(self.days / self.struck) if self.struck else None

    @property
    def share(self) -> float | None:
        """反弹率: of those ever struck off, percent."""
        return 100 * self.relapsed / self.ever if self.ever else None


@dataclass(frozen=True, slots=True)
class Table:
    """A line a unit, and the total."""

    lines: Sequence[Area]
    total: Area = field(default_factory=lambda: Area("", "合计", False))


def areas(actor: Actor, scope: Scope | None, year: str) -> Table:
    """The cases listed in a year (blank: ever), by the unit directly below; withdrawn ones not."""
    given = listing.conditions({"stage": listing.LISTED, "year": year}, scope)
    level = scope.region.level if scope and scope.region and not scope.own else None
    found: dict[int, Area] = defaultdict(lambda: Area("", "", False))
    total = Area(scope.code if scope else "", "合计", False)
    for key, *counts in _read(actor, given, level):
        _add(found[key], counts)
        _add(total, counts)
    if level is None:
        return Table([], total)
    return Table(_lines(found, scope), total)


def _read(actor: Actor, given: Sequence[ColumnElement[bool]], level: int | None) -> Sequence[Any]:
    columns = (
        func.count(),
        _sum(listing.in_stage(listing.OPEN)),
        _sum(listing.in_stage(listing.STRUCK)),
        _sum(listing.in_stage(Stage.DISSOLVED.value)),
        func.sum(days_between(Rectification.found_on, Rectification.struck_off_on)).filter(
            listing.in_stage(listing.STRUCK)
        ),
        _sum(listing.flagged("ever")),
        _sum(listing.flagged("relapsed")),
    )
    if level is None or level >= 5:
        found = db.session.execute(listing.cases(actor, *columns).where(*given))
        return [(0, *row) for row in found]
    key = child_key(Case, level)
    return db.session.execute(listing.cases(actor, key, *columns).where(*given).group_by(key)).all()


def _sum(condition: Any) -> Any:
    return func.count().filter(condition)


def _add(area: Area, counts: Sequence[Any]) -> None:
    names = ("listed", "open", "struck", "dissolved", "days", "ever", "relapsed")
    for name, count in zip(names, counts, strict=True):
        setattr(area, name, getattr(area, name) + int(count or 0))


def _lines(found: dict[int, Area], scope: Any) -> list[Area]:
    units = regions.named([number for number in found if number])
    for number, area in found.items():
        area.own = not number
        area.code = scope.code if area.own else units[number].code
        area.name = f"{scope.name}本级" if area.own else units[number].name
    return sorted(found.values(), key=lambda area: (not area.own, area.code))


@dataclass(frozen=True, slots=True)
class Year:
    """The movement of one year."""

    year: int
    counts: dict[str, int]


def yearly(actor: Actor, scope: Scope | None, years: Sequence[int]) -> list[Year]:
    """For each year how many were open, were listed, ended, and are open at its end."""
    found = []
    for year in years:
        before, after = (standing.state_on(day) for day in standing.bounds(year))
        pairs = listing.cases(actor, before.label("a"), after.label("b"), func.count())
        pairs = pairs.where(*listing.conditions({}, scope)).group_by("a", "b")
        rows = {(first, last): count for first, last, count in db.session.execute(pairs)}
        found.append(Year(year, standing.tallied(rows)))
    return found
