from dataclasses import replace
from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import work
from partybuild.inspections import commands, deciding, filling
from partybuild.inspections.commands import Planned
from partybuild.inspections.deciding import Concluding, Evaluating
from partybuild.inspections.kinds import Conclusion, Evaluation, Regime
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.organizations.kinds import OrganizationKind
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.inspections.test_section import GOOD
from tests.support.world import ROOT

PLANNED = Planned(
    year=2025,
    unit_code="610103",
    own=False,
    kinds=(
        OrganizationKind.ASSOCIATION,
        OrganizationKind.PRIVATE_UNIT,
        OrganizationKind.FOUNDATION,
    ),
    regime=Regime.INSPECTION,
    charities=False,
    opens_on=date(2026, 3, 1),
    closes_on=date(2026, 5, 31),
)
FILED = date(2026, 4, 10)
DECIDED = date(2026, 6, 1)


@pytest.fixture
def plan(cast):
    """Draft a campaign of 碑林区 with these changes; its id."""

    def draft(actor=None, **changes):
        with work(actor or cast.zhu) as running:
            return commands.draft(running.actor, replace(PLANNED, **changes))

    return draft


@pytest.fixture
def open_up(cast):
    """Open a drafted campaign; how many are expected."""

    def start(campaign_id, actor=None, **more):
        with work(actor or cast.zhu) as running:
            version = campaign(campaign_id).version
            return commands.open_campaign(running.actor, campaign_id, version, **more)

    return start


@pytest.fixture
def expected(plan, open_up):
    """One association is expected in an open campaign: (campaign id, organization id)."""
    organization = factories.make_organization("年检协会（演示）", "610103001")
    number = plan()
    open_up(number)
    return number, organization


@pytest.fixture
def take(cast):
    """Run one command of this room as an actor, at the version of the case as it stands."""

    def run(actor, command, inspection_id, *arguments, version=None, **options):
        with work(actor) as running:
            at = version or case_of(inspection_id).version
            command(running.actor, inspection_id, at, *arguments, **options)
        db.session.expire_all()
        return case_of(inspection_id).state

    return run


@pytest.fixture
def fill(cast):
    """The whole section of an inspection, saved block by block."""

    def save(actor, inspection_id, **changes):
        from partybuild.inspections import questions

        values = {**GOOD, **changes}
        for block in questions.BLOCKS:
            with work(actor) as running:
                filling.save_block(running.actor, inspection_id, block.key, values)

    return save


@pytest.fixture
def decide(take, cast):
    """Conclusion and evaluation of an inspection, unpublished."""

    def both(inspection_id, conclusion=Conclusion.QUALIFIED, evaluation=Evaluation.GOOD):
        take(cast.zhu, deciding.conclude, inspection_id, concluding(conclusion))
        return take(cast.bo, deciding.evaluate, inspection_id, evaluating(evaluation))

    return both


def concluding(conclusion=Conclusion.QUALIFIED, **more):
    return Concluding(
        **{"conclusion": conclusion, "concluded_on": DECIDED, "filed_on": FILED} | more
    )


def evaluating(evaluation=Evaluation.GOOD, **more):
    return Evaluating(
        **{"evaluation": evaluation, "evaluated_on": DECIDED, "filed_on": FILED} | more
    )


def campaign(number):
    return db.session.get(InspectionCampaign, number, populate_existing=True)


def of(organization_id, year=2025):
    query = visible(ROOT, Inspection).where(
        Inspection.organization_id == organization_id, Inspection.year == year
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def case_of(inspection_id):
    query = visible(ROOT, Inspection, Inspection.case_id).where(Inspection.id == inspection_id)
    return cases.case(ROOT, db.session.scalar(query), "inspection")


def all_cases():
    query = visible(ROOT, WorkflowCase).where(WorkflowCase.kind == "inspection")
    return db.session.scalars(query).all()
