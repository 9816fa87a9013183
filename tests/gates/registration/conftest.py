import io

import pytest
from PIL import Image

from partybuild.party.kinds import PartyKind
from tests import factories

NAME = "碑林区快递行业协会（演示）"


def picture():
    """A small scan, as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def body(database):
    """The committee above the branches of 碑林区; its code."""
    number = factories.make_party(
        name="中共碑林区社会组织委员会", kind=PartyKind.COMMITTEE, unit="610103"
    )
    return factories.party_code(number)


@pytest.fixture
def apply(cast, as_actor, body):
    """Take in an application as the registrar; the case's address."""

    def application(papers=("promise", "survey", "charter"), client=None, **said):
        data = {
            "matter": "founding",
            "name": NAME,
            "kind": "association",
            "level": "县级",
            "registration_way": "直接登记",
            "region": "610103",
            "body": body,
            "staff": "12",
            "full": "4",
            "party_clause": "y",
            "values_clause": "y",
            **said,
        }
        files = {f"paper-{slot}": (io.BytesIO(picture()), f"{slot}.png") for slot in papers}
        client = client or as_actor(cast.zhu)
        return client.post("/registrations", data=data | files, content_type="multipart/form-data")

    return application


@pytest.fixture
def asked(apply, cast, as_actor):
    """An application that lies at the Party desk; its address."""

    def application(**said):
        url = apply(**said).headers["Location"]
        done = as_actor(cast.zhu).post(f"{url}/ask", data={"version": "1"})
        assert done.status_code == 303, done.text
        return url

    return application


@pytest.fixture
def answer(cast, as_actor):
    """The Party officer answers."""

    def give(url, kind, version="2", actor=None, **said):
        data = {"version": version, "kind": kind, "day": "2026-11-20", **said}
        return as_actor(actor or cast.bo).post(f"{url}/answer", data=data)

    return give


@pytest.fixture
def finish(cast, as_actor):
    """The registrar finishes the case."""

    def give(url, version="3", **said):
        data = {"version": version, "day": "2026-11-20", **said}
        return as_actor(cast.zhu).post(f"{url}/pass", data=data)

    return give
