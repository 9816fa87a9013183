"""What a register file is held against: organizations, places and bodies in reach."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.facts.histories import Change
from partybuild.facts.rules import Row as Line
from partybuild.imports.planning import Planner
from partybuild.imports.plans import Options
from partybuild.imports.row import Row
from partybuild.organizations import places
from partybuild.organizations.differences import (
    When,
)
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.given import Given
from partybuild.organizations.matching import Known, organizations_in_reach
from partybuild.organizations.ports import organization_ports
from partybuild.organizations.siting import Misplaced, Place, Places
from partybuild.organizations.subject import ORGANIZATION, naming
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.rules import RuleBroken

SHOWN = 5


class Register:
    """What a file is held against: organizations and places in reach, bodies, the day."""

    def __init__(self, actor: Actor, options: Options, planner: Planner) -> None:
        self.actor, self.options, self.planner = actor, options, planner
        self.places = Places()
        self.names = organizations_in_reach(actor)
        self.when = When(options.effective_on, clock.today(), options.correct)
        top = regions.top_of(actor)
        self.top = self.places.by_id[top.id] if top else None
        unit = options.unit_id
        self.chosen = self.places.by_id[unit] if unit is not None else None
        self.base = self.chosen or self.top or self.places.by_code[regions.TOP]
        self.body_names: Mapping[int, str] = {}
        self.mass: Mapping[int, Mapping[str, Any]] = {}
        self.told = ORGANIZATION
        self.units: dict[int, str] = {n: place.name for n, place in self.places.by_id.items()}
        self.bodies: dict[str, tuple[int | None, str] | RuleBroken] = {}
        self.pending: dict[str, list[Row]] = defaultdict(list)
        self.inferred: dict[str, list[Row]] = defaultdict(list)
        self._openings: dict[tuple[str, str], Change] = {}
        self.county_cities = frozenset(
            place.name
            for place in self.places.by_code.values()
            if place.level == Level.COUNTY and place.name.endswith("市")
        )

    def look_up(self, ids: Sequence[int], profiles: Mapping[Any, Sequence[Line]]) -> None:
        """Read what the next rows need beside their own lines."""
        bodies = {line.values["body_id"] for lines in profiles.values() for line in lines} - {None}
        self.body_names = organization_ports.body_names(bodies) if bodies else {}
        if organization_ports.mass is not None:
            self.mass = organization_ports.mass.standing(ids, self.when.effective_on)
        self.told = naming(self.units, self.body_names)

    def place(self, row: Row, said: Given, *, quiet: bool = False) -> Place | None:
        """Where a row says it is; None where it does not, or wrongly (then its error is noted)."""
        try:
            return self.places.find(said.place, self.base)
        except Misplaced as lost:
            if not quiet:
                self.planner.wrong(row, lost.field, str(lost))
            return None

    def stands_in(self, one: Known, place: Place | None) -> bool:
        """Whether an organization counts in a place, or below it where only that much is said."""
        unit = self.places.by_id.get(one.unit_id)
        return unit is not None and (place or self.base).id in unit.lineage

    def unit(self, row: Row, said: Given) -> Place | None:
        """The unit a row names for 统计归属; None where it names none, or wrongly."""
        if not said.unit:
            return None
        try:
            return self.places.meant(said.unit, self.base, "unit")
        except Misplaced as lost:
            self.planner.wrong(row, lost.field, str(lost))
            return None

    def body(self, row: Row, said: Given, shown: Mapping[str, Any]) -> dict[str, Any]:
        """The values of 党建工作机构; nothing where the row does not say or says the same."""
        words = said.body
        kept = shown.get("body_id")
        if words is None or (kept is not None and self.body_names.get(kept) == words):
            return {}
        if words not in self.bodies:
            try:
                self.bodies[words] = places.body(self.actor, words)
            except RuleBroken as broken:
                self.bodies[words] = broken
        found = self.bodies[words]
        if isinstance(found, RuleBroken):
            self.planner.wrong(row, "body", str(found))
            return {}
        if words and found[0] is None:
            self.pending[words].append(row)
        return {"body_id": found[0], "body_name": found[1]}

    def opening(self, one: Newcomer) -> list[Change]:
        """The few values by which a new one is recognised in the preview."""
        profile = one.organization.profile
        unit = self.places.by_id[profile["unit_id"]].name
        pairs = (
            ("组织类型", profile["kind"].label),
            ("统计归属", unit),
            ("成立登记日期", profile["registered_on"].isoformat()),
        )
        return [
            self._openings.setdefault(
                (label, after), {"label": label, "before": "—", "after": after}
            )
            for label, after in pairs
        ]

    def note_inferred(self, row: Row) -> None:
        """Remember the days of which only the month or year was given."""
        for name in row.inferred:
            self.inferred[self.planner.kind.by_field[name].name].append(row)

    def warnings(self) -> list[str]:
        """What the preview says of bodies not found and days filled up."""
        return [
            *(
                f"党建工作机构“{words}”不在党组织树中，先按名称记下，主管党组织待落实"
                f"（{_places(rows)}）。"
                for words, rows in self.pending.items()
            ),
            *(
                f"“{label}”只写到年或月的，按第一天记（{_places(rows)}）。"
                for label, rows in self.inferred.items()
            ),
        ]

    def absent(
        self, seen: Collection[int], newcomers: Sequence[Newcomer]
    ) -> list[tuple[int, str, str]]:
        """在册未在表中: living ones of the unit and the sort the file is about, not in it."""
        present = [self.names.by_id[number] for number in seen]
        units = {one.unit_id for one in present}
        units |= {one.organization.profile["unit_id"] for one in newcomers}
        sorts = {one.kind is not None and one.kind.registered for one in present}
        sorts |= {one.organization.profile["kind"].registered for one in newcomers}
        about = self.chosen or self._common(units)
        if about is None:
            return []
        missing = [
            (one.id, one.number, one.name)
            for one in self.names.by_id.values()
            if one.living
            and one.id not in seen
            and one.kind is not None
            and one.kind.registered in sorts
            and self.stands_in(one, about)
        ]
        return sorted(missing, key=lambda line: line[1])

    def _common(self, units: Collection[int]) -> Place | None:
        """The lowest unit that holds all these."""
        lineages = [
            [n for n in self.places.by_id[unit].lineage if n is not None]
            for unit in units
            if unit in self.places.by_id
        ]
        common = None
        for level in zip(*lineages, strict=False):
            if len(set(level)) > 1:
                break
            common = level[0]
        return self.places.by_id[common] if common is not None else None


def _places(rows: Sequence[Row]) -> str:
    first = "、".join(f"“{row.sheet}”第 {row.number} 行" for row in rows[:SHOWN])
    return first + (f"等 {len(rows)} 行" if len(rows) > SHOWN else "")
