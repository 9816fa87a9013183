"""Annual inspection of the demo world: the published set of 2020 in its latest campaign."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import visible
from partybuild.accounts.models import Appointment, AppointmentOrganization
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs, work
from partybuild.demo import outcomes, section
from partybuild.demo.days import Days
from partybuild.demo.outcomes import FILED, RETURNED, Outcome, Row
from partybuild.demo.shares import PROVINCE
from partybuild.inspections import closing, commands, filling, freezing
from partybuild.inspections.commands import Planned
from partybuild.inspections.deciding import touched
from partybuild.inspections.import_writing import update_many
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.inspections.process import KIND
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.regions.models import Region
from partybuild.regions.placing import copied
from partybuild.workflow.many import act_many, standings

_KINDS = tuple(kind for kind in OrganizationKind if kind.registered)


def inspect(actor: Actor, days: Days) -> None:
    """Three years stand: one as history, one closed, the latest with the published figures."""
    year = days.inspected
    with work(actor) as running:
        enter_history(running.actor, year - 2)
    before = open_one(actor, year - 1)
    rows = rows_of(actor, before)
    with work(actor) as running:
        decide(running.actor, outcomes.some(rows), dates(year - 1, days))
    with work(actor) as running:
        version = _read(before).version
        closing.close_campaign(running.actor, before, version)
    latest = open_one(actor, year)
    rows = rows_of(actor, latest)
    own = _of_secretaries()
    rows = sorted(rows, key=lambda row: (row[1] in own, row[0]))
    with work(actor) as running:
        decide(running.actor, dict(outcomes.published_set(rows)), dates(year, days))
    _fill(actor, [row[0] for row in rows[-FILED - RETURNED - 2 : -2]], days)


def open_one(actor: Actor, year: int, area: tuple[str, bool] = (PROVINCE, True)) -> int:
    """A campaign of a unit (its own only, if so said) is open; its id."""
    window = date(year + 1, 3, 1), date(year + 1, 5, 31)
    planned = Planned(year, *area, _KINDS, Regime.INSPECTION, False, *window)
    with work(actor) as running:
        number = commands.draft(running.actor, planned)
    with work(actor) as running:
        commands.open_campaign(running.actor, number, _read(number).version)
    return number


def _read(number: int) -> InspectionCampaign:
    query = select(InspectionCampaign).where(InspectionCampaign.id == number)
    return db.session.scalars(query).one()


def rows_of(actor: Actor, campaign_id: int) -> list[Row]:
    """(inspection, organization, case) of everybody expected."""
    columns = (Inspection.id, Inspection.organization_id, Inspection.case_id)
    query = visible(actor, Inspection, *columns).where(Inspection.campaign_id == campaign_id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(Inspection.id))]


def _of_secretaries() -> set[int]:
    query = select(AppointmentOrganization.organization_id).join(
        Appointment, Appointment.id == AppointmentOrganization.appointment_id
    )
    return set(db.session.scalars(query.where(Appointment.role == Role.SECRETARY)))


def dates(year: int, days: Days) -> tuple[date, date]:
    """The first day of filing, and the day of publication."""
    return date(year + 1, 3, 3), min(days.today, date(year + 1, 7, 15))


@needs(Permission.INSPECTIONS_KEEP, "建立演示年检结果")
def decide(
    actor: Actor,
    wanted: Mapping[Row, Outcome],
    on: tuple[date, date],
) -> None:
    """Every inspection named has its outcome, by the steps of its process."""
    first, published = on
    cases = standings(actor, [case for _, _, case in wanted])
    courses, values = [], []
    for place, ((number, _, case), outcome) in enumerate(wanted.items()):
        filed = first + timedelta(days=(place * 13) % 88)
        decided = min(filed + timedelta(days=20 + place % 15), published)
        courses.append((cases[case], list(outcomes.steps(outcome, decided, published))))
        values.append(
            (number, outcomes.values(actor.label, outcome, (filed, decided, published), place))
        )
    act_many(actor, KIND, courses)
    update_many(actor, values)
    audit_detail(inspections=len(values))
    db.session.flush()
    touched({organization for _, organization, _ in wanted})


@needs(Permission.INSPECTIONS_KEEP, "建立演示年检历史")
def enter_history(actor: Actor, year: int) -> None:
    """A year before the rule began, for those who were there, as an import would take it in."""
    unit = db.session.scalars(select(Region).where(Region.code == PROVINCE)).one()
    query = visible(actor, Organization).where(
        Organization.unit_id == unit.id, Organization.kind != OrganizationKind.FILED
    )
    found = db.session.scalars(query.order_by(Organization.id)).all()[::3]
    rows = []
    for place, organization in enumerate(found):
        absent = place % 40 == 3
        word = Conclusion.ABSENT if absent else Conclusion.QUALIFIED
        row = freezing.blank(organization.id, copied(organization), year, Regime.INSPECTION)
        filed = None if absent else date(year + 1, 4, 1) + timedelta(days=place % 55)
        rows.append(row | {"history": True, "conclusion": word, "filed_on": filed})
    with bulk(actor, Organization, [organization.id for organization in found]):
        insert_many(Inspection.__table__, rows)
    audit_detail(inspections=len(rows))


def _fill(actor: Actor, ids: Sequence[int], days: Days) -> None:
    """Party sections are handed in, and the last of them are returned by item."""
    for number in ids:
        with work(actor) as running:
            section.keep(running.actor, number)
        with work(actor) as running:
            filling.submit(running.actor, number, None)
    due = days.today + timedelta(days=10)
    for number in ids[-RETURNED:]:
        with work(actor) as running:
            filling.send_back(
                running.actor,
                number,
                None,
                {"members": "党员总数与党组织名册不一致"},
                "请核对党员构成后再报",
                due,
            )
