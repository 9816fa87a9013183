"""Where a row stood in both trees, stretch by stretch."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from partybuild.db import OPEN, db
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.models import PartyOrganization, PartyProfile
from partybuild.regions.models import Region, RegionFact

Stretch = tuple[date, date, str]
Parent = tuple[date, date, int | None]
DEEPEST = 12
FEW = 60
"""So many single look-ups are made before the whole table is read at once."""


class Lines:
    """Rows of one dated table by the id of their time line, read when asked for."""

    def __init__(self, model: Any, key: Any, *values: Any) -> None:
        self._query = select(key, model.valid_from, model.valid_to, *values).where(
            model.known_to == OPEN
        )
        self._key, self._order = key, model.valid_from
        self._found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        self._asked: set[int] = set()
        self._whole = False

    def __getitem__(self, number: int) -> list[tuple[Any, ...]]:
        """(valid_from, valid_to, values …) of a time line in order of days."""
        if not self._whole and number not in self._asked:
            self._asked.add(number)
            query = self._query.order_by(self._order)
            if len(self._asked) > FEW:
                self._whole = True
                self._found.clear()
            else:
                query = query.where(self._key == number)
            for key, *rest in db.session.execute(query):
                self._found[key].append(tuple(rest))
        return self._found.get(number, [])


class Trees:
    """Both trees over time: paths of units and of Party organizations by day."""

    def __init__(self) -> None:
        self._units = Lines(RegionFact, RegionFact.region_id, RegionFact.parent_id)
        self._bodies = Lines(
            PartyProfile,
            PartyProfile.party_organization_id,
            PartyProfile.parent_id,
            PartyProfile.lead_organization_id,
            PartyProfile.region_id,
        )
        self._leads = Lines(
            OrganizationProfile, OrganizationProfile.organization_id, OrganizationProfile.unit_id
        )
        self.levels: dict[int, int] = {
            number: level for number, level in db.session.execute(select(Region.id, Region.level))
        }
        self.unit_paths = cache(lambda number: _paths(self._units, number))
        self.body_paths = cache(lambda number: _paths(self._bodies, number))

    def pieces(
        self, days: tuple[date, date], unit_id: int, body_id: int | None
    ) -> Iterator[tuple[date, date, str, str]]:
        """The days cut wherever a path changes: (from, to, unit path, body path)."""
        bodies = self.body_paths(body_id) if body_id is not None else []
        for start, end, unit_path in _filled(self.unit_paths(unit_id), days, f"/{unit_id}/"):
            for begin, stop, body_path in _filled(bodies, (start, end), ""):
                yield begin, stop, unit_path, body_path

    def now(self, unit_id: int, body_id: int | None, day: date) -> tuple[str, str]:
        """(unit path, body path) on one day."""
        body_path = self.body_path_on(body_id, day) if body_id is not None else ""
        return _on(self.unit_paths(unit_id), day) or f"/{unit_id}/", body_path

    def body_path_on(self, number: int, day: date) -> str:
        """The path of a Party organization on a day, blank where it did not exist."""
        return _on(self.body_paths(number), day)

    def party_unit(self, number: int, day: date, depth: int = 0) -> tuple[int, str]:
        """Where a Party organization counts on a day: (unit id, path).

        With its lead organization, else by its own 区划, else with its superior, else at the top
        (contract: Where an organization counts).
        """
        row = _row(self._bodies[number], day)
        if row is not None:
            _, _, parent, lead, region = row
            led = _row(self._leads[lead], day) if lead is not None else None
            unit = led[2] if led else region
            if unit is not None:
                return unit, self.now(unit, None, day)[0]
            if parent is not None and depth < DEEPEST:
                return self.party_unit(parent, day, depth + 1)
        return self._top

    def party_cuts(self, number: int, depth: int = 0) -> set[date]:
        """Days on which the place of a Party organization in either tree may change."""
        days: set[date] = set()
        for start, end, parent, lead, region in self._bodies[number]:
            days |= {start, end}
            if lead is not None:
                days |= {day for row in self._leads[lead] for day in row[:2]}
            if region is not None:
                days |= {day for row in self.unit_paths(region) for day in row[:2]}
            if parent is not None and depth < DEEPEST:
                days |= self.party_cuts(parent, depth + 1)
        return days

    @property
    def _top(self) -> tuple[int, str]:
        number = next(number for number, level in self.levels.items() if level == 0)
        return number, f"/{number}/"

    def place(self, path: str) -> dict[str, int | None]:
        """The columns level1_id … level5_id of a unit path."""
        found: dict[str, int | None] = {f"level{n}_id": None for n in range(1, 6)}
        for part in path.strip("/").split("/"):
            level = self.levels[int(part)]
            if level:
                found[f"level{level}_id"] = int(part)
        return found


def party_numbers(ids: set[int]) -> dict[int, str]:
    """Codes of Party organizations by id."""
    rows = db.session.execute(
        select(PartyOrganization.id, PartyOrganization.code).where(PartyOrganization.id.in_(ids))
    )
    return {number: code for number, code in rows}


def _row(rows: list[tuple[Any, ...]], day: date) -> tuple[Any, ...] | None:
    return next((row for row in rows if row[0] <= day < row[1]), None)


def _on(stretches: list[Stretch], day: date) -> str:
    return next((path for start, end, path in stretches if start <= day < end), "")


def _filled(stretches: list[Stretch], days: tuple[date, date], blank: str) -> Iterator[Stretch]:
    """The stretches within the days; days that none covers carry `blank`."""
    covered = days[0]
    for start, end, path in stretches:
        begin, stop = max(start, days[0]), min(end, days[1])
        if begin < stop:
            if covered < begin:
                yield covered, begin, blank
            yield begin, stop, path
            covered = stop
    if covered < days[1]:
        yield covered, days[1], blank


def _paths(parents: Lines, number: int, depth: int = 0) -> list[Stretch]:
    """Stretches of one path each; a superior that did not exist on a day is left out."""
    own = f"/{number}/"
    found: list[Stretch] = []
    for start, end, parent, *_ in parents[number]:
        above = [] if parent is None or depth >= DEEPEST else _paths(parents, parent, depth + 1)
        for begin, stop, path in _filled(above, (start, end), ""):
            path_here = f"{path}{number}/" if path else own
            if found and found[-1][1:] == (begin, path_here):
                begin = found.pop()[0]
            found.append((begin, stop, path_here))
    return found
