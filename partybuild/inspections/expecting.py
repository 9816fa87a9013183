"""The organizations of a campaign's area, and why some of them are not expected."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, true

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.inspections import rules
from partybuild.inspections.kinds import Exclusion
from partybuild.inspections.models import Inspection
from partybuild.inspections.rules import Candidate, Terms
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import (
    Organization,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.regions.models import Region
from partybuild.regions.placing import PLACING


class Listed(NamedTuple):
    """An organization that the list names: expected, or left out with the reason."""

    id: int
    name: str
    number: str
    registered_on: date
    reason: Exclusion | None
    placing: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """The list as it would be frozen now."""

    rows: Sequence[Listed]

    @property
    def expected(self) -> int:
        """How many are expected."""
        return sum(row.reason is None for row in self.rows)

    @property
    def left_out(self) -> list[tuple[Exclusion, int]]:
        """How many are not, by reason, in the order of the reasons."""
        found = Counter(row.reason for row in self.rows)
        return [(reason, found[reason]) for reason in Exclusion if found[reason]]

    def of(self, reason: Exclusion | None) -> list[Listed]:
        """Those left out for a reason, or those expected, by name of their list."""
        return [row for row in self.rows if row.reason is reason]


def preview(actor: Actor, unit: Region, own: bool, terms: Terms) -> Preview:
    """Everybody the list would name, by name."""
    return Preview(list(_rows(actor, unit, own, terms)))


def inside(model: Any, unit: Region, own: bool) -> ColumnElement[bool]:
    """What counts at the unit, or at it and below."""
    if own:
        at: ColumnElement[bool] = model.unit_id == unit.id
        return at
    if unit.level == 0:
        return true()
    below: ColumnElement[bool] = getattr(model, f"level{unit.level}_id") == unit.id
    return below


def _rows(actor: Actor, unit: Region, own: bool, terms: Terms) -> Iterator[Listed]:
    day = terms.frozen_on
    taken = (
        exists()
        .where(
            ScopeMark(Inspection.organization_id == Organization.id, Inspection.__tablename__),
            Inspection.year == terms.year,
        )
        .correlate(Organization)
    )
    columns = (
        Organization.id,
        Organization.name,
        Organization.code,
        Organization.filing_number,
        OrganizationProfile.kind,
        OrganizationProfile.registered_on,
        OrganizationProfile.charity,
        OrganizationStanding.state,
        OrganizationStanding.valid_from,
        taken.label("taken"),
        *(getattr(Organization, name) for name in PLACING),
    )
    query = (
        visible(actor, Organization, *columns)
        .join(OrganizationProfile, _holds(OrganizationProfile, day))
        .join(OrganizationStanding, _holds(OrganizationStanding, day))
        .where(_own(OrganizationProfile), _own(OrganizationStanding))
        .where(inside(Organization, unit, own))
        .order_by(Organization.sort_key, Organization.id)
    )
    for (
        number,
        name,
        code,
        filing,
        kind,
        registered,
        charity,
        state,
        since,
        elsewhere,
        *at,
    ) in db.session.execute(query):
        ended = None if OrganizationState(state).living else since
        candidate = Candidate(kind, registered, charity, state, ended, elsewhere)
        if rules.considered(candidate, terms):
            placing = dict(zip(PLACING, at, strict=True))
            reason = rules.exclusion(candidate, terms)
            yield Listed(number, name, code or filing or "", registered, reason, placing)


def _own(model: Any) -> ScopeMark:
    """The mark is the join itself: facts of the organizations of the SELECT."""
    return ScopeMark(model.organization_id == Organization.id, model.__tablename__)


def _holds(model: Any, day: date) -> ColumnElement[bool]:
    return and_(
        model.organization_id == Organization.id,
        model.known_to == OPEN,
        model.valid_from <= day,
        model.valid_to > day,
    )
