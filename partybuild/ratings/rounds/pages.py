"""What the pages of rounds show beside the round itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from partybuild.access.actor import Actor
from partybuild.ratings import queries
from partybuild.ratings.models import RatingRound
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme
from partybuild.regions import queries as regions
from partybuild.regions.models import Region


@dataclass(frozen=True, slots=True)
class Shown:
    """A round with its unit and its scheme."""

    row: RatingRound
    unit: Region
    scheme: Scheme

    @property
    def area(self) -> str:
        """The unit's name, 本级 where nothing below takes part."""
        return f"{self.unit.name}本级" if self.row.own else self.unit.name


def listed(actor: Actor) -> Sequence[Shown]:
    """Every round that concerns the actor, the latest year first."""
    return [_shown(row) for row in queries.rounds(actor)]


def shown(actor: Actor, round_id: int) -> Shown:
    """One round that concerns the actor; OutOfReach otherwise."""
    return _shown(queries.round_of(actor, round_id))


def _shown(row: RatingRound) -> Shown:
    return Shown(row, regions.region(row.unit_id), schemes.scheme(row.scheme_id))
