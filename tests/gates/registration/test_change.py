"""A change passes: the register follows, with before, after, reason and the case's number."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations.models import (
    Organization,
    OrganizationContact,
    OrganizationEvent,
    OrganizationProfile,
)
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.support.world import ROOT

OLD, NEW = "碑林区面点协会（演示）", "碑林区面食文化协会（演示）"


@pytest.fixture
def number(database):
    return factories.make_organization(name=OLD, unit="610103")


@pytest.fixture
def changed(number, cast, as_actor, answer):
    """A change that is taken in and answered; its address."""

    def taken(**said):
        client = as_actor(cast.zhu)
        data = {"matter": "change", "organization": str(number), "summary": "会员大会决议", **said}
        received = client.post("/registrations", data=data)
        if received.status_code != 303:
            return received
        url = received.headers["Location"]
        client.post(f"{url}/ask", data={"version": "1"})
        answer(url, "settled", reason="支部名称相应调整")
        return url

    return taken


def rows(model, number, column="organization_id"):
    query = visible(ROOT, model).where(getattr(model, column) == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def now(model, number):
    (row,) = [
        row
        for row in rows(model, number)
        if row.known_to > 10**15 and row.valid_from <= date(2026, 11, 20) < row.valid_to
    ]
    return row


def test_the_register_follows_from_the_effective_day(changed, finish, number, as_actor, cast):
    url = changed(
        name=NEW,
        legal_person="赵（演示）",
        address="南大街 8 号",
        supervisor="区商务局",
        charity="yes",
        effective_on="2026-11-18",
    )
    page = as_actor(cast.zhu).get(url).text
    assert OLD in page
    assert NEW in page
    assert "准予变更登记（办结）" in page

    done = finish(url, document="碑民变〔2026〕4号")

    assert done.status_code == 303, done.text
    profile, contact = now(OrganizationProfile, number), now(OrganizationContact, number)
    assert (profile.name, profile.supervisor, profile.charity) == (NEW, "区商务局", True)
    assert (contact.legal_person, contact.address) == ("赵（演示）", "南大街 8 号")
    assert profile.valid_from == date(2026, 11, 18)
    assert rows(Organization, number, "id")[0].name == NEW
    (line,) = [e for e in rows(OrganizationEvent, number) if e.action == "变更登记"]
    assert f"登记关口第 {url.rsplit('/', 1)[1]} 件" in line.reason
    assert line.document == "碑民变〔2026〕4号"
    assert {"label": "组织名称", "before": OLD, "after": NEW} in [
        {key: change[key] for key in ("label", "before", "after")} for change in line.changes
    ]


def test_where_the_register_moved_meanwhile_it_does_not_pass(
    changed, finish, number, as_actor, cast
):
    url = changed(legal_person="赵（演示）")
    moved = {
        "legal_person": "钱（演示）",
        "mode": "change",
        "effective_on": "2026-11-19",
        "on": "2026-11-20",
        "version": "9" * 15,
    }
    other = as_actor(cast.bo).post(f"/organizations/{number}/contact", data=moved)
    assert other.status_code == 303, other.text

    refused = finish(url)

    assert refused.status_code == 409
    assert "受理以后名册已有变动" in refused.text
    assert "现为“钱（演示）”" in refused.text
    assert now(OrganizationContact, number).legal_person == "钱（演示）"
    assert "已有答复" in as_actor(cast.zhu).get(url).text


def test_another_part_of_the_register_may_move(changed, finish, number):
    url = changed(legal_person="赵（演示）")
    factories.assign(number)

    assert finish(url).status_code == 303
    assert now(OrganizationContact, number).legal_person == "赵（演示）"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "没有填写变更的内容"),
        ({"name": OLD}, "没有填写变更的内容"),
        ({"region": "没有这个地方"}, "没有找到"),
        ({"summary": "", "name": NEW}, "请写明申请的事项和原因"),
    ],
)
def test_what_changes_nothing_is_not_taken_in(changed, said, sentence):
    refused = changed(**said)

    assert refused.status_code == 422
    assert sentence in refused.text


def test_what_the_register_does_not_hold_changes_nothing(changed, finish, number):
    before = len(rows(OrganizationEvent, number))
    url = changed(other="y", summary="变更业务范围")

    assert finish(url).status_code == 303
    assert len(rows(OrganizationEvent, number)) == before


def test_a_value_is_taken_away_with_its_word(changed, finish, number):
    first = changed(supervisor="区商务局")
    assert finish(first).status_code == 303
    url = changed(supervisor="无", registration_way="直接登记")

    assert finish(url).status_code == 303
    assert now(OrganizationProfile, number).supervisor == ""


def test_with_the_place_goes_the_unit_in_which_it_counts(changed, finish, number, as_actor, cast):
    url = changed(region="610103001", address="南大街 8 号", effective_on="2026-11-18")
    page = as_actor(cast.zhu).get(url).text
    assert '<th scope="row">统计归属</th>' in page
    assert "610103001" in page

    assert finish(url).status_code == 303

    moved = {
        row.valid_from: row.unit_id
        for row in rows(OrganizationProfile, number)
        if row.known_to > 10**15
    }
    assert moved[date(2026, 11, 18)] == factories.region_id("610103001")
    assert len(moved) == 2
    (case,) = rows(WorkflowCase, number)
    assert case.unit_id == factories.region_id("610103001")


def test_the_unit_stays_where_that_was_chosen(changed, finish, number, as_actor, cast):
    url = changed(region="610103001", follow="stay")
    assert '<th scope="row">统计归属</th>' not in as_actor(cast.zhu).get(url).text

    assert finish(url).status_code == 303

    profile = now(OrganizationProfile, number)
    assert profile.unit_id == factories.region_id("610103")
    assert profile.region_id == factories.region_id("610103001")


def test_a_place_out_of_reach_is_taken_in_only_without_its_unit(changed):
    refused = changed(region="610102")
    assert refused.status_code == 422
    assert "不在您的管理范围内" in refused.text

    assert isinstance(changed(region="610102", follow="stay"), str)


def test_the_choice_is_kept_when_it_is_mended(number, cast, as_actor):
    client = as_actor(cast.zhu)
    data = {"matter": "change", "organization": str(number), "summary": "迁址"}
    data |= {"region": "610103001", "follow": "stay"}
    url = client.post("/registrations", data=data).headers["Location"]

    assert '<option selected value="stay">' in client.get(f"{url}/edit").text


def test_it_may_be_mended_while_it_lies_at_the_desk(number, cast, as_actor):
    client = as_actor(cast.zhu)
    data = {"matter": "change", "organization": str(number), "summary": "更名", "name": NEW}
    url = client.post("/registrations", data=data).headers["Location"]
    assert f'value="{NEW}"' in client.get(f"{url}/edit").text

    again = {**data, "name": "碑林区面食协会（演示）", "version": "1"}
    assert client.post(f"{url}/revise", data=again).status_code == 303

    assert "碑林区面食协会（演示）" in client.get(url).text
    assert NEW not in client.get(url).text


def test_the_place_is_shown_by_its_name(apply, as_actor, cast):
    url = apply(region="610103").headers["Location"]

    assert "610103 碑林区" in as_actor(cast.zhu).get(url).text


def test_the_place_may_be_given_by_name(apply, as_actor, cast):
    url = apply(region="碑林区").headers["Location"]

    assert "610103 碑林区" in as_actor(cast.zhu).get(url).text


def test_what_is_left_as_it_is_says_so(number, cast, as_actor):
    page = as_actor(cast.zhu).get(f"/registrations/new?matter=change&organization={number}").text

    assert '<option selected value="">不变</option>' in page
    assert ">未填<" not in page
