"""The figures of units beside what is wanted of them, read from what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage import kept as coverage_kept
from partybuild.coverage import queries as coverage
from partybuild.coverage.figures import Figures
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.gates import kept as gates_kept
from partybuild.gates import matrix
from partybuild.gates import queries as gates
from partybuild.gates.kinds import Verdict
from partybuild.gates.queries import Counts
from partybuild.gates.rules import rate
from partybuild.rectification.areas import limits, overdue
from partybuild.rectification.areas.feature import BASE
from partybuild.rectification.areas.limits import COVERED, ELIGIBLE, OVERDUE, SYNC, WORK
from partybuild.rectification.areas.rules import Limit, Named
from partybuild.rectification.process import AREA
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.workflow.models import WorkflowCase

BASIS = "registered"
_FIELDS = {COVERED: "rate_covered", WORK: "rate_work", ELIGIBLE: "rate_eligible"}


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its figures."""

    code: str
    name: str
    figures: Sequence[Named]
    open: int = 0
    """Measures about it that are not closed."""

    @property
    def short(self) -> int:
        """How many figures fall short."""
        return sum(each.short for each in self.figures)


@dataclass(frozen=True, slots=True)
class Board:
    """The units below one, the whole of it, and what is wanted."""

    top: Region
    day: date
    limits: Sequence[Limit]
    rows: Sequence[Row]
    total: Row
    above: Sequence[Region]
    source: str
    """Version and source of what is wanted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures of one unit are made of."""

    figures: Figures
    sync: Counts
    overdue: int


def board(actor: Actor, top: Region) -> Board:
    """The units directly below `top` as they stand today."""
    day, (content, source) = clock.today(), limits.held()
    scope = Scope(region=top)
    basis = coverage.basis(BASIS, day)
    table = coverage_kept.table(actor, scope, day, basis)
    table = table or coverage.figures(actor, scope, "region", day, basis)
    sync, late = _sync(actor, scope, day), overdue.counts(actor, top)
    wanted = limits.limits(content, matrix.items(list(sync.values())))
    urged = _open(actor, top)
    rows = []
    for line in table.lines:
        if line.own or line.code is None:
            continue
        facts = Facts(line.figures, sync.get(line.key, {}), late.get(line.key, 0))
        named = figures(wanted, facts, line.code, day)
        rows.append(Row(line.code, line.name, named, urged.get(line.key, 0)))
    whole = Facts(table.total, _added(sync), sum(late.values()))
    total = Row(top.code, top.name, figures(wanted, whole, top.code, day))
    above = [unit for unit in regions.ancestors(top) if regions.reaches(actor, unit)]
    return Board(top, day, wanted, rows, total, above, source)


def of_unit(actor: Actor, unit: Region) -> list[Named]:
    """Every figure of one unit with all below it, as of today."""
    day, (content, _) = clock.today(), limits.held()
    scope = Scope(region=unit)
    basis = coverage.basis(BASIS, day)
    whole = coverage_kept.wholes(actor, scope, [day], basis).get(day)
    whole = whole or coverage.whole(actor, scope, day, basis)
    sync = _sync(actor, scope, day)
    late = sum(overdue.counts(actor, unit).values())
    wanted = limits.limits(content, matrix.items(list(sync.values())))
    return figures(wanted, Facts(whole, _added(sync), late), unit.code, day)


def figures(wanted: Sequence[Limit], facts: Facts, code: str, day: date) -> list[Named]:
    """Each figure of a unit with the address of its list."""
    return [
        Named(
            each.key,
            each.label,
            _value(each.key, facts),
            each.wanted,
            each.unit,
            each.rising,
            _path(each.key, code, day),
        )
        for each in wanted
    ]


def _value(key: str, facts: Facts) -> str | None:
    if key == OVERDUE:
        return str(facts.overdue)
    if key in _FIELDS:
        found: str | None = getattr(facts.figures, _FIELDS[key])
        return found
    return rate(facts.sync.get(key.removeprefix(f"{SYNC}:"), {}))


def _path(key: str, code: str, day: date) -> str:
    if key == OVERDUE:
        return f"{BASE}/overdue?unit={code}"
    asked = f"region={code}&day={day:%Y-%m-%d}"
    if key in _FIELDS:
        return f"/coverage/list?{asked}&basis={BASIS}&field={_FIELDS[key]}"
    rule = key.removeprefix(f"{SYNC}:")
    return f"/gates/list?{asked}&rule={rule}&verdict=rated"


def _sync(actor: Actor, scope: Scope, day: date) -> Mapping[int, Counts]:
    found = gates_kept.counts(actor, scope, "region", day)
    return gates.counts(actor, scope, "region", day) if found is None else found


def _added(found: Mapping[int, Counts]) -> Counts:
    total: dict[str, dict[Verdict, int]] = {}
    for counts in found.values():
        for rule, verdicts in counts.items():
            here = total.setdefault(rule, {})
            for verdict, number in verdicts.items():
                here[verdict] = here.get(verdict, 0) + number
    return total


def _open(actor: Actor, top: Region) -> Mapping[int, int]:
    """By unit directly below how many measures about it are not closed."""
    query = visible(actor, WorkflowCase, WorkflowCase.unit_id).where(
        WorkflowCase.kind == AREA, WorkflowCase.closed_on.is_(None)
    )
    found: dict[int, int] = {}
    for unit in db.session.scalars(query):
        found[unit] = found.get(unit, 0) + 1
    return found
