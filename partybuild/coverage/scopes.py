"""What a table of figures is about: a unit or a body, on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, select, true

from partybuild.access.actor import Actor
from partybuild.access.scope import system, under, visible
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach
from partybuild.party.models import PartyOrganization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit with all below it, or only its own; or a Party body with all below it."""

    region: Region | None = None
    body: PartyOrganization | None = None
    own: bool = False

    @property
    def code(self) -> str:
        """The code by which the scope is asked for."""
        place = self.region or self.body
        return place.code if place else ""

    @property
    def name(self) -> str:
        """What stands in titles."""
        place = self.region or self.body
        return place.name if place else ""

    def inside(self, model: Any) -> ColumnElement[bool]:
        """Spans that count here."""
        if self.region is not None:
            if self.own:
                return bool_(model.unit_id == self.region.id)
            level = self.region.level
            if level == 0:
                return true()
            return bool_(getattr(model, f"level{level}_id") == self.region.id)
        if self.body is not None:
            if self.own:
                return bool_(model.body_id == self.body.id)
            return under(model.body_path, self.body.body_path)
        return true()


def bool_(condition: Any) -> ColumnElement[bool]:
    """The comparison, typed."""
    found: ColumnElement[bool] = condition
    return found


def on(model: Any, day: date, change: int = OPEN) -> ColumnElement[bool]:
    """Spans that hold at the end of `day`, as known at a change (by default: now)."""
    return and_(model.valid_from <= day, model.valid_to > day, known(model, change))


def known(model: Any, change: int = OPEN) -> ColumnElement[bool]:
    """Rows as known at a change, by default now."""
    if change == OPEN:
        now: ColumnElement[bool] = model.known_to == OPEN
        return now
    return and_(model.known_from <= change, model.known_to > change)


def of_region(actor: Actor, code: str) -> Scope:
    """The scope of a unit in reach; OutOfReach otherwise."""
    return Scope(region=_kept(regions.in_reach(actor, code)))


def of_body(actor: Actor, code: str) -> Scope:
    """The scope of a Party organization in reach; OutOfReach otherwise."""
    query = visible(actor, PartyOrganization).where(PartyOrganization.code == code.strip())
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return Scope(body=_kept(found))


def _kept(row: R) -> R:
    """The row as it is, let go by the session: a scope outlives the transaction it was found in."""
    db.session.expunge(row)
    return row


def top(actor: Actor) -> Scope:
    """The widest scope of an actor: their unit, their body, or everything for the command line."""
    unit = regions.top_of(actor)
    if unit is not None:
        return Scope(region=_kept(unit))
    if actor.reach.body is not None:
        return of_body(actor, actor.reach.body.code)
    raise OutOfReach


def child_key(model: Any, level: int) -> ColumnElement[int]:
    """The id of the unit directly below `level` in which a span counts; 0 for its own."""
    deeper = [getattr(model, f"level{n}_id") for n in range(level + 1, 6)]
    key: ColumnElement[int] = func.coalesce(*deeper, 0)
    return key


def bodies(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Codes and names of Party organizations that stand as leading bodies in figures."""
    with system("主管党组织名称"):
        rows = db.session.execute(
            select(PartyOrganization.id, PartyOrganization.code, PartyOrganization.name).where(
                PartyOrganization.id.in_(sorted(ids))
            )
        )
        return {number: (code, name) for number, code, name in rows}
