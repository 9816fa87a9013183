"""What is dated ahead takes effect on its day, also where nobody enters anything."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.coverage import daily
from partybuild.db import db
from partybuild.organizations.models import Organization
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


def seen(actor, number):
    query = visible(actor, Organization).where(Organization.id == number)
    return db.session.scalars(query).one_or_none() is not None


def test_reach_follows_a_transfer_on_its_day(cast, monkeypatch):
    daily.turn(ROOT)
    number = factories.make_organization()
    factories.transfer(number, "610102", date(2026, 11, 23))
    assert seen(cast.bo, number)

    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-23T00:10:00")
    assert daily.turn(ROOT)

    assert not seen(cast.bo, number)
    assert seen(cast.cheng, number)


def test_it_runs_once_a_day(cast, monkeypatch):
    assert daily.turn(ROOT)
    assert not daily.turn(ROOT)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-21T00:10:00")
    assert daily.turn(ROOT)
