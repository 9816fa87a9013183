"""What the pages of terms of office are asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.gates.terms import windows
from partybuild.gates.terms.listing import SORTS, Asked
from partybuild.party.kinds import Formation
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

BASE = "/terms"


def read(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """The filters of an address; RuleBroken for what is none, OutOfReach for a foreign unit."""
    window = arguments.get("window", "")
    if window and window not in windows.labels():
        raise RuleBroken("没有这一种届满时间，请从页面上选择。")
    unit = arguments.get("unit", "")
    formation = arguments.get("formation", "")
    if formation and formation not in list(Formation):
        raise RuleBroken("没有这一种组建方式，请从页面上选择。")
    sort = arguments.get("sort", "ends")
    if sort.removeprefix("-") not in SORTS:
        raise RuleBroken("不能按这一列排序。")
    return Asked(
        window,
        regions.in_reach(actor, unit) if unit else None,
        Formation(formation) if formation else None,
        sort,
        arguments.get("after", "") or arguments.get("before", ""),
        "before" in arguments,
    )


def address(asked: Asked, **changes: str) -> str:
    """The address of a list, from its first page on."""
    pairs = {
        "window": asked.window,
        "unit": asked.unit.code if asked.unit else "",
        "formation": asked.formation.value if asked.formation else "",
        "sort": asked.sort if asked.sort != "ends" else "",
    } | changes
    return urlencode({name: value for name, value in pairs.items() if value})


def words(asked: Asked) -> str:
    """What the list is narrowed to, in words."""
    said = [windows.labels()[asked.window] if asked.window else "180 天内届满和已逾期"]
    if asked.unit:
        said.append(asked.unit.name)
    if asked.formation:
        said.append(asked.formation.label)
    return "、".join(said)


def chips(asked: Asked) -> list[tuple[str, str]]:
    """What is in force, each with the address without it."""
    found = []
    if asked.window:
        label = windows.labels()[asked.window]
        found.append((label, f"{BASE}?{address(replace(asked, window=''))}"))
    if asked.unit:
        found.append((asked.unit.name, f"{BASE}?{address(replace(asked, unit=None))}"))
    if asked.formation:
        label = asked.formation.label
        found.append((label, f"{BASE}?{address(replace(asked, formation=None))}"))
    return found


def units(actor: Actor) -> list[Region]:
    """The units that the filter offers: those below the actor's own."""
    top = regions.top_of(actor)
    return [] if top is None else list(regions.children(top.id))


def context(actor: Actor, asked: Asked) -> dict[str, Any]:
    """What the list's page needs beside its rows."""
    return {
        "asked": asked,
        "labels": windows.labels(),
        "of_year": windows.OF_YEAR,
        "units": [(unit.code, unit.name) for unit in units(actor)],
        "formations": [(f.value, f.label) for f in Formation if f is not Formation.TEMPORARY],
        "chips": chips(asked),
        "address": address(asked),
        "links": {name: f"{BASE}?{address(asked, window=name)}" for name in windows.labels()},
        "sort": {"key": asked.sort, "base": f"{BASE}?{address(asked, sort='')}&"},
        "today": clock.today(),
    }
