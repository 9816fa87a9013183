"""The Party bodies that lead in a demo world: work committees, committees, industry committees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.demo.names import Names
from partybuild.party.kinds import PartyKind
from partybuild.party.writing import NewParty
from partybuild.regions.levels import Level
from partybuild.regions.models import Region

INDUSTRIES = {
    "工商业服务": "行业协会商会",
    "教育": "教育类社会组织",
    "卫生": "卫生类社会组织",
    "科技与研究": "科技类社会组织",
    "社会服务": "公益慈善类社会组织",
    "文化": "文体类社会组织",
}
"""Industry → the name of the industry's committee below the provincial one."""

PLAIN: Mapping[str, Any] = {
    "formation": None,
    "social": True,
    "region_id": None,
    "lead_organization_id": None,
    "approval_number": "",
    "approved_on": None,
    "has_committee": None,
    "seats_due": None,
    "seats_filled": None,
    "parent_id": None,
}
"""A profile of a Party organization of which nothing special is known."""


@dataclass
class Bodies:
    """The bodies to enter, parents first, and which of them leads what."""

    new: list[NewParty]
    committee: dict[int, int]
    """Unit id → index of the committee that leads the unit's organizations."""
    work: dict[int, int]
    industry: dict[tuple[int, str], int]
    """(unit id, industry) → index of the industry's committee."""


def bodies(units: Iterable[Region], codes: list[str], names: Names, founded: date) -> Bodies:
    """Committees for all these units, the higher ones first; `codes` are taken from the front."""
    found = Bodies([], {}, {}, {})
    ordered = sorted(units, key=lambda unit: (unit.level, unit.code))
    by_id = {unit.id: unit for unit in ordered}
    for unit in ordered:
        above = _above(found.work, by_id, unit)
        place = unit.name.removesuffix("（演示）")
        if unit.level < Level.STREET:
            name = names.once(f"中共{place}委两新组织工作委员会")
            kind = PartyKind.WORK_COMMITTEE
            found.work[unit.id] = above = _add(found, codes, name, kind, unit, above, founded)
        title = "社会组织委员会" if unit.level < Level.STREET else "社会组织综合委员会"
        name = names.once(f"中共{place}{title}")
        head = _add(found, codes, name, PartyKind.COMMITTEE, unit, above, founded)
        found.committee[unit.id] = head
        if unit.level == Level.PROVINCE:
            for industry, words in INDUSTRIES.items():
                name = names.once(f"中共{place}{words}行业委员会")
                kind = PartyKind.COMMITTEE
                number = _add(found, codes, name, kind, unit, head, founded)
                found.industry[unit.id, industry] = number
    return found


def _above(work: Mapping[int, int], units: Mapping[int, Region], unit: Region) -> int | None:
    parent = unit.parent_id
    while parent is not None and parent in units:
        if parent in work:
            return work[parent]
        parent = units[parent].parent_id
    return None


def _add(
    found: Bodies,
    codes: list[str],
    name: str,
    kind: PartyKind,
    unit: Region,
    above: int | None,
    founded: date,
) -> int:
    committee = {"has_committee": True, "seats_due": 7, "seats_filled": 7}
    found.new.append(
        NewParty(
            code=codes.pop(0),
            founded_on=founded,
            profile={**PLAIN, **committee, "name": name, "kind": kind, "region_id": unit.id},
            unit_id=unit.id,
            parent=above,
        )
    )
    return len(found.new) - 1
