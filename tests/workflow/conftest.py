import pytest

from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import needs, work
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.workflow import commands, registry
from partybuild.workflow.commands import Opening, Taking
from tests import factories
from tests.support.world import ROOT
from tests.workflow.sample import ONE_DESK, SAMPLE


@needs(Permission.REGISTRATIONS_HANDLE, "开办样例")
def opening(actor, **said):
    return commands.start(actor, Opening(**said)).id


@needs(Permission.SIGNED_IN, "办理样例")
def taking(actor, refusals=None, **said):
    return commands.act(actor, Taking(**said), refusals).state


@pytest.fixture
def sample(database, monkeypatch):
    """The sample processes are known, and one organization of 碑林区 has a case in draft."""
    monkeypatch.setattr(registry, "tables", dict(registry.tables))
    registry.register(SAMPLE, ONE_DESK)


@pytest.fixture
def open_case(sample, cast):
    def start(kind="sample", actor=None, organization=None, **said):
        number = organization or factories.make_organization(unit="610103")
        with work(actor or cast.zhu) as running:
            row = db.session.scalars(
                visible(ROOT, Organization).where(Organization.id == number)
            ).one()
            return opening(
                running.actor,
                kind=kind,
                title="某协会的样例",
                placing=copied(row),
                organization_id=number,
                desk_unit_id=row.unit_id,
                tier="经办",
                **said,
            )

    return start


@pytest.fixture
def take(cast):
    def step(actor, case_id, action, kind="sample", refusals=None, **said):
        with work(actor) as running:
            state = taking(
                running.actor, refusals, case_id=case_id, kind=kind, action=action, **said
            )
        db.session.expire_all()
        return state

    return step
