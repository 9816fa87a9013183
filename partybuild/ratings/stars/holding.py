"""Stars as they are held on a day."""

from collections.abc import Sequence
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.ratings.stars.models import PartyStar

CHUNK = 500


def previous_stars(actor: Actor, party_ids: Sequence[int], day: date) -> dict[int, int]:
    """By Party organization the star that it holds on `day`."""
    found: dict[int, int] = {}
    star = PartyStar
    wanted = sorted(set(party_ids))
    for part in (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)):
        query = visible(actor, star, star.party_organization_id, star.star).where(
            star.party_organization_id.in_(part),
            star.known_to == OPEN,
            star.valid_from <= day,
            star.valid_to > day,
        )
        found.update({number: held for number, held in db.session.execute(query)})
    return found
