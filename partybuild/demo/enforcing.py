"""What followed the latest annual inspection of the demo world: the published set of 2020."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import InstrumentedAttribute

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.demo import dormant, interviews, listing, orders
from partybuild.demo.days import Days
from partybuild.enforcement import ledger
from partybuild.inspections.import_writing import update_many
from partybuild.inspections.kinds import Conclusion
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization

LEFT = 6
"""So many failures of the year before nobody has acted on."""


def enforce(days: Days) -> None:
    """Orders, interviews, entries, penalties as the inspections of the year say; a batch beside."""
    measure(days)
    dormant.clear(actor_by_login("qudengji"), days)


def measure(days: Days) -> None:
    """Orders, interviews, entries and penalties as the inspections of the year say."""
    registrar, today = actor_by_login("dengji"), days.today
    with work(registrar) as running:
        settle(running.actor)
    published = _published(registrar, days.inspected)
    ids: dict[int, int] = {}
    for flag, command in (
        (Inspection.listed, listing.list_them),
        (Inspection.interviewed, interviews.interview),
        (Inspection.rectify, orders.order),
    ):
        with work(registrar) as running:
            subjects = _noted(running.actor, days.inspected, flag)
            found = command(running.actor, subjects, published, today)
        ids |= dict(zip([each.id for each in subjects], found, strict=True))
    with work(registrar) as running:
        subjects = _noted(running.actor, days.inspected, Inspection.penalised)
        listing.punish(running.actor, subjects, ids, published, today)


def _published(actor: Actor, year: int) -> date:
    query = visible(actor, Inspection, Inspection.published_on).where(
        Inspection.year == year, Inspection.published_on.is_not(None)
    )
    day: date = db.session.scalars(query.limit(1)).one()
    return day


def _noted(actor: Actor, year: int, flag: InstrumentedAttribute[bool]) -> Sequence[Organization]:
    """Whom the inspections of the year name for this measure."""
    query = (
        visible(actor, Organization)
        .join(Inspection, Inspection.organization_id == Organization.id)
        .where(scope_of(actor, Inspection), Inspection.year == year, flag)
    )
    return db.session.scalars(query.order_by(Inspection.id)).all()


@needs(Permission.INSPECTIONS_KEEP, "建立演示往年处理结果")
def settle(actor: Actor) -> None:
    """Of the failures of earlier years all but a few were acted on at the time."""
    rows = db.session.execute(ledger.failures(actor).order_by(Inspection.id)).all()
    values = [
        (row.id, {_acted(row.conclusion): True, "note": "当年已处理"}) for row in rows[:-LEFT]
    ]
    update_many(actor, values)
    audit_detail(inspections=len(values))


def _acted(conclusion: Conclusion) -> str:
    return "interviewed" if conclusion == Conclusion.ABSENT else "rectify"
