"""Set-based writing of organizations, shared by pages, imports and the demo world.

Callers are commands: they run inside `work` and have refused what is wrong before they come here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.ids import reserve
from partybuild.db.many import insert_many
from partybuild.db.work import OutOfReach, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Change, Subject, record
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import organization_ports
from partybuild.organizations.subject import ORGANIZATION, naming
from partybuild.regions.models import Region
from partybuild.regions.queries import named, place
from partybuild.search import text

CHUNK = 5000
Line = tuple[int, date, list[Change]]
_TABLE: Any = Organization.__table__


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """An organization to be entered, with what is known of it from its registration on.

    `profile` holds every value of OrganizationProfile; `ended` a final state, its first day and
    its document; the other mappings hold all values of their model, or nothing.
    """

    code: str | None
    filing_number: str | None
    profile: Mapping[str, Any]
    ended: tuple[OrganizationState, date, str] | None = None
    state: OrganizationState = OrganizationState.NORMAL
    headcount: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, Any] = field(default_factory=dict)
    board: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)


_OPTIONAL = (
    ("headcount", Headcount),
    ("contact", OrganizationContact),
    ("board", BoardTerm),
    ("plan", BuildPlan),
)


def add(actor: Actor, new: Sequence[NewOrganization], because: Because) -> list[int]:
    """Enter organizations; their ids in the order given.

    Raises OutOfReach when one would count outside the actor's reach.
    """
    if not new:
        return []
    units = named([item.profile[name] for item in new for name in ("unit_id", "region_id")])
    ids = reserve(Organization, len(new))
    rows = [
        _row(number, item, units[item.profile["unit_id"]])
        for number, item in zip(ids, new, strict=True)
    ]
    refuse_foreign(actor, rows)
    subject = told(units, new)
    with system("登记入册"):
        insert_many(_TABLE, rows)
        _state_facts(ids, new)
        record(
            actor,
            ORGANIZATION,
            because,
            [
                (n, item.profile["registered_on"], opening(item, subject))
                for n, item in zip(ids, new, strict=True)
            ],
        )
        _record_ends(actor, because, list(zip(ids, new, strict=True)))
    days = [item.profile["registered_on"] for item in new]
    current_work().touch(min(days), organizations=ids)
    return ids


def _row(number: int, item: NewOrganization, unit: Region) -> dict[str, Any]:
    profile = item.profile
    return {
        "id": number,
        "code": item.code,
        "filing_number": item.filing_number,
        "name": profile["name"],
        "sort_key": text.sort_key(profile["name"]),
        "kind": profile["kind"],
        "state": item.ended[0] if item.ended else item.state,
        "version": 1,
        "change": current_work().change,
        "body_id": profile.get("body_id"),
        "body_path": "",
        **place(unit),
    }


def refuse_foreign(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> None:
    """OutOfReach unless all these rows, each with its unit's ancestors, lie in the actor's unit."""
    unit = actor.reach.unit
    if actor.reach.everything or (unit is not None and unit.level == 0):
        return
    if unit is None or any(row[f"level{unit.level}_id"] != unit.id for row in rows):
        raise OutOfReach


def _state_facts(ids: Sequence[int], new: Sequence[NewOrganization]) -> None:
    pairs = list(zip(ids, new, strict=True))
    put(
        OrganizationProfile,
        [Statement((n,), item.profile, item.profile["registered_on"]) for n, item in pairs],
        fresh=True,
    )
    standings = []
    for number, item in pairs:
        first = item.profile["registered_on"]
        standings.append(Statement((number,), {"state": item.state, "document": ""}, first))
        if item.ended:
            state, day, document = item.ended
            standings.append(Statement((number,), {"state": state, "document": document}, day))
    put(OrganizationStanding, standings, fresh=True)
    for name, model in _OPTIONAL:
        put(
            model,
            [
                Statement((n,), getattr(item, name), item.profile["registered_on"])
                for n, item in pairs
                if getattr(item, name)
            ],
            fresh=True,
        )


def _record_ends(
    actor: Actor, because: Because, pairs: Sequence[tuple[int, NewOrganization]]
) -> None:
    ends: dict[tuple[OrganizationState, str], list[Line]] = defaultdict(list)
    for number, item in pairs:
        if item.ended:
            state, day, document = item.ended
            change = {
                "label": ORGANIZATION.labels["state"],
                "before": item.state.label,
                "after": state.label,
            }
            ends[state, document].append((number, day, [change]))
    for (state, document), lines in ends.items():
        ending = replace(because, action=state.label, document=document or because.document)
        record(actor, ORGANIZATION, ending, lines)


def told(units: Mapping[int, Region], new: Sequence[NewOrganization]) -> Subject:
    """The words of their history, units and bodies by name."""
    bodies = {body for item in new if (body := item.profile.get("body_id")) is not None}
    names = organization_ports.body_names(bodies) if bodies else {}
    return naming({number: unit.name for number, unit in units.items()}, names)


def opening(item: NewOrganization, subject: Subject) -> list[Change]:
    """The first line of a history: every value that is known."""
    labels, shown = subject.labels, subject.shown
    parts = (item.profile, item.headcount, item.contact, item.board, item.plan)
    return [
        {"label": labels[name], "before": "—", "after": shown(name, value)}
        for part in parts
        for name, value in part.items()
        if name in labels and value not in (None, "", False)
    ]


def numbers(codes: Iterable[str]) -> dict[str, int]:
    """Ids of the organizations with these codes or filing numbers, wherever they are.

    For matching only: the caller says nothing about those out of reach.
    """
    wanted = sorted(set(codes))
    found: dict[str, int] = {}
    columns = Organization.__table__.c
    with system("按代码匹配"):
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            for column in (columns.code, columns.filing_number):
                query = select(column, columns.id).where(column.in_(part))
                for code, number in db.session.execute(query):
                    found[code] = number
    return found


def next_filing_numbers(unit_code: str, count: int) -> list[str]:
    """备案编号 for filed organizations of a unit that came without: BA610103-0001 and so on."""
    column = Organization.__table__.c.filing_number
    low, high = f"BA{unit_code}-0000", f"BA{unit_code}-9999"
    query = select(func.max(column)).where(column >= low, column <= high)
    with system("备案编号"):
        last = db.session.scalar(query)
    first = int(last[-4:]) + 1 if last else 1
    return [f"BA{unit_code}-{number:04d}" for number in range(first, first + count)]
