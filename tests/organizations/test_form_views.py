"""The form pages of an organization, all alike: kept, asked again, late, refused."""

import json
from datetime import date

import pytest

from partybuild.db.work import work
from partybuild.organizations import commands
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import Part
from tests import factories
from tests.organizations.sending import (
    ENDED,
    FILLED,
    FORMS,
    HTMX,
    WRONG,
    facts,
    fresh,
    sent,
    tell,
    version,
    without_token,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("path", FORMS)
def test_every_form_opens_for_an_officer_and_no_reader(as_actor, cast, path):
    number = factories.make_organization(ended=ENDED if path == "/restoration" else None)
    assert as_actor(cast.bo).get(f"/organizations/{number}{path}").status_code == 200
    assert as_actor(cast.dai).get(f"/organizations/{number}{path}").status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_nothing_is_written_next_door_nor_without_a_token(as_actor, cast, path):
    number = factories.make_organization(full=2)
    data = sent(cast, number, **FILLED[path])
    assert as_actor(cast.cheng).post(f"/organizations/{number}{path}", data=data).status_code == 404
    assert as_actor(cast.dai).post(f"/organizations/{number}{path}", data=data).status_code == 403
    bare = without_token(as_actor(cast.bo))
    assert bare.post(f"/organizations/{number}{path}", data=data).status_code == 400
    assert version(cast, number) == data["version"]


@pytest.mark.parametrize("path", FORMS)
def test_a_bad_form_comes_back_with_what_was_typed(as_actor, cast, path):
    number = factories.make_organization(full=2)
    changes, typed = WRONG[path]
    data = {k: v for k, v in (sent(cast, number) | FILLED[path] | changes).items() if v}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 422
    assert typed in answer.text
    assert 'role="alert"' in answer.text
    assert version(cast, number) == data["version"]


@pytest.mark.parametrize("path", [path for path in FORMS if "effective_on" in FILLED[path]])
def test_a_change_without_its_day_is_no_correction(as_actor, cast, path):
    number = factories.make_organization(full=2)
    data = sent(cast, number, **FILLED[path]) | {"effective_on": ""}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 422
    assert 'effective_on-error"' in answer.text
    assert version(cast, number) == data["version"]


@pytest.mark.parametrize("path", FORMS)
def test_a_good_form_is_kept_and_leads_back(as_actor, cast, path):
    number = factories.make_organization(full=2, ended=ENDED if path == "/restoration" else None)
    data = sent(cast, number, **FILLED[path])
    client = as_actor(cast.bo)
    answer = client.post(f"/organizations/{number}{path}", data=data)
    assert (answer.status_code, answer.location) == (303, f"/organizations/{number}")
    assert "已保存" in client.get(answer.location).text
    assert version(cast, number) > data["version"]


class TestEdit:
    def test_htmx_gets_the_piece_that_the_page_includes(self, as_actor, cast):
        number = factories.make_organization(full=2)
        client = as_actor(cast.bo)
        piece = client.get(f"/organizations/{number}/headcount", headers=HTMX).text
        assert piece.lstrip().startswith('<section class="card" id="part-headcount">')
        assert "<html" not in piece
        assert 'id="part-headcount"' in client.get(f"/organizations/{number}").text

    def test_htmx_is_sent_to_the_page_when_it_is_kept(self, as_actor, cast):
        number = factories.make_organization(full=2)
        data = sent(cast, number, **FILLED["/headcount"])
        url = f"/organizations/{number}/headcount"
        answer = as_actor(cast.bo).post(url, data=data, headers=HTMX)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (
            204,
            f"/organizations/{number}",
        )

    def test_what_a_rule_refuses_comes_back_with_its_sentence(self, as_actor, cast):
        number = factories.make_organization(full=2)
        data = sent(cast, number, full="2", effective_on="2026-06-01", reason="我写的理由")
        answer = as_actor(cast.bo).post(f"/organizations/{number}/headcount", data=data)
        assert answer.status_code == 422
        assert "没有改动" in answer.text
        assert "我写的理由" in answer.text

    def test_who_comes_late_is_told_and_may_send_again(self, as_actor, cast):
        number = factories.make_organization(full=2)
        late = sent(cast, number, **FILLED["/headcount"])
        with work(cast.bo) as running:
            values = {"staff": 9, "full": 2, "probationary": None, "affiliated": None}
            asked = Asked(int(late["version"]), date(2026, 1, 1))
            commands.change(running.actor, number, Part.HEADCOUNT, values, asked)
        client = as_actor(cast.bo)
        answer = client.post(f"/organizations/{number}/headcount", data=late)
        assert answer.status_code == 409
        assert "从业人员数 — → 9" in answer.text
        assert 'value="5"' in answer.text
        again = late | {"version": version(cast, number), "staff": "9"}
        assert client.post(f"/organizations/{number}/headcount", data=again).status_code == 303
        assert facts(cast, number).headcount.full == 5

    def test_the_facts_of_a_past_day_are_changed_from_that_day(self, as_actor, cast):
        number = factories.make_organization(full=2)
        client = as_actor(cast.bo)
        page = client.get(f"/organizations/{number}/headcount?on=2021-01-01").text
        assert "2021年1月1日的情况" in page
        assert 'name="on" type="hidden" value="2021-01-01"' in page

    def test_the_telephone_is_masked_in_its_form(self, as_actor, cast):
        number = factories.make_organization()
        tell(cast, number)
        page = as_actor(cast.bo).get(f"/organizations/{number}/contact").text
        assert "138****1234" in page
        assert "13800001234" not in page

    def test_the_mark_is_foretold(self, as_actor, cast):
        number = factories.make_organization()
        page = as_actor(cast.shi).get(f"/organizations/{number}/headcount").text
        assert "您的修改将标为“上级更正”" in page


@pytest.mark.parametrize("path", FORMS)
def test_whoever_is_late_reads_what_happened_and_loses_nothing(as_actor, cast, path):
    number = factories.make_organization(full=2, ended=ENDED if path == "/restoration" else None)
    data = sent(cast, number, **FILLED[path]) | {"version": "0"}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 409
    assert "已有变动" in answer.text
    assert f'name="version" type="hidden" value="{version(cast, number)}"' in answer.text


def test_a_filed_one_stays_a_filed_one(as_actor, cast):
    number = factories.make_organization(kind=OrganizationKind.FILED, registration_way="备案")
    page = as_actor(cast.bo).get(f"/organizations/{number}/profile").text
    assert 'value="filed"' in page
    assert 'value="foundation"' not in page
    assert json.dumps(fresh(cast, number).kind) == '"filed"'
