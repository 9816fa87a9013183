"""How many organizations each unit of a demo world holds. Pure: units come in as they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from partybuild.regions.levels import Level
from partybuild.regions.models import Region

PROVINCE, FIRST_CITY, SECOND_CITY = "610000", "610100", "610200"
ZONE = "610100Z01"
BUSY_COUNTY = "610103"
"""The county and (its 001) street whose officers have accounts in the demo world."""

BESIDE_ZONE = "610113"

DUE = 1529
"""The published provincial set of 2020: 1,529 due, 1,410 inspected, organizational coverage 89 %."""
LIVING, COVERED = 1654, 1472
"""Registered and covered: 应检 is less than what is registered."""
DISSOLVED = 6


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit holds today: its own organizations, not those of units below it.

    `covered` of the `living` have Party cover, by `parties` Party organizations; `filed` are on
    file besides, `ended` have gone since 启用日; `dissolved` Party organizations were dissolved
    in rectification this year, `hollow` ones have lost their last organization.
    """

    unit: Region
    places: Sequence[Region]
    """Where its organizations may be."""
    living: int
    covered: int
    parties: int
    filed: int = 0
    ended: int = 0
    dissolved: int = 0
    hollow: int = 0
    due: int | None = None
    """So many are due for the latest annual inspection; None: as it comes."""
    came_from: Region | None = None
    """The unit in which a few of its organizations counted until lately."""
    fresh: tuple[int, ...] = ()
    """So many days ago its newest ones were registered, which nobody has answered yet."""

    @property
    def level(self) -> str:
        """登记层级."""
        return {Level.PROVINCE: "省级", Level.CITY: "市级"}.get(Level(self.unit.level), "县级")


def shaanxi(units: Mapping[str, Region]) -> Iterator[Share]:
    """The demo world: the province's own organizations, two cities, their counties and streets."""
    city = units[FIRST_CITY]
    in_city = _below(units, city, Level.COUNTY)
    yield Share(
        units[PROVINCE],
        in_city,
        LIVING,
        COVERED,
        742,
        ended=96,
        dissolved=DISSOLVED,
        hollow=4,
        due=DUE,
        fresh=(175, 63, 48, 33, 19, 12, 5, 3, 1),
    )
    yield Share(city, in_city, 132, 92, 58, ended=9, hollow=1, fresh=(40, 2))
    zone = units[ZONE]
    yield Share(zone, [zone], 46, 27, 18, ended=2, came_from=units[BESIDE_ZONE])
    second = units[SECOND_CITY]
    counties = _below(units, second, Level.COUNTY)
    yield Share(second, counties, 78, 41, 27, ended=6, hollow=1, fresh=(25,))
    for place, county in enumerate([*in_city, *counties]):
        if county.code != ZONE:
            yield from _county(units, county, place)


def _county(units: Mapping[str, Region], county: Region, place: int) -> Iterator[Share]:
    """A county's own organizations, and those of its first streets."""
    busy = county.code == BUSY_COUNTY
    streets = _below(units, county, Level.STREET)
    living = 64 if busy else 20 + place * 5 % 14
    share = 0.44 + place * 7 % 12 / 30 - (0.12 if county.code.startswith("6102") else 0)
    covered = round(living * share)
    yield Share(
        county,
        streets,
        living,
        covered,
        max(1, round(covered * 0.62)),
        ended=2,
        hollow=int(busy),
        fresh=(17, 4, 2) if busy else (30 + place,) if place % 4 == 0 else (),
    )
    for number, street in enumerate(streets[: 8 if busy else 3]):
        own = 9 + number % 3 if busy else 4 + (place + number) % 3
        covered = round(own * share)
        filed = 6 if busy else 3
        yield Share(street, [street], own, covered, max(1, covered // 2), filed, number % 2)


def spread(
    units: Mapping[str, Region], provinces: Sequence[str], total: int, parties: int
) -> Iterator[Share]:
    """A world for measuring: `total` organizations, about 60 % covered by `parties` in all."""
    places = [
        (unit, weight)
        for code in provinces
        for unit, weight in _weights(units, units[f"{code}0000"])
    ]
    whole = sum(weight for _, weight in places)
    begun_total = begun_parties = 0
    reached = 0.0
    for unit, weight in places:
        reached += weight
        living = round(total * reached / whole) - begun_total
        own = round(parties * reached / whole) - begun_parties
        begun_total += living
        begun_parties += own
        if living:
            below = _below(units, unit, Level(min(unit.level + 1, Level.STREET)))
            covered = min(round(living * _rate(unit)), living)
            filed = living // 4 if unit.level == Level.STREET else 0
            hollow = min(own // 80, covered)
            yield Share(
                unit, below or [unit], living, covered, min(own, covered), filed,
                living // 12, 0, hollow,
            )  # fmt: skip


def _weights(units: Mapping[str, Region], province: Region) -> Iterator[tuple[Region, float]]:
    """Units of a province that hold organizations, with their weights: three cities, all below."""
    yield province, 20
    for city in _below(units, province, Level.CITY)[:3]:
        yield city, 12
        for county in _below(units, city, Level.COUNTY):
            yield county, 12
            for street in _below(units, county, Level.STREET):
                yield street, 1


def _rate(unit: Region) -> float:
    return 0.72 if unit.level < Level.COUNTY else 0.5 + unit.id * 7 % 16 / 100


def _below(units: Mapping[str, Region], above: Region, level: Level) -> list[Region]:
    """Units of a level below another, by code."""
    return [
        unit
        for unit in units.values()
        if unit.level == level and unit.path.startswith(above.path) and unit.id != above.id
    ]
