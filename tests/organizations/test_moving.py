"""Another place: where it counts is asked, said, and moves from the effective day."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.coverage.models import CoverageSpan
from partybuild.db import OPEN, db
from partybuild.organizations.models import OrganizationProfile
from tests.factories import make_organization, region_id
from tests.organizations.sending import PROFILE

STREET, COUNTY, NEXT = "610103001", "610103", "610102"
DAY, BEFORE = date(2026, 6, 1), date(2026, 5, 31)


@pytest.fixture
def number(database):
    return make_organization("面点协会（演示）", unit=COUNTY)


def unit_on(number, day, model=CoverageSpan):
    """Where it counts on a day."""
    with system("测试"):
        return db.session.scalars(
            select(model.unit_id).where(
                model.organization_id == number,
                model.known_to == OPEN,
                model.valid_from <= day,
                model.valid_to > day,
            )
        ).one()


def sent(client, number, **said):
    url = f"/organizations/{number}/profile"
    page = client.get(url).text
    version = page.split('name="version" type="hidden" value="')[1].split('"')[0]
    data = PROFILE | {"version": version, "effective_on": "2026-06-01", "mode": "change"}
    return client.post(url, data=data | {"name": "面点协会（演示）"} | said)


def test_a_place_in_another_street_is_asked_with_the_move_preselected(number, as_actor, cast):
    answer = sent(as_actor(cast.bo), number, region=STREET)

    assert answer.status_code == 422
    assert f"应在“{STREET}" in answer.text
    assert "请选择统计归属是否随之划转" in answer.text
    tag = next(tag for tag in answer.text.split("<input") if 'value="follow"' in tag)
    assert "checked" in tag.split(">")[0]
    assert unit_on(number, DAY, OrganizationProfile) == region_id(COUNTY)


def test_it_counts_there_from_the_effective_day_on(number, as_actor, cast):
    answer = sent(as_actor(cast.bo), number, region=STREET, follow="follow")

    assert answer.status_code == 303, answer.text
    assert unit_on(number, BEFORE) == region_id(COUNTY)
    assert unit_on(number, DAY) == region_id(STREET)
    page = as_actor(cast.bo).get(f"/organizations/{number}").text
    assert "统计归属" in page.split("经过")[-1]


def test_it_stays_only_with_a_reason(number, as_actor, cast):
    client = as_actor(cast.bo)
    refused = sent(client, number, region=STREET, follow="stay")
    assert refused.status_code == 422
    assert "统计归属不随住所划转的，请在“理由”中说明" in refused.text

    done = sent(client, number, region=STREET, follow="stay", reason="仍由区里管理")

    assert done.status_code == 303, done.text
    assert unit_on(number, DAY) == region_id(COUNTY)


def test_to_the_county_next_door_only_the_place_moves(number, as_actor, cast):
    asked = sent(as_actor(cast.bo), number, region=NEXT)
    assert "不在您的管理范围内" in asked.text
    assert 'value="follow"' not in asked.text
    forced = sent(as_actor(cast.bo), number, region=NEXT, follow="follow")
    assert forced.status_code == 422

    assert sent(as_actor(cast.bo), number, region=NEXT, follow="stay").status_code == 303
    assert unit_on(number, DAY) == region_id(COUNTY)
    assert sent(as_actor(cast.shi), number, region=COUNTY, reason="更正").status_code == 303


def test_the_city_moves_it_from_county_to_county(number, as_actor, cast):
    done = sent(as_actor(cast.shi), number, region=NEXT, follow="follow", reason="迁址")

    assert done.status_code == 303, done.text
    assert (unit_on(number, BEFORE), unit_on(number, DAY)) == (region_id(COUNTY), region_id(NEXT))


def test_what_counts_in_the_county_above_its_street_goes_on_so(as_actor, cast):
    number = make_organization("面点协会（演示）", unit=COUNTY, region_id=region_id(STREET))
    client = as_actor(cast.shi)

    within = sent(client, number, region="610103002", reason="迁址")
    assert within.status_code == 303, within.text
    beyond = sent(client, number, region=NEXT, reason="迁址")

    assert beyond.status_code == 422
    assert f"应在“{NEXT} " in beyond.text
    tag = next(tag for tag in beyond.text.split("<input") if 'value="follow"' in tag)
    assert "checked" in tag.split(">")[0]


def test_where_somebody_had_put_it_elsewhere_staying_is_preselected(as_actor, cast):
    number = make_organization("面点协会（演示）", unit=COUNTY, region_id=region_id(NEXT))

    asked = sent(as_actor(cast.shi), number, region=STREET, reason="迁址")

    assert asked.status_code == 422
    tag = next(tag for tag in asked.text.split("<input") if 'value="stay"' in tag)
    assert "checked" in tag.split(">")[0]


def test_the_same_place_asks_nothing(number, as_actor, cast):
    assert sent(as_actor(cast.bo), number, supervisor="区商务局").status_code == 303
