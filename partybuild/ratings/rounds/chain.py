"""At whose desk each tier of review is done, for one place in the trees. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partybuild.ratings.kinds import Tier
from partybuild.ratings.process import CHAINS
from partybuild.ratings.schemes.kinds import Desk
from partybuild.ratings.schemes.rules import Link

LEVELS = {Desk.PROVINCE: 1, Desk.CITY: 2, Desk.COUNTY: 3, Desk.STREET: 4}


@dataclass(frozen=True, slots=True)
class Seat:
    """One tier with the unit or the body at whose desk it is done."""

    tier: Tier
    unit_id: int | None = None
    body_id: int | None = None


def seats(
    chain: Sequence[Link],
    place: Mapping[str, int | None],
    parent_id: int | None,
    top: tuple[int, int],
) -> list[Seat]:
    """The desks of a Party organization standing at `place` (`PLACING`) under `parent_id`.

    `top` is the unit that opened the round, as (id, level): it decides, so nothing above it has a
    desk. A link without a desk there, or with the desk of the one before, is left out; the last is
    the deciding one.
    """
    unit_id, level = top
    found: list[tuple[int | None, int | None]] = []
    for link in chain:
        desk = _desk(Desk(link.desk), place, parent_id, level)
        if desk is not None and desk not in found:
            found.append(desk)
    if not found or found[-1] != (unit_id, None):
        found = [desk for desk in found if desk != (unit_id, None)]
        found.append((unit_id, None))
    found = found[-max(CHAINS) :]
    return [Seat(tier, *desk) for tier, desk in zip(CHAINS[len(found)], found, strict=True)]


def _desk(
    desk: Desk, place: Mapping[str, int | None], parent_id: int | None, top: int
) -> tuple[int | None, int | None] | None:
    if desk is Desk.SUPERIOR:
        return (None, parent_id) if parent_id is not None else None
    level = LEVELS[desk]
    unit = place.get(f"level{level}_id")
    return (unit, None) if unit is not None and level >= top else None
