import io
import os
from datetime import date

import pytest
from PIL import Image

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.enforcement.models import DormantCase
from partybuild.inspections.kinds import ABSENCES, Conclusion
from partybuild.inspections.models import BLANK, Inspection
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.regions.placing import copied
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.support.world import ROOT

ISSUING = {
    "issued_on": "2026-11-20",
    "contact": "周经办（演示）",
    "telephone": "029-80000001",
}
SAYING = {"contact": "周经办（演示）", "telephone": "029-80000001", "address": "区民政局二楼"}


def picture():
    """A small scan, as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return out.getvalue()


def case(case_id):
    return db.session.scalars(
        visible(ROOT, WorkflowCase)
        .where(WorkflowCase.id == case_id)
        .execution_options(populate_existing=True)
    ).one()


def state_of(organization_id):
    return db.session.scalars(
        visible(ROOT, Organization, Organization.state).where(Organization.id == organization_id)
    ).one()


def rows(model):
    query = visible(ROOT, model).order_by(model.id).execution_options(populate_existing=True)
    return db.session.scalars(query).all()


@pytest.fixture
def association(database):
    return factories.make_organization(name="碑林区快递行业协会（演示）")


@pytest.fixture
def private_unit(database):
    return factories.make_organization(
        name="碑林区晨光培训中心（演示）", kind=OrganizationKind.PRIVATE_UNIT
    )


class Registrar:
    """The registrar of 碑林区: signs in anew on each day that a test moves to."""

    def __init__(self, sign_in):
        self.sign_in, self.day, self.client = sign_in, None, None

    def __getattr__(self, name):
        day = os.environ["PARTYBUILD_NOW"]
        if day != self.day:
            self.day, self.client = day, self.sign_in()
        return getattr(self.client, name)


@pytest.fixture
def zhu(as_actor, cast):
    """The registrar of 碑林区, signed in whatever the day."""
    return Registrar(lambda: as_actor(cast.zhu))


@pytest.fixture
def opened(zhu):
    """Open a case through its form; the answer."""

    def post(kind, organization, client=None, **said):
        data = {"kind": kind, "organization": str(organization), **said}
        return (client or zhu).post("/enforcement", data=data)

    return post


@pytest.fixture
def order(opened):
    """An order of three months; its case's id."""

    def issue(organization, **said):
        data = {"faults": "未按期换届", "measures": "三个月内完成换届", **ISSUING, **said}
        answer = opened("order", organization, **data)
        assert answer.status_code == 303, answer.text
        return number(answer)

    return issue


@pytest.fixture
def interview(opened):
    def invite(organization, **said):
        data = {
            "invited": "王理事长（演示）",
            "reasons": "未建立党组织",
            "at": "2026-11-20",
            "hour": "上午九时",
            "place": "区民政局会议室",
            **ISSUING,
            **said,
        }
        answer = opened("interview", organization, **data)
        assert answer.status_code == 303, answer.text
        return number(answer)

    return invite


@pytest.fixture
def listing(opened):
    def propose(organization, kind="listing", ground="party", **said):
        answer = opened(kind, organization, ground=ground, **said)
        assert answer.status_code == 303, answer.text
        return number(answer)

    return propose


def number(answer):
    return int(answer.headers["Location"].rsplit("/", 1)[1])


@pytest.fixture
def step(zhu):
    """Take a step; `version` is the case's as it stands unless named."""

    def take(case_id, action, client=None, files=(), version=None, **said):
        version = case(case_id).version if version is None else version
        data = {f"{action}-{name}": value for name, value in said.items()}
        data[f"{action}-version"] = str(version)
        data |= {f"paper-{slot}": (io.BytesIO(picture()), f"{slot}.png") for slot in files}
        return (client or zhu).post(
            f"/enforcement/{case_id}/{action}", data=data, content_type="multipart/form-data"
        )

    return take


@pytest.fixture
def done(step):
    """Take a step that must succeed."""

    def take(case_id, action, **said):
        answer = step(case_id, action, **said)
        assert answer.status_code == 303, answer.text
        return case(case_id)

    return take


@pytest.fixture
def inspected(database):
    """Years of an organization with their conclusion, as taken in."""

    def make(organization, conclusion, *years, day=date(2026, 7, 1), **said):
        with factories.inside():
            subject = db.session.scalars(
                visible(ROOT, Organization).where(Organization.id == organization)
            ).one()
            for year in years:
                values = {**BLANK, "conclusion": conclusion, "concluded_on": day, **said}
                if conclusion not in ABSENCES:
                    values.setdefault("published_on", None)
                    values["published_on"] = values["published_on"] or day
                row = Inspection(
                    **copied(subject),
                    organization_id=organization,
                    year=year,
                    regime=conclusion.regime,
                    expected=True,
                    history=False,
                    **values,
                )
                db.session.add(row)
            db.session.flush()

    return make


@pytest.fixture
def dormant(inspected, zhu):
    """A batch of organizations absent in 2024 and 2025; their cases' ids in order of names."""

    def batch(*organizations, **said):
        for each in organizations:
            inspected(each, Conclusion.ABSENT, 2024, 2025)
        data = {"title": "2026年第一批", "chosen": [str(each) for each in organizations], **said}
        answer = zhu.post("/enforcement/batches", data=data)
        assert answer.status_code == 303, answer.text
        return [row.case_id for row in rows(DormantCase)]

    return batch
