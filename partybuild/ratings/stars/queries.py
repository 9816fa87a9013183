"""What other rooms read of stars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import FOREVER, OPEN, db
from partybuild.party import beyond
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import NO_STAR, StarMove
from partybuild.ratings.models import Assessment
from partybuild.ratings.stars.models import PartyStar
from partybuild.regions import queries as regions

LOW = (NO_STAR, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Party organization that holds one star or, by a decision, none: screening may look at it."""

    party_id: int
    name: str
    unit: str
    star: int
    ground: str
    decided_on: date
    document: str
    assessment_id: int | None


def candidates(actor: Actor) -> Sequence[Candidate]:
    """Those in reach whose star today is 一星 or 不定星, decided; the lowest first.

    Being new, taking no part and having no rating are no ground: such have no star and do not
    stand here. A candidate is nothing but that; nobody is sent to screening by it.
    """
    star, party, each = PartyStar, PartyOrganization, Assessment
    today = clock.today()
    of_party = ScopeMark(party.id == star.party_organization_id, party.__tablename__)
    of_star = ScopeMark(true(), each.__tablename__)  # joined to stars in reach
    query = (
        visible(actor, star, star, party.name, party.unit_id, each.why)
        .join(party, party.id == star.party_organization_id)
        .outerjoin(each, each.id == star.assessment_id)
        .where(
            of_party,
            of_star,
            star.known_to == OPEN,
            star.valid_from <= today,
            star.valid_to > today,
            star.star.in_(LOW),
        )
        .order_by(star.star, party.sort_key, party.id)
    )
    rows = db.session.execute(query).all()
    units = regions.named([row.unit_id for row in rows])
    return [
        Candidate(
            row[0].party_organization_id,
            row.name,
            units[row.unit_id].name,
            row[0].star,
            _ground(row[0], row.why or []),
            row[0].decided_on,
            row[0].document,
            row[0].assessment_id,
        )
        for row in rows
    ]


def _ground(star: PartyStar, why: Sequence[str]) -> str:
    if star.star != NO_STAR:
        return "降为一星" if star.move is StarMove.DOWN else "评定为一星"
    vetoes = [sentence for sentence in why if sentence.startswith("一票否决")]
    if vetoes:
        return vetoes[0]
    return "摘星" if star.move is StarMove.REMOVED else "评定为不定星"


@dataclass(frozen=True, slots=True)
class Line:
    """A star from a day to its last day, as history shows it."""

    party_id: int
    party: str
    row: PartyStar
    last: date | None
    standing: str
    """现行, 已过有效期, 已被接替."""

    @property
    def tone(self) -> str:
        """Of the chip."""
        return {"现行": "fine", "已过有效期": "soon"}.get(self.standing, "neutral")


def lines(actor: Actor, party_ids: Sequence[int]) -> list[Line]:
    """Every star of these Party organizations in reach, the latest first."""
    star = PartyStar
    query = visible(actor, star).where(
        star.party_organization_id.in_(sorted(set(party_ids))), star.known_to == OPEN
    )
    rows = db.session.scalars(query.order_by(star.valid_from.desc())).all()
    names = beyond.party_names(party_ids)
    seen: set[int] = set()
    found = []
    for row in rows:
        latest = row.party_organization_id not in seen
        seen.add(row.party_organization_id)
        found.append(_line(row, names, latest))
    return found


def _line(row: PartyStar, names: dict[int, str], latest: bool) -> Line:
    today = clock.today()
    last = None if row.valid_to == FOREVER else date.fromordinal(row.valid_to.toordinal() - 1)
    standing = "已被接替"
    if row.valid_from <= today < row.valid_to:
        standing = "现行"
    elif latest and row.valid_to <= today:
        standing = "已过有效期"
    number = row.party_organization_id
    return Line(number, names.get(number, "—"), row, last, standing)
