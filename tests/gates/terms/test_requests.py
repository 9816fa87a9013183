"""请示 from a secretary's phone, the officer's entry for her, and the 批复 from the case."""

import io
from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.evidence.models import EvidenceFile
from partybuild.gates.terms.models import Procedure
from partybuild.notices.models import Notice
from partybuild.party import beyond
from partybuild.party.models import PartySecretary, PartyTerm
from partybuild.workflow.models import WorkflowEvent
from tests import factories
from tests.evidence import papers
from tests.gates.terms.conftest import STREET
from tests.party.acts import somebody_of
from tests.support.world import ROOT

TODAY = date(2026, 11, 20)


@pytest.fixture
def secretary(branch):
    """The secretary of the organization that the branch covers."""
    (own,) = beyond.linked(branch, TODAY)
    return somebody_of(Role.SECRETARY, own, login="shuji")


@pytest.fixture
def send(as_actor):
    def posted(actor, matter, party, slots=("request",), **said):
        files = {f"paper-{slot}": (io.BytesIO(papers.pdf()), f"{slot}.pdf") for slot in slots}
        data = {"matter": matter, "party": str(party), **said}
        return as_actor(actor).post(
            "/procedures", data=data | files, content_type="multipart/form-data"
        )

    return posted


EXTENSION = {"until": "2027-12-31", "why": "理事会同年换届"}


def all_of(model):
    query = visible(ROOT, model).order_by(model.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def test_her_start_page_leads_to_every_request(secretary, branch, as_actor):
    page = as_actor(secretary).get("/").text

    for matter in ("election", "extension", "appointment"):
        assert f"/procedures/new?matter={matter}&amp;party={branch}" in page
        form = as_actor(secretary).get(f"/procedures/new?matter={matter}&party={branch}")
        assert form.status_code == 200
        assert 'name="paper-request"' in form.text


def test_an_extension_is_asked_replied_and_written(secretary, branch, send, take, cast, as_actor):
    sent = send(secretary, "extension", branch, **EXTENSION)
    assert sent.status_code == 303, sent.text
    url = sent.headers["Location"]
    assert "请示待批复" in as_actor(secretary).get(url).text
    (file,) = all_of(EvidenceFile)
    assert file.name == "request.pdf"
    assert "延期换届" in as_actor(cast.bo).get("/todo").text

    refused = as_actor(secretary).post(f"{url}/approve", data={"version": "2", "day": "2026-11-20"})
    assert refused.status_code == 403
    done = take(url, "approve", 2, cast.bo, reply="y")

    assert done.status_code == 303, done.text
    (paper,) = all_of(Notice)
    assert paper.kind == "reply-extension"
    assert any(row.extended_to == date(2027, 12, 31) for row in all_of(PartyTerm))
    assert "已批复" in as_actor(secretary).get(url).text


def test_more_than_a_year_is_refused_and_the_file_waits(secretary, branch, send):
    sent = send(secretary, "extension", branch, until="2029-01-01", why="忙")

    assert sent.status_code == 422
    assert "延期一般不超过一年" in sent.text
    assert "已上传：request.pdf" in sent.text
    assert all_of(Procedure) == []


def test_a_secretary_is_appointed_by_the_reply(secretary, branch, send, take, cast):
    said = {"secretary": "周书记（演示）", "telephone": "13800001234", "former": "李（演示）"}
    url = send(secretary, "appointment", branch, **said).headers["Location"]

    done = take(url, "approve", 2, cast.bo, reply="y")

    assert done.status_code == 303, done.text
    (paper,) = all_of(Notice)
    assert paper.kind == "reply-secretary"
    assert "周书记（演示）" in [row.name for row in all_of(PartySecretary)]


def test_an_election_is_asked_for_with_both_papers(secretary, branch, send, as_actor):
    sent = send(secretary, "election", branch, slots=("study", "request"), why="届满")

    assert sent.status_code == 303, sent.text
    assert "请示待批复" in as_actor(secretary).get(sent.headers["Location"]).text
    assert len(all_of(EvidenceFile)) == 2


def test_a_founding_goes_to_the_body_of_the_organization(committee, send, take, cast, as_actor):
    own = factories.make_organization(unit=STREET, full=4, body_id=committee, name="新协会（演示）")
    actor = somebody_of(Role.SECRETARY, own, login="faqi")
    assert f"matter=founding&amp;organization={own}" in as_actor(actor).get("/").text
    said = {"name": "中共新协会支部", "kind": "branch", "formation": "single", "full": "4"}

    sent = send(actor, "founding", "", lead="新协会（演示）", **said)

    assert sent.status_code == 303, sent.text
    done = take(sent.headers["Location"], "approve", 2, cast.bo, reply="y")
    assert done.status_code == 303, done.text
    assert all_of(Notice)[0].kind == "reply-founding"


def test_a_foreign_party_organization_is_not_there(secretary, send, as_actor):
    foreign = factories.make_party(unit=STREET)

    assert (
        as_actor(secretary).get(f"/procedures/new?matter=extension&party={foreign}").status_code
        == 404
    )
    assert send(secretary, "extension", foreign, **EXTENSION).status_code == 404
    assert all_of(Procedure) == []
    assert all_of(EvidenceFile) == []


def test_her_list_of_procedures_leads_only_where_she_may_go(secretary, cast, as_actor):
    assert 'href="/terms' not in as_actor(secretary).get("/procedures").text
    assert 'href="/terms/mismatches"' in as_actor(cast.bo).get("/procedures").text


def test_dissolving_is_not_hers(secretary, branch, send):
    assert send(secretary, "dissolution", branch, slots=(), why="人少").status_code == 403


def test_the_officer_enters_it_for_her(branch, send, cast, secretary, as_actor):
    sent = send(cast.jie, "extension", branch, **EXTENSION)

    assert sent.status_code == 303, sent.text
    page = as_actor(cast.jie).get(sent.headers["Location"]).text
    assert "请示待批复" in page
    assert "代填" in page


def test_the_officer_enters_nothing_without_the_signed_paper(branch, send, cast):
    sent = send(cast.jie, "extension", branch, slots=(), **EXTENSION)

    assert sent.status_code == 422
    assert "代填请示须附党组织签字盖章的请示" in sent.text
    assert "2027-12-31" in sent.text
    assert all_of(Procedure) == []


def test_a_returned_extension_is_sent_again_with_another_day(
    secretary, branch, send, take, cast, as_actor
):
    url = send(secretary, "extension", branch, **EXTENSION).headers["Location"]
    assert take(url, "return", 2, cast.bo, note="日期过长").status_code == 303
    page = as_actor(secretary).get(url).text
    assert 'value="2027-12-31"' in page
    assert "理事会同年换届" in page

    data = {"version": "3", "day": "2026-11-20", "document": "2号", "why": "推迟半年"}
    too_late = as_actor(secretary).post(f"{url}/request", data=data | {"until": "2029-01-01"})
    assert too_late.status_code == 422
    assert "延期一般不超过一年" in too_late.text
    again = as_actor(secretary).post(f"{url}/request", data=data | {"until": "2027-06-30"})
    assert again.status_code == 303, again.text
    assert take(url, "approve", 4, cast.bo, reply="y").status_code == 303

    assert [row.extended_to for row in all_of(PartyTerm)][-1] == date(2027, 6, 30)
    assert all_of(Notice)[0].fields["reason"] == "推迟半年"


def test_a_returned_request_keeps_its_signed_paper_for_the_officer(
    branch, send, take, cast, as_actor
):
    url = send(cast.jie, "extension", branch, **EXTENSION).headers["Location"]
    take(url, "return", 2, cast.bo, note="日期过长")

    data = {"version": "3", "day": "2026-11-20", "document": "2号"} | EXTENSION
    done = as_actor(cast.jie).post(f"{url}/request", data=data)

    assert done.status_code == 303, done.text
    assert [event.mark for event in all_of(WorkflowEvent)] == ["代填", "代填", "", "代填"]


def test_the_permission_to_elect_is_issued_from_the_case(secretary, branch, send, take, cast):
    url = send(secretary, "election", branch, slots=("study", "request")).headers["Location"]

    done = take(url, "permit", 2, cast.bo, reply="y")

    assert done.status_code == 303, done.text
    (paper,) = all_of(Notice)
    assert (paper.kind, paper.fields["expires"]) == ("reply-permit", "2027-01-10")
