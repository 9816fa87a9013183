"""Places as a file writes them: codes, names, or nothing; streets and communities made on the way.

A place that does not stand yet has a negative id until `create` has made it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.imports.cleaning import folded
from partybuild.organizations.given import Written
from partybuild.organizations.rules import RegisterLevel, default_unit
from partybuild.regions import commands as regions
from partybuild.regions.divisions import Division, divisions, street
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

SHOWN = 6
FIRST_SERIAL = 901
"""Communities known by name alone are numbered from here, above what the state gives out."""
_TAILS = re.compile(
    "(?:街道办事处|街道办|街办|街道|地区|居民委员会|居委会|村民委员会|村委会|社区|[省市区县旗镇乡村])$"
)


class Misplaced(RuleBroken):
    """A place that cannot be found; `field` is the column to mend."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Place:
    """A unit; `lineage` holds the ids of the units above and its own by level, nation first."""

    id: int
    code: str
    name: str
    level: int
    lineage: tuple[int | None, ...]


class Places:
    """All units that stand, and those that the file will add. Read in the caller's snapshot."""

    def __init__(self) -> None:
        self.by_id: dict[int, Place] = {}
        self.by_code: dict[str, Place] = {}
        self.new: dict[int, Division] = {}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._found: dict[tuple[Written, int], Place | None] = {}
        self._shipped: dict[str, list[Division]] | None = None
        levels = [getattr(Region, f"level{n}_id") for n in range(1, 6)]
        columns = (Region.id, Region.code, Region.name, Region.level, Region.path, *levels)
        query = select(*columns).where(Region.ended_on.is_(None)).order_by(Region.code)
        for number, code, name, level, path, *ids in db.session.execute(query):
            root = int(path.strip("/").split("/")[0])
            self._keep(Place(number, code, name, level, (root, *ids)[: level + 1]))

    def _keep(self, place: Place) -> Place:
        self.by_id[place.id] = self.by_code[place.code] = place
        self._by_name[_core(place.name)].append(place)
        return place

    def find(self, written: Written, base: Place) -> Place | None:
        """The place a row means, seen from `base`; None where it says nothing. Raises Misplaced."""
        key = (written, base.id)
        if key not in self._found:
            self._found[key] = None if written.silent else self._find(written, base)
        return self._found[key]

    def _find(self, written: Written, base: Place) -> Place:
        here = self.meant(written.region, base, "region", written) if written.region else None
        if written.county and (here is None or here.level < Level.COUNTY):
            here = self._below(written.county, here or base, "county", Level.COUNTY)
        if written.street and (here is None or here.level < Level.STREET):
            here = self._below(written.street, here or base, "street", Level.STREET)
        here = here or base
        if written.neighbourhood and here.level == Level.STREET:
            here = self._community(written.neighbourhood, here)
        return here

    def meant(self, words: str, base: Place, field: str, beside: Written | None = None) -> Place:
        """The unit with this code, name, or code and name. Raises Misplaced."""
        code = folded(words.split(maxsplit=1)[0])
        if code in self.by_code:
            return self.by_code[code]
        if code.isdigit():
            return self._by_digits(code, field, beside or Written())
        found = self._narrowed(self._called(words), base) or self._chained(words, base)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Misplaced(field, f"“{words}”没有找到，请填写区划代码或全称，如 610103 碑林区。")
        raise Misplaced(field, f"“{words}”不止一处，请填写代码：{_listed(found)}。")

    def _by_digits(self, code: str, field: str, beside: Written) -> Place:
        if len(code) == 9 and (shipped := street(code)) and shipped.parent in self.by_code:
            return self._add(shipped)
        if len(code) == 12:
            above = self.by_code.get(code[:9])
            if above is None and (shipped := street(code[:9])) and shipped.parent in self.by_code:
                above = self._add(shipped)
            if above is not None:
                name = beside.neighbourhood or code
                named = [p for p in self._called(name) if above.id in p.lineage and p.level == 5]
                return named[0] if named else self._make_community(code, name, above)
        raise Misplaced(field, f"区划代码“{code}”没有找到，请核对，或改填所属县区和街道的名称。")

    def _below(self, words: str, base: Place, field: str, level: Level) -> Place:
        if (code := folded(words)) in self.by_code or code.isdigit():
            return self.meant(words, base, field)
        known = [place for place in self._called(words) if place.level == level]
        if any(place.id in base.lineage for place in known):
            return base
        found = [place for place in known if base.id in place.lineage]
        if not found and level is Level.STREET:
            found = self._unloaded(words, base)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Misplaced(field, f"“{words}”在{base.name}没有找到，请填写全称或改填区划代码。")
        raise Misplaced(field, f"“{words}”不止一处，请改填区划代码：{_listed(found)}。")

    def _unloaded(self, words: str, base: Place) -> list[Place]:
        """Streets of the shipped list below the base that are not loaded yet."""
        if self._shipped is None:
            self._shipped = defaultdict(list)
            for division in divisions(None, streets=True):
                if division.level is Level.STREET:
                    self._shipped[_core(division.name)].append(division)
        return [
            self._add(division)
            for division in self._shipped.get(_core(words), ())
            if division.code not in self.by_code
            and (parent := self.by_code.get(division.parent)) is not None
            and base.id in parent.lineage
        ]

    def _community(self, name: str, above: Place) -> Place:
        known = [p for p in self._called(name) if p.level == 5 and above.id in p.lineage]
        if known:
            return known[0]
        serial = FIRST_SERIAL
        while f"{above.code}{serial:03d}" in self.by_code:
            serial += 1
        return self._make_community(f"{above.code}{serial:03d}", name, above)

    def _make_community(self, code: str, name: str, above: Place) -> Place:
        return self._add(Division(code, name[:60], above.code, Level.COMMUNITY))

    def _add(self, division: Division) -> Place:
        above = self.by_code[division.parent]
        number = -1 - len(self.new)
        gap = (None,) * (division.level - above.level - 1)
        lineage = (*above.lineage, *gap, number)
        self.new[number] = division
        return self._keep(Place(number, division.code, division.name, division.level, lineage))

    def _called(self, words: str) -> list[Place]:
        """Units of this name; those that bear it in full go before those that nearly do."""
        nearly = self._by_name.get(_core(words), [])
        return [place for place in nearly if place.name == words.strip()] or nearly

    def _narrowed(self, found: Sequence[Place], base: Place) -> list[Place]:
        return [place for place in found if base.id in place.lineage] or list(found)

    def _chained(self, words: str, base: Place) -> list[Place]:
        """Units written with those above them: 陕西省西安市碑林区."""
        text = "".join(words.split())
        for cut in range(len(text) - 1, 0, -1):
            ends = [
                place for place in self._called(text[-cut:]) if self._above_say(place, text, cut)
            ]
            if ends:
                return self._narrowed(ends, base)
        return []

    def _above_say(self, place: Place, text: str, cut: int) -> bool:
        rest = text[:-cut]
        for number in place.lineage[1:-1]:
            if number is not None:
                rest = rest.removeprefix(self.by_id[number].name)
        return not rest

    def default_unit(self, level: RegisterLevel, place: Place) -> Place:
        """Where an organization of this place counts unless somebody says otherwise."""
        return self.by_id[default_unit(level, place.lineage)]

    def create(self, used: set[int]) -> Mapping[int, int]:
        """Make the new units among `used`: their ids by the ids they had here. Inside `work`."""
        wanted = {n: self.new[n] for n in used if n < 0}
        for number in list(wanted):
            above = self.by_code[wanted[number].parent].id
            if above < 0:
                wanted[above] = self.new[above]
        codes = {division.code: number for number, division in wanted.items()}
        standing = _ids(codes)
        regions.add_divisions([d for d in wanted.values() if d.code not in standing])
        return {codes[code]: number for code, number in _ids(codes).items()}


def reaches(actor: Actor, place: Place) -> bool:
    """Whether a place, standing or new, lies in the actor's unit."""
    unit = actor.reach.unit
    return actor.reach.everything or (unit is not None and unit.id in place.lineage)


def _ids(codes: Mapping[str, int]) -> dict[str, int]:
    rows = db.session.execute(select(Region.code, Region.id).where(Region.code.in_(sorted(codes))))
    return {code: number for code, number in rows}


def _core(name: str) -> str:
    """A name without its kind of place, for comparing: 南院门街道办事处 is 南院门街道."""
    bare = folded(name)
    short = _TAILS.sub("", bare)
    return short if len(short) > 1 else bare


def _listed(places: Sequence[Place]) -> str:
    more = f" 等 {len(places)} 处" if len(places) > SHOWN else ""
    return "、".join(f"{place.code} {place.name}" for place in places[:SHOWN]) + more
