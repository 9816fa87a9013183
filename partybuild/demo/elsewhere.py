"""Annual inspections of cities and counties, as their offices' lists would be taken in."""

from datetime import date, timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.demo.shares import PROVINCE
from partybuild.inspections import freezing
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.regions.models import Region
from partybuild.regions.placing import copied


@needs(Permission.INSPECTIONS_KEEP, "补录演示市县年检")
def enter(actor: Actor, year: int) -> None:
    """The conclusions of a year stand for everybody outside the province's own list."""
    query = (
        visible(actor, Organization)
        .join(Region, Region.id == Organization.unit_id)
        .where(Region.code != PROVINCE, Organization.kind != OrganizationKind.FILED)
        .join(OrganizationProfile, OrganizationProfile.organization_id == Organization.id)
        .where(scope_of(actor, OrganizationProfile), OrganizationProfile.known_to == OPEN)
        .where(OrganizationProfile.valid_to == FOREVER)
        .where(OrganizationProfile.registered_on < date(year, 7, 1))
        .order_by(Organization.id)
    )
    there = visible(actor, Inspection, Inspection.organization_id).where(Inspection.year == year)
    known = set(db.session.scalars(there))
    found = [each for each in db.session.scalars(query).unique() if each.id not in known]
    rows = []
    for place, each in enumerate(found):
        row = freezing.blank(each.id, copied(each), year, Regime.INSPECTION)
        filed = date(year + 1, 3, 4) + timedelta(days=place * 7 % 86)
        word = _conclusion(place + year)
        rows.append(row | {"history": True, "conclusion": word, "filed_on": filed})
    with bulk(actor, Organization, [each.id for each in found]):
        insert_many(Inspection.__table__, rows)
    audit_detail(inspections=len(rows))


def _conclusion(place: int) -> Conclusion:
    if place % 67 == 11:
        return Conclusion.UNQUALIFIED
    return Conclusion.BASIC if place % 29 == 5 else Conclusion.QUALIFIED
