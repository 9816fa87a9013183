"""Keeping unit figures true: filled by day, moved along with the spans, checked against them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from partybuild import clock
from partybuild.coverage import queries, refilling, yearly
from partybuild.coverage.basis import Basis
from partybuild.coverage.figures import PartyStanding, contributions, party_organization_counts
from partybuild.coverage.kept import label
from partybuild.coverage.models import UnitFigure as U
from partybuild.coverage.reading import as_span
from partybuild.db import FOREVER, db
from partybuild.regions import queries as regions

FEW = 200
"""So many changed spans are followed one by one; beyond, what was kept of their units goes, and a
job fills it anew."""
LEVELS = tuple(f"level{n}_id" for n in range(1, 6))
Key = tuple[int, bool, date, str]
"""(unit id, own, day, basis with version)."""


@dataclass
class Changes:
    """Spans that went and came in one transaction: all of them while they are few."""

    units: set[int] = field(default_factory=set)
    first_day: date = FOREVER
    rows: list[tuple[int, Any]] = field(default_factory=list)
    count: int = 0

    def note(self, sign: int, row: Any) -> None:
        """Remember a span that went (-1) or came (+1)."""
        self.units.update(places(row))
        self.first_day = min(self.first_day, row["valid_from"])
        self.count += 1
        if self.count <= FEW:
            self.rows.append((sign, row))


def places(row: Any) -> set[int]:
    """The units in which a span counts: its own and all above, the top aside."""
    return {row[level] for level in LEVELS if row[level] is not None}


def follow(organizations: Changes, party: Changes) -> None:
    """Bring kept figures up to spans that went and came; inside `system` and `work`."""
    units = organizations.units | party.units
    first_day = min(organizations.first_day, party.first_day)
    if not units:
        return
    if max(organizations.count, party.count) > FEW:
        forget(units, first_day)
        refilling.ask(units)
        return
    days, names = _kept(units, first_day)
    bases = {label(basis): basis for basis in queries.bases(clock.today()).values()}
    if not names <= bases.keys():
        forget(units, first_day, names - bases.keys())
    moves = _moves(organizations, party, days, {n: b for n, b in bases.items() if n in names})
    if moves:
        _move(_standing(units, min(key[2] for key in moves)), moves)


def _kept(units: set[int], first_day: date) -> tuple[list[date], set[str]]:
    """Days and bases for which anything is kept of these units."""
    query = select(U.day, U.basis).where(U.unit_id.in_(sorted(units)), U.day >= first_day)
    rows = db.session.execute(query.distinct()).all()
    return sorted({day for day, _ in rows}), {name for _, name in rows}


def forget(units: set[int], first_day: date, names: set[str] | None = None) -> None:
    """Drop what was kept of these units from a day on (under these bases only, if given)."""
    ordered = sorted(units)
    for start in range(0, len(ordered), 500):
        query = delete(U).where(U.unit_id.in_(ordered[start : start + 500]), U.day >= first_day)
        if names is not None:
            query = query.where(U.basis.in_(sorted(names)))
        db.session.execute(query, execution_options={"synchronize_session": False})


def _standing(units: set[int], first_day: date) -> dict[Key, tuple[int, Mapping[str, int]]]:
    query = select(U.id, U.unit_id, U.own, U.day, U.basis, U.counts)
    rows = db.session.execute(query.where(U.unit_id.in_(sorted(units)), U.day >= first_day))
    return {(unit, own, day, name): (row, counts) for row, unit, own, day, name, counts in rows}


def _moves(
    organizations: Changes, party: Changes, days: Sequence[date], bases: Mapping[Any, Basis]
) -> Mapping[Key, Counter[str]]:
    """What is to be added to each kept figure that moves."""
    moves: Mapping[Key, Counter[str]] = defaultdict(Counter)
    for sign, row, held, amounts in _added(organizations, party, days, bases):
        where = [(unit, False) for unit in places(row)] + [(row["unit_id"], True)]
        for name, added in amounts.items():
            for day in held:
                for unit, own in where:
                    for count, amount in added.items():
                        moves[unit, own, day, name][count] += sign * amount
    return {key: added for key, added in moves.items() if any(added.values())}


def _added(
    organizations: Changes, party: Changes, days: Sequence[date], bases: Mapping[Any, Basis]
) -> Iterator[tuple[int, Any, Sequence[date], Mapping[Any, Mapping[str, int]]]]:
    """(sign, span, days on which it counts, basis → what it adds)."""
    for sign, row in organizations.rows:
        yield sign, row, _held(row, days), _organization_amounts(row, bases)
        for count, edge in yearly.edges(row):
            yield sign, row, _in_year(edge, days), {name: {count: 1} for name in bases}
    for sign, row in party.rows:
        amounts = _party_amounts(row)
        yield sign, row, _held(row, days), dict.fromkeys(bases, amounts)


def _held(row: Mapping[str, Any], days: Sequence[date]) -> list[date]:
    """The days on which a span holds."""
    return [day for day in days if row["valid_from"] <= day < row["valid_to"]]


def _in_year(edge: date, days: Sequence[date]) -> list[date]:
    """The days up to which a year counts what happened on `edge`."""
    return [day for day in days if day.year == edge.year and day >= edge]


def _organization_amounts(
    row: Mapping[str, Any], bases: Mapping[Any, Basis]
) -> dict[Any, Mapping[str, int]]:
    span = as_span(SimpleNamespace(**row))
    return {name: contributions(span, basis) for name, basis in bases.items()}


def _party_amounts(row: Mapping[str, Any]) -> Mapping[str, int]:
    standing = PartyStanding(row["kind"], row["social"], row["full"], row["probationary"])
    return party_organization_counts([standing])._asdict()


def _move(
    standing: Mapping[Key, tuple[int, Mapping[str, int]]], moves: Mapping[Key, Counter[str]]
) -> None:
    changed: list[dict[str, Any]] = []
    fresh: dict[Key, dict[str, int]] = {}
    for key, added in moves.items():
        number, counts = standing.get(key, (None, {}))
        moved = nonzero({name: counts.get(name, 0) + added[name] for name in {*counts, *added}})
        if number is not None and moved != counts:
            changed.append({"row": number, "counts": moved})
        elif number is None and moved:
            fresh[key] = moved
    if changed:
        table = U.__table__
        query = update(table).where(table.c.id == bindparam("row"))  # type: ignore[arg-type]
        db.session.connection().execute(query.values(counts=bindparam("counts")), changed)
    if fresh:
        write(_beside_standing(fresh, standing))


def _beside_standing(
    fresh: Mapping[Key, dict[str, int]], standing: Mapping[Key, Any]
) -> dict[Key, dict[str, int]]:
    """Those whose missing row was one of zeros, because their province's row stands."""
    units = regions.named(sorted({key[0] for key in fresh}))
    return {
        (unit, own, day, name): counts
        for (unit, own, day, name), counts in fresh.items()
        if (units[unit].level1_id, False, day, name) in standing
    }


def nonzero(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts as they are kept: without zeros."""
    return {name: count for name, count in counts.items() if count}


def write(kept: Mapping[Key, Mapping[str, int]]) -> None:
    """Add kept figures that do not stand yet; inside `system` and `work`."""
    units = regions.named(sorted({key[0] for key in kept}))
    rows = [
        {"own": own, "day": day, "basis": name, "counts": dict(counts)} | regions.place(units[unit])
        for (unit, own, day, name), counts in kept.items()
    ]
    if rows:
        db.session.connection().execute(insert(U.__table__), rows)  # type: ignore[arg-type]
