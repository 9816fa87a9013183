"""The divisions of 2023 as shipped: read from data/, in the shape of units. Pure but for files.

Two oddities of the list are straightened: pseudo-cities (`市辖区`, `县` and 省直辖县级 groups, whose
name is no place) are left out, so that their counties stand below the province; pseudo-counties of
东莞、中山、儋州、嘉峪关 are left out, so that their streets stand below the city.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from partybuild.regions.levels import Level

DATA = Path(__file__).parent / "data"
EDITION = date(2023, 6, 30)
TOP = "000000"
_NO_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_WITHOUT_COUNTIES = frozenset({"4419", "4420", "4604", "6202"})


@dataclass(frozen=True, slots=True)
class Division:
    """A unit of the list: code of 6 or 9 digits, its parent's code, its level."""

    code: str
    name: str
    parent: str
    level: Level


def divisions(provinces: Iterable[str] | None = None, streets: bool = False) -> Iterator[Division]:
    """Units of the named provinces (two digits; None: all), parents before children."""
    wanted = set(provinces) if provinces is not None else None
    for row in _rows("provinces.csv"):
        if wanted is None or row["code"] in wanted:
            yield Division(f"{row['code']}0000", row["name"], TOP, Level.PROVINCE)
    for row in _rows("cities.csv"):
        if _is_wanted(row, wanted) and row["name"] not in _NO_PLACES:
            parent = f"{row['provinceCode']}0000"
            yield Division(f"{row['code']}00", row["name"], parent, Level.CITY)
    for row in _rows("areas.csv"):
        if _is_wanted(row, wanted) and row["cityCode"] not in _WITHOUT_COUNTIES:
            yield Division(row["code"], row["name"], _above_county(row), Level.COUNTY)
    if streets:
        yield from _streets(wanted)


def street(code: str) -> Division | None:
    """The shipped street with this 9-digit code."""
    row = _street_index().get(code)
    return _street(row) if row else None


def streets_of(county: str) -> list[Division]:
    """The shipped streets of a county (6 digits), or of a city without counties."""
    return [division for division in map(_street, _street_rows()) if division.parent == county]


def _is_wanted(row: Mapping[str, str], wanted: set[str] | None) -> bool:
    return wanted is None or row["provinceCode"] in wanted


def _above_county(row: Mapping[str, str]) -> str:
    city = _cities()[row["cityCode"]]
    return f"{row['provinceCode']}0000" if city in _NO_PLACES else f"{row['cityCode']}00"


def _streets(wanted: set[str] | None) -> Iterator[Division]:
    return (_street(row) for row in _street_rows() if _is_wanted(row, wanted))


def _street(row: Mapping[str, str]) -> Division:
    without = row["cityCode"] in _WITHOUT_COUNTIES
    parent = f"{row['cityCode']}00" if without else row["areaCode"]
    return Division(row["code"], row["name"], parent, Level.STREET)


@cache
def _cities() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in _rows("cities.csv")}


@cache
def _street_rows() -> list[dict[str, str]]:
    with gzip.open(DATA / "streets.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _street_index() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in _street_rows()}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
