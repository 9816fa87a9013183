"""What a file changes of organizations that stand in the register, written set-based."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from partybuild.access.actor import Actor
from partybuild.db import FOREVER
from partybuild.db.work import bulk, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Change, record
from partybuild.organizations.differences import Move
from partybuild.organizations.import_reasons import Reasons
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.organizations.ports import MassSaid, organization_ports
from partybuild.organizations.subject import ORGANIZATION

PLACES = ("region_id", "unit_id")


@dataclass(frozen=True, slots=True)
class Changed:
    """What is said of an organization that stands in the register."""

    organization_id: int
    at: tuple[int, int | None]
    """Its unit and its body, which decide on 代填 and 上级更正."""
    moves: Sequence[Move]
    mass: Sequence[MassSaid]
    lines: list[Change]

    def settled(self, made: Mapping[int, int]) -> "Changed":
        """The same with the ids that new places have got."""
        moves = [
            replace(move, values=placed(move.values, made)) if move.values else move
            for move in self.moves
        ]
        return replace(self, moves=moves)

    @property
    def first_day(self) -> date:
        """The earliest day on which anything changes."""
        days = [move.valid_from for move in self.moves] + [said.day for said in self.mass]
        return min(days, default=FOREVER)


def placed(values: Mapping[str, Any], made: Mapping[int, int]) -> dict[str, Any]:
    """The values with the ids that new places have got."""
    places = {n: made.get(values[n], values[n]) for n in PLACES if n in values}
    return {**values, **places}


def write_mass(said: Iterable[Sequence[MassSaid]]) -> None:
    """Mass organizations stand as said. Inside `bulk`."""
    every = [one for several in said for one in several]
    if every and organization_ports.mass is not None:
        organization_ports.mass.put(every)


def change(
    actor: Actor, changed: Sequence[Changed], made: Mapping[int, int], because: Reasons
) -> None:
    """The organizations are what the file says, each with a line of history; recounted later."""
    if not changed:
        return
    ids = [one.organization_id for one in changed]
    with bulk(actor, Organization, ids):
        for model in dict.fromkeys(move.model for one in changed for move in one.moves):
            put(model, statements(changed, model, made))
        write_mass(one.mass for one in changed)
        groups: dict[str, list[Changed]] = defaultdict(list)
        for one in changed:
            groups[because.mark(*one.at)].append(one)
        for mark, group in groups.items():
            lines = [(one.organization_id, one.first_day, one.lines) for one in group]
            record(actor, ORGANIZATION, because.changed(mark), lines)
    current_work().touch(min(one.first_day for one in changed), organizations=ids)


def statements(
    changed: Sequence[Changed], model: type[Any], made: Mapping[int, int] = MappingProxyType({})
) -> list[Statement]:
    """What is said of one model; new places by the ids they have got (`made`)."""
    settle: Callable[[Mapping[str, Any]], Mapping[str, Any]] = (
        (lambda values: placed(values, made))
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
