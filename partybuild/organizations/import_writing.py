"""Writing what a register file adds and changes: set-based, inside the command of the import."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.db import FOREVER, db
from partybuild.db.work import bulk, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Change, record
from partybuild.organizations import queries, writing
from partybuild.organizations.differences import Move
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.models import (
    Organization,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import MassSaid, organization_ports
from partybuild.organizations.siting import Places
from partybuild.organizations.subject import ORGANIZATION
from partybuild.regions import queries as regions

ENTERED = "导入入册"
CHANGED = "导入变更"
CORRECTED = "导入更正"
_PLACES = ("region_id", "unit_id")


@dataclass(frozen=True, slots=True)
class Changed:
    """What is said of an organization that stands in the register."""

    organization_id: int
    at: tuple[int, int | None]
    """Its unit and its body, which decide on 代填 and 上级更正."""
    moves: Sequence[Move]
    mass: Sequence[MassSaid]
    lines: list[Change]

    @property
    def first_day(self) -> date:
        """The earliest day on which anything changes."""
        days = [move.valid_from for move in self.moves] + [said.day for said in self.mass]
        return min(days, default=FOREVER)


@dataclass(slots=True)
class Draft:
    """All that a file would write."""

    places: Places
    document: str
    correct: bool = False
    newcomers: list[Newcomer] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    bodies: set[int] = field(default_factory=set)
    """Party bodies named in the file and found."""

    def write(self, actor: Actor) -> None:
        """Everything stands in the register, each organization with its line of history."""
        made = self.places.create(self._new_places())
        because = _Because(actor, self)
        _enter(actor, [_settled(one, made) for one in self.newcomers], because)
        _change(actor, self.changed, made, because)

    def _new_places(self) -> set[int]:
        values = [one.organization.profile for one in self.newcomers]
        values += [move.values for one in self.changed for move in one.moves if move.values]
        used = {part[name] for part in values for name in _PLACES if name in part}
        return {number for number in used if number < 0}

    def moved(self, head: int) -> bool:
        """Whether any of these, or a body they name, has changed since change `head`."""
        mine = {one.organization_id for one in self.changed}
        with system("核对导入以来的变动"):
            events = select(OrganizationEvent.organization_id).where(
                OrganizationEvent.change > head
            )
            touched = set(db.session.scalars(events))
            added = db.session.scalar(
                select(Organization.id).where(Organization.change > head).limit(1)
            )
        return bool(touched & mine) or (added is not None and bool(self.newcomers))


class _Because:
    """Why each is written: the file, and the mark where the write comes from above."""

    def __init__(self, actor: Actor, draft: Draft) -> None:
        self.actor, self.draft = actor, draft
        self.marks: dict[tuple[int, int | None], str] = {}

    def mark(self, unit_id: int, body_id: int | None) -> str:
        """代填, 上级更正 or nothing."""
        at = (unit_id, body_id)
        if at not in self.marks:
            self.marks[at] = queries.mark_of(self.actor, *at)
        return self.marks[at]

    def entered(self, mark: str, accepted: str) -> Because:
        """Of new ones, perhaps with the reason why a check character was let pass."""
        return Because(ENTERED, _reason(accepted), self.draft.document[:120], mark)

    def changed(self, mark: str) -> Because:
        """Of changed ones."""
        action = CORRECTED if self.draft.correct else CHANGED
        return Because(action, "按导入的名册", self.draft.document[:120], mark)


def _reason(accepted: str) -> str:
    return f"校验码不符，放行理由：{accepted}" if accepted else ""


def _settled(one: Newcomer, made: Mapping[int, int]) -> Newcomer:
    if not made:
        return one
    profile = _placed(one.organization.profile, made)
    return replace(one, organization=replace(one.organization, profile=profile))


def _placed(values: Mapping[str, Any], made: Mapping[int, int]) -> dict[str, Any]:
    """The values with the ids that new places have got."""
    places = {n: made.get(values[n], values[n]) for n in _PLACES if n in values}
    return {**values, **places}


def _enter(actor: Actor, newcomers: Sequence[Newcomer], because: _Because) -> None:
    groups: dict[Because, list[Newcomer]] = defaultdict(list)
    for one in _numbered(newcomers):
        profile = one.organization.profile
        mark = because.mark(profile["unit_id"], profile.get("body_id"))
        groups[because.entered(mark, one.accepted)].append(one)
    for why, group in groups.items():
        ids = writing.add(actor, [one.organization for one in group], why)
        pairs = list(zip(ids, group, strict=True))
        with bulk(actor, Organization, [n for n, one in pairs if one.dated or one.mass]):
            _dated(actor, pairs, why)
            _mass(_born(number, one) for number, one in pairs)


def _numbered(newcomers: Sequence[Newcomer]) -> list[Newcomer]:
    """The newcomers, filed ones without a number with the next of their unit."""
    waiting: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(newcomers):
        new = one.organization
        if not (new.code or new.filing_number):
            waiting[new.profile["unit_id"]].append(place)
    found = list(newcomers)
    units = regions.named(list(waiting))
    for unit_id, places in waiting.items():
        numbers = writing.next_filing_numbers(units[unit_id].code, len(places))
        for place, number in zip(places, numbers, strict=True):
            new = replace(found[place].organization, filing_number=number)
            found[place] = replace(found[place], organization=new)
    return found


def _dated(actor: Actor, pairs: Sequence[tuple[int, Newcomer]], why: Because) -> None:
    dated = [(number, *one.dated) for number, one in pairs if one.dated]
    put(
        OrganizationStanding,
        [Statement((n,), {"state": state, "document": ""}, day) for n, state, day in dated],
    )
    label = ORGANIZATION.labels["state"]
    lines = [
        (n, day, [{"label": label, "before": "正常", "after": state.label}])
        for n, state, day in dated
    ]
    record(actor, ORGANIZATION, why, lines)


def _born(number: int, one: Newcomer) -> list[MassSaid]:
    day = one.organization.profile["registered_on"]
    return [MassSaid(number, label, True, day) for label in sorted(one.mass)]


def _mass(said: Iterable[Sequence[MassSaid]]) -> None:
    every = [one for several in said for one in several]
    if every and organization_ports.mass is not None:
        organization_ports.mass.put(every)


def _change(
    actor: Actor, changed: Sequence[Changed], made: Mapping[int, int], because: _Because
) -> None:
    if not changed:
        return
    ids = [one.organization_id for one in changed]
    with bulk(actor, Organization, ids):
        for model in dict.fromkeys(move.model for one in changed for move in one.moves):
            put(model, _statements(changed, model, made))
        _mass(one.mass for one in changed)
        groups: dict[str, list[Changed]] = defaultdict(list)
        for one in changed:
            groups[because.mark(*one.at)].append(one)
        for mark, group in groups.items():
            lines = [(one.organization_id, one.first_day, one.lines) for one in group]
            record(actor, ORGANIZATION, because.changed(mark), lines)
    current_work().touch(min(one.first_day for one in changed), organizations=ids)


def _statements(
    changed: Sequence[Changed], model: type[Any], made: Mapping[int, int]
) -> list[Statement]:
    settle: Callable[[Mapping[str, Any]], Mapping[str, Any]] = (
        (lambda values: _placed(values, made))
        if made and model is OrganizationProfile
        else (lambda values: values)
    )
    return [
        Statement(
            (one.organization_id,),
            None if move.values is None else settle(move.values),
            move.valid_from,
            move.valid_to,
        )
        for one in changed
        for move in one.moves
        if move.model is model
    ]
