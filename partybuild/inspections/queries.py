"""Reading campaigns and inspections."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, under, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.inspections.kinds import CampaignState
from partybuild.inspections.models import Expected, Inspection, InspectionCampaign
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


class Campaign(NamedTuple):
    """A campaign with the unit whose area it is for."""

    row: InspectionCampaign
    unit: Region

    @property
    def area(self) -> str:
        """陕西省（本级）, 西安市."""
        return f"{self.unit.name}（本级）" if self.row.own else self.unit.name


def _concerning(actor: Actor) -> Any:
    """Campaigns of the actor's area, of areas around it, and those that list their organizations."""
    query: Any = select(InspectionCampaign, Region)
    query = query.join(Region, Region.id == InspectionCampaign.unit_id)
    reach = actor.reach
    if reach.everything:
        return query
    mark = ScopeMark(Inspection.within(reach), Inspection.__tablename__)
    listed = (
        exists()
        .where(Inspection.campaign_id == InspectionCampaign.id, mark)
        .correlate(InspectionCampaign)
    )
    if reach.unit is None:
        return query.where(listed)
    return query.where(or_(under(Region.path, reach.unit.path), listed))


def campaigns(actor: Actor) -> Sequence[Campaign]:
    """Every campaign that concerns the actor, the latest year first, wide areas before narrow."""
    order = (InspectionCampaign.year.desc(), Region.code, InspectionCampaign.id)
    return [Campaign(*row) for row in db.session.execute(_concerning(actor).order_by(*order))]


def campaign(actor: Actor, campaign_id: int) -> Campaign:
    """One campaign that concerns the actor; OutOfReach otherwise."""
    query = _concerning(actor).where(InspectionCampaign.id == campaign_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise OutOfReach
    return Campaign(*row)


def own_campaign(actor: Actor, campaign_id: int) -> InspectionCampaign:
    """A campaign of an area in the actor's own reach, to be changed; OutOfReach otherwise."""
    found = campaign(actor, campaign_id)
    if not regions.reaches(actor, found.unit):
        raise OutOfReach
    return found.row


def latest(actor: Actor) -> Campaign | None:
    """The campaign that a first page shows: the latest year, opened, of the actor's own area first."""
    opened = [each for each in campaigns(actor) if each.row.state is not CampaignState.DRAFT]
    here = actor.reach.unit
    own = [each for each in opened if here is not None and each.unit.id == here.id]
    best = own or opened
    ordinary = [each for each in best if not each.row.charities]
    return next(iter(ordinary or best), None)


def inspection(actor: Actor, inspection_id: int) -> Inspection:
    """One inspection in reach; OutOfReach otherwise."""
    query = visible(actor, Inspection).where(Inspection.id == inspection_id)
    found: Inspection | None = db.session.scalars(
        query.execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def open_to(actor: Actor, organization_id: int) -> InspectionCampaign | None:
    """The campaign in which an organization is expected or left out most lately, None where none."""
    query = (
        visible(actor, Expected, Expected.campaign_id)
        .where(Expected.organization_id == organization_id)
        .order_by(Expected.campaign_id.desc())
    )
    number = db.session.scalar(query.limit(1))
    return None if number is None else campaign(actor, number).row


def expectation(actor: Actor, campaign_id: int, organization_id: int) -> Expected | None:
    """How the frozen list of a campaign names an organization, None where it does not."""
    query = visible(actor, Expected).where(
        Expected.campaign_id == campaign_id, Expected.organization_id == organization_id
    )
    found: Expected | None = db.session.scalars(query).one_or_none()
    return found


def names(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Names of organizations in reach."""
    query = visible(actor, Organization, Organization.id, Organization.name)
    rows = db.session.execute(query.where(Organization.id.in_(sorted(set(ids)))))
    return {number: name for number, name in rows}


def demand_listed(actor: Actor, found: Campaign, organization_id: int) -> None:
    """RuleBroken with the way out where an organization is not on the expected list."""
    known = expectation(actor, found.row.id, organization_id)
    if known is not None and known.reason is None:
        return
    why = f"（{known.reason.label}）" if known is not None and known.reason else ""
    raise RuleBroken(
        f"该组织不在{found.row.year}年度应检名单中{why}，请先补列入名单并写明理由，再办理。"
    )


def history_of(actor: Actor, organization_id: int) -> Sequence[Inspection]:
    """Every year of one organization, the latest first."""
    query = visible(actor, Inspection).where(Inspection.organization_id == organization_id)
    return db.session.scalars(query.order_by(Inspection.year.desc())).all()


def begins() -> int:
    """The first year inspected that falls under the rule: done in the year of 启用日 or later."""
    kept = regions.setting("first_day")
    return (int(kept[:4]) if kept else clock.today().year) - 1


def by_id(ids: Sequence[int]) -> Mapping[int, InspectionCampaign]:
    """Campaigns that inspections in hand belong to."""
    query = select(InspectionCampaign).where(InspectionCampaign.id.in_(sorted(set(ids))))
    return {row.id: row for row in db.session.scalars(query)}


def numbered(actor: Actor, number: str) -> int | None:
    """The id of the organization in reach with this unified code, None where there is none."""
    query = visible(actor, Organization, Organization.id)
    found: int | None = db.session.scalar(query.where(Organization.code == number.strip().upper()))
    return found
