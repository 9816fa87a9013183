"""Writing what a register file adds and changes: set-based, inside the command of the import."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import audit_detail, bulk, needs, work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, record
from partybuild.organizations import writing
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.import_changes import PLACES, Changed, change, placed, write_mass
from partybuild.organizations.import_reasons import Reasons
from partybuild.organizations.models import (
    Organization,
    OrganizationEvent,
    OrganizationStanding,
)
from partybuild.organizations.multitude import MANY, Multitude
from partybuild.organizations.ports import MassSaid
from partybuild.organizations.siting import Places
from partybuild.organizations.subject import ORGANIZATION
from partybuild.organizations.successors import Successors, ready_for
from partybuild.regions import queries as regions


@dataclass(slots=True)
class Draft:
    """All that a file would write."""

    places: Places
    document: str
    correct: bool = False
    newcomers: list[Newcomer] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    multitude: Multitude | None = None
    """The newcomers where they are many, ready before the lock."""

    successors: Successors | None = None
    """Those that change and move nothing, where they are many."""
    others: list[Changed] = field(default_factory=list)
    """Those that change besides."""

    def prepare(self, actor: Actor) -> None:
        """Have what is many ready. Where it stands in new places, those are made first."""
        new, changed = len(self.newcomers) >= MANY, len(self.changed) >= MANY
        if not new and not changed:
            return
        if places := self._new_places():
            with work(actor) as running:
                self._settle(_make_places(running.actor, self.places, places))
        db.session.rollback()
        because = Reasons(actor, self.document, self.correct)
        if new:
            self.newcomers = _numbered(self.newcomers)
            whys = [because.of(one) for one in self.newcomers]
            self.multitude = Multitude(actor, self.newcomers, whys)
        if changed:
            self.successors, self.others = ready_for(actor, self.changed, because, MANY)
        db.session.rollback()

    def _settle(self, made: Mapping[int, int]) -> None:
        self.newcomers = [_settled(one, made) for one in self.newcomers]
        self.changed = [one.settled(made) for one in self.changed]

    def write(self, actor: Actor) -> None:
        """Everything stands in the register, each organization with its line of history."""
        made = self.places.create(self._new_places())
        because = Reasons(actor, self.document, self.correct)
        if self.multitude is None or not self.multitude.pour(actor):
            _enter(actor, [_settled(one, made) for one in self.newcomers], because)
        changed = self.changed
        if self.successors is not None and self.successors.hold():
            self.successors.switch(actor)
            changed = self.others
        change(actor, changed, made, because)

    def _new_places(self) -> set[int]:
        values = [one.organization.profile for one in self.newcomers]
        values += [move.values for one in self.changed for move in one.moves if move.values]
        used = {part[name] for part in values for name in PLACES if name in part}
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
        if self.multitude is not None and self.multitude.moved(head):
            return True
        return bool(touched & mine) or (added is not None and bool(self.newcomers))


@needs(Permission.IMPORTS_MAKE, "装入街道和社区")
def _make_places(actor: Actor, places: Places, new: set[int]) -> Mapping[int, int]:
    audit_detail(places=len(new))
    return places.create(new)


def _settled(one: Newcomer, made: Mapping[int, int]) -> Newcomer:
    if not made:
        return one
    profile = placed(one.organization.profile, made)
    return replace(one, organization=replace(one.organization, profile=profile))


def _enter(actor: Actor, newcomers: Sequence[Newcomer], because: Reasons) -> None:
    groups: dict[Because, list[Newcomer]] = defaultdict(list)
    for one in _numbered(newcomers):
        groups[because.of(one)].append(one)
    for why, group in groups.items():
        ids = writing.add(actor, [one.organization for one in group], why)
        pairs = list(zip(ids, group, strict=True))
        with bulk(actor, Organization, [n for n, one in pairs if one.dated or one.mass]):
            _dated(actor, pairs, why)
            write_mass(_born(number, one) for number, one in pairs)


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
