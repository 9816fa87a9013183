"""What no desk may say: each refused with its sentence, and not one row of the database moved."""

import io
from datetime import date

import pytest

from partybuild.db.work import work
from partybuild.inspections import commands, deciding
from partybuild.rules import RuleBroken
from tests import factories
from tests.gates.registration.conftest import NAME
from tests.inspections.conftest import PLANNED, campaign, case_of, concluding, evaluating, of
from tests.support.histories import unmoved

APPLICATION = {
    "matter": "founding",
    "name": NAME,
    "kind": "association",
    "level": "县级",
    "registration_way": "直接登记",
    "region": "610103",
    "full": "4",
    "party_clause": "y",
    "values_clause": "y",
}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(60), "承诺书.png", "承诺书.png"),
        (b"<html><script>alert(1)</script></html>", "承诺书.pdf", "承诺书.pdf"),
        (b"", "承诺书.png", "承诺书"),
    ],
)
def test_a_document_of_the_wrong_kind(as_actor, cast, body, content, name, sentence):
    client = as_actor(cast.zhu)
    file = {"paper-promise": (io.BytesIO(content), name)}

    with unmoved():
        refused = client.post(
            "/registrations",
            data=APPLICATION | {"body": body} | file,
            content_type="multipart/form-data",
        )

    assert refused.status_code == 422
    assert sentence in refused.text
    assert NAME in refused.text, "what was typed is kept"


def test_a_second_open_case_of_one_organization(as_actor, cast):
    number = factories.make_organization(unit="610103")
    said = {
        "matter": "change",
        "organization": str(number),
        "summary": "改名",
        "legal_person": "钱",
    }
    client = as_actor(cast.zhu)
    assert client.post("/registrations", data=said).status_code == 303

    with unmoved():
        refused = client.post("/registrations", data=said)

    assert refused.status_code == 422
    assert "已有一件未办结的" in refused.text


@pytest.fixture
def inspected(cast):
    """One association of an open campaign with both answers, unpublished: campaign, inspection."""
    organization = factories.make_organization(unit="610103")
    with work(cast.zhu) as running:
        number = commands.draft(running.actor, PLANNED)
    with work(cast.zhu) as running:
        commands.open_campaign(running.actor, number, 1)
    found = of(organization).id
    with work(cast.zhu) as running:
        deciding.conclude(running.actor, found, 1, concluding())
    with work(cast.bo) as running:
        deciding.evaluate(running.actor, found, 2, evaluating())
    return number, found


def refused(actor, sentence, command, *said):
    with unmoved(), pytest.raises(RuleBroken, match=sentence), work(actor) as running:
        command(running.actor, *said)


def test_a_conclusion_before_the_campaign_or_the_filing(inspected, cast):
    _, number = inspected
    early = concluding(concluded_on=date(2026, 2, 1), filed_on=date(2026, 3, 2), reason="更正")
    unfiled = concluding(concluded_on=date(2026, 4, 1), reason="更正")

    refused(cast.zhu, "早于本次开始日期", deciding.conclude, number, 3, early)
    refused(cast.zhu, "早于参检日期", deciding.conclude, number, 3, unfiled)
    refused(cast.zhu, "须写明理由", deciding.conclude, number, 3, concluding())


def test_a_published_campaign_is_not_edited_nor_deleted_from(inspected, cast):
    campaign_id, number = inspected
    with work(cast.zhu) as running:
        deciding.publish(running.actor, number, 3)

    refused(cast.zhu, "名单和条件已冻结", commands.draft, PLANNED, campaign_id)
    version = campaign(campaign_id).version
    refused(cast.zhu, "名单和条件已冻结", commands.open_campaign, campaign_id, version)
    refused(cast.zhu, "不能移出名单", commands.take_off, number, 4, "不要了")
    assert case_of(number).state == "published"


def test_an_inspection_for_who_is_not_expected_needs_a_reason_on_the_list(inspected, cast):
    campaign_id, _ = inspected
    new = factories.make_organization(unit="610103", registered_on=date(2026, 10, 1))

    refused(cast.zhu, "补列须写明理由", commands.add_expected, campaign_id, new, "")
    with work(cast.zhu) as running:
        commands.add_expected(running.actor, campaign_id, new, "登记日期更正")
    assert case_of(of(new).id).state == "due"
