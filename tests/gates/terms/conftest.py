import io
from datetime import date

import pytest

from partybuild.facts.commands import Statement, put
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyTerm
from tests import factories
from tests.evidence import papers

STREET, COUNTY = "610103001", "610103"


def set_term(party_id, started, last, extended=None):
    """A term of office of a Party organization."""
    with factories.inside() as running:
        values = {"started_on": started, "last_day": last, "extended_to": extended, "document": ""}
        put(PartyTerm, [Statement((party_id,), values, started)])
        running.touch(started, party=[party_id])


@pytest.fixture
def committee(database):
    """The committee of the county, which approves."""
    return factories.make_party(
        name="中共碑林区社会组织委员会", unit=COUNTY, kind=PartyKind.COMMITTEE
    )


@pytest.fixture
def branch(committee):
    """A branch of a street below it whose term ends on 10 January 2027; one organization."""
    organization = factories.make_organization(unit=STREET, full=5)
    number = factories.make_party(
        name="中共快递协会支部委员会",
        unit=STREET,
        parent_id=committee,
        covers=[organization],
        lead_organization_id=organization,
    )
    set_term(number, date(2024, 1, 11), date(2027, 1, 10))
    return number


@pytest.fixture
def begin(cast, as_actor, branch):
    """Open a procedure as the officer of the street; its address."""

    def opened(matter="election", party=None, actor=None, **said):
        data = {"matter": matter, "party": str(party or branch), **said}
        done = as_actor(actor or cast.jie).post("/procedures", data=data)
        assert done.status_code == 303, done.text
        return done.headers["Location"]

    return opened


@pytest.fixture
def take(cast, as_actor):
    """Take a step as somebody."""

    def step(url, action, version, actor, **said):
        data = {"version": str(version), "day": "2026-11-20", **said}
        if action == "request":
            data |= {"paper-request": (io.BytesIO(papers.pdf()), "请示.pdf")}
        return as_actor(actor).post(
            f"{url}/{action}", data=data, content_type="multipart/form-data"
        )

    return step


BALLOT = {
    "seats": "3",
    "candidates": "4",
    "due": "10",
    "attended": "8",
    "secretary": "李书记（演示）",
    "elected": "甲、乙、丙",
}


@pytest.fixture
def agreed(begin, take, cast):
    """An election whose candidates are agreed to; its address (version 5)."""
    url = begin()
    steps = [
        ("request", cast.jie, {"document": "街社党〔2026〕1号"}),
        ("permit", cast.bo, {"document": "碑社党〔2026〕1号"}),
        ("nominate", cast.jie, {"seats": "3", "candidates": "4", "names": "甲、乙、丙、丁"}),
        ("agree", cast.bo, {"document": "碑社党〔2026〕2号"}),
    ]
    for version, (action, actor, said) in enumerate(steps, start=1):
        done = take(url, action, version, actor, **said)
        assert done.status_code == 303, done.text
    return url
