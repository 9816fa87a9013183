"""A year of annual inspection in a world for measuring, in the shares published for 2020."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs, work
from partybuild.demo import enforcing, inspecting, outcomes
from partybuild.demo.days import Days
from partybuild.demo.outcomes import DUE, Outcome, Row
from partybuild.demo.shares import PROVINCE
from partybuild.inspections import freezing
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied

Progress = Callable[[int, int, str], None]
PART = 5000
"""So many organizations at most in one transaction."""
TITLE = "年检"


def inspect_all(actor: Actor, provinces: Sequence[str], days: Days, report: Progress) -> None:
    """Every province has a year of history and a campaign of everybody below it, decided but for
    some; what followed stands for the first of them where its accounts are.
    """
    year = days.inspected
    for place, code in enumerate(provinces):
        report(place, len(provinces), TITLE)
        campaign = inspecting.open_one(actor, year, (f"{code}0000", False))
        rows = inspecting.rows_of(actor, campaign)
        for part in _parts(rows):
            with work(actor) as running:
                _history(running.actor, [organization for _, organization, _ in part], year - 1)
        for part in _parts(rows):
            wanted = dict(_outcomes(part))
            with work(actor) as running:
                inspecting.decide(running.actor, wanted, inspecting.dates(year, days))
    if PROVINCE[:2] in provinces:
        report(0, 0, "整改、约谈与名录")
        enforcing.measure(days)


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), PART):
        yield rows[start : start + PART]


def _outcomes(rows: Sequence[Row]) -> Iterator[tuple[Row, Outcome]]:
    """The published shares over and over."""
    for start in range(0, len(rows), DUE):
        yield from outcomes.published_set(rows[start : start + DUE])


@needs(Permission.INSPECTIONS_KEEP, "建立测速用年检历史")
def _history(actor: Actor, ids: Sequence[int], year: int) -> None:
    """The year before stands as an import would take it in."""
    query = visible(actor, Organization).where(Organization.id.in_(ids))
    rows = []
    for place, organization in enumerate(db.session.scalars(query.order_by(Organization.id))):
        absent = place % 40 == 3
        word = Conclusion.ABSENT if absent else Conclusion.QUALIFIED
        filed = None if absent else date(year + 1, 4, 1) + timedelta(days=place % 55)
        row = freezing.blank(organization.id, copied(organization), year, Regime.INSPECTION)
        rows.append(row | {"history": True, "conclusion": word, "filed_on": filed})
    with bulk(actor, Organization, ids):
        insert_many(Inspection.__table__, rows)
    audit_detail(inspections=len(rows))
