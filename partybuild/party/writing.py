"""Set-based writing of Party organizations and cover, shared by pages, imports, the demo world.

Callers are commands: they run inside `work` and have refused what is wrong before they come here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.db import FOREVER, db
from partybuild.db.encrypted import keyed_digest
from partybuild.db.ids import reserve
from partybuild.db.work import OutOfReach, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Change, record
from partybuild.party.models import (
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.subject import PARTY
from partybuild.regions.queries import named, place
from partybuild.search import text


@dataclass(frozen=True, slots=True)
class NewParty:
    """A Party organization to be entered.

    `profile` holds every value of PartyProfile but `parent_id`, which may instead be the index of
    another new one in `parent`. `unit_id` is where it counts (contract: Where an organization
    counts). `dissolved_on` is the first day on which it no longer exists.
    """

    code: str
    founded_on: date
    profile: Mapping[str, Any]
    unit_id: int
    parent: int | None = None
    dissolved_on: date | None = None
    secretary: tuple[Mapping[str, Any], date, date] | None = None
    """Values of PartySecretary, first day, first day after the last."""
    term: Mapping[str, Any] = field(default_factory=dict)
    headcount: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""
    """代填 or 上级更正 where it is entered from above and the act itself bears no mark."""


def add(actor: Actor, new: Sequence[NewParty], because: Because) -> list[int]:
    """Enter Party organizations; their ids in the order given. OutOfReach as for organizations."""
    if not new:
        return []
    ids = reserve(PartyOrganization, len(new))
    units = named([item.unit_id for item in new])
    paths = _paths(ids, new)
    profiles = [_profile(item, ids) for item in new]
    rows = [
        {
            "id": number,
            "code": item.code,
            "name": profile["name"],
            "sort_key": text.sort_key(profile["name"]),
            "kind": profile["kind"],
            "parent_id": profile["parent_id"],
            "founded_on": item.founded_on,
            "dissolved_on": item.dissolved_on,
            "version": 1,
            "change": current_work().change,
            "body_id": number,
            "body_path": paths[number],
            **place(units[item.unit_id]),
        }
        for number, item, profile in zip(ids, new, profiles, strict=True)
    ]
    _refuse_foreign(actor, rows)
    with system("党组织入册"):
        table: Any = PartyOrganization.__table__
        # Superiors first: a row refers to its own in the same statement.
        db.session.execute(insert(table), sorted(rows, key=lambda row: row["body_path"].count("/")))
        _state_facts(ids, new, profiles)
        _record(actor, ids, new, profiles, because)
    current_work().touch(min(item.founded_on for item in new), party=ids)
    return ids


def _record(
    actor: Actor,
    ids: Sequence[int],
    new: Sequence[NewParty],
    profiles: Sequence[Mapping[str, Any]],
    because: Because,
) -> None:
    lines: dict[str, list[tuple[int, date, list[Change]]]] = defaultdict(list)
    for number, item, profile in zip(ids, new, profiles, strict=True):
        mark = because.mark or item.mark
        lines[mark].append((number, item.founded_on, _opening(profile)))
    for mark, marked in lines.items():
        record(actor, PARTY, replace(because, mark=mark), marked)


def _profile(item: NewParty, ids: Sequence[int]) -> dict[str, Any]:
    parent = ids[item.parent] if item.parent is not None else item.profile.get("parent_id")
    return {**item.profile, "parent_id": parent}


def _paths(ids: Sequence[int], new: Sequence[NewParty]) -> dict[int, str]:
    """Paths of the new ones below known or new superiors; parents may come after children."""
    known = {n for item in new if (n := item.profile.get("parent_id")) is not None}
    with system("党组织入册"):
        above: dict[int | None, str] = {
            row.id: row.body_path
            for row in db.session.execute(
                select(PartyOrganization.id, PartyOrganization.body_path).where(
                    PartyOrganization.id.in_(sorted(known))
                )
            )
        }

    def path(index: int, depth: int = 0) -> str:
        item = new[index]
        if item.parent is not None and depth < 12:
            prefix = path(item.parent, depth + 1)
        else:
            prefix = above.get(item.profile.get("parent_id"), "/")
        return f"{prefix}{ids[index]}/"

    return {number: path(index) for index, number in enumerate(ids)}


def _refuse_foreign(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> None:
    reach = actor.reach
    if reach.everything or (reach.unit is not None and reach.unit.level == 0):
        return
    for row in rows:
        inside = reach.unit is not None and row[f"level{reach.unit.level}_id"] == reach.unit.id
        if not inside and not (reach.body and row["body_path"].startswith(reach.body.path)):
            raise OutOfReach


def _state_facts(
    ids: Sequence[int], new: Sequence[NewParty], profiles: Sequence[Mapping[str, Any]]
) -> None:
    pairs = list(zip(ids, new, profiles, strict=True))
    put(
        PartyProfile,
        [
            Statement((n,), profile, item.founded_on, item.dissolved_on or FOREVER)
            for n, item, profile in pairs
        ],
    )
    put(
        PartySecretary,
        [
            Statement((n,), values, first, after)
            for n, item, _ in pairs
            for values, first, after in ([item.secretary] if item.secretary else [])
        ],
    )
    for name, model in (("term", PartyTerm), ("headcount", PartyHeadcount)):
        put(
            model,
            [
                Statement((n,), getattr(item, name), item.founded_on)
                for n, item, _ in pairs
                if getattr(item, name)
            ],
        )


def _opening(profile: Mapping[str, Any]) -> list[Change]:
    return [
        {"label": PARTY.labels[name], "before": "—", "after": PARTY.shown(name, value)}
        for name, value in profile.items()
        if name in PARTY.labels and value not in (None, "")
    ]


def person_key(name: str, workplace: str, telephone: str) -> str:
    """One instructor, however often assigned: a keyed digest of name, workplace and telephone."""
    return keyed_digest(f"{name.strip()}|{workplace.strip()}|{telephone.strip()}")


def next_codes(count: int) -> list[str]:
    """党组织编码 for Party organizations that came without: DZ and seven digits, in order."""
    code = PartyOrganization.code
    with system("党组织编码"):
        # Files bring codes of their own, and some of those begin alike.
        alike = db.session.scalars(
            select(code)
            .where(code >= "DZ0000000", code <= "DZ9999999", func.length(code) == 9)
            .order_by(code.desc())
        )
        last = next((each for each in alike if each[2:].isdigit()), None)
    first = int(last[2:]) + 1 if last else 1
    return [f"DZ{number:07d}" for number in range(first, first + count)]
