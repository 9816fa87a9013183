"""Papers on the pages of what they are about."""

import pytest

from partybuild.notices import queries
from partybuild.notices.kinds import KINDS
from tests import factories
from tests.notices.test_views import filled

pytestmark = pytest.mark.usefixtures("database")


def test_an_organizations_page_has_its_papers_and_issues_new_ones(cast, as_actor):
    about = factories.make_organization("曲江书画协会（演示）")
    client = as_actor(cast.bo)
    assert f'href="/notices/new?organization={about}"' in client.get(f"/organizations/{about}").text

    client.post("/notices/new/founding-notice", data=filled("founding-notice", organization=about))

    page = client.get(f"/organizations/{about}").text
    assert "碑林社党〔2026〕1号" in page
    assert "未回执" in page
    leader = as_actor(cast.dai).get(f"/organizations/{about}").text
    assert "碑林社党〔2026〕1号" in leader
    assert "/notices/new?" not in leader


def test_a_leader_sees_no_empty_panel(cast, as_actor):
    about = factories.make_organization()
    assert 'id="papers"' not in as_actor(cast.dai).get(f"/organizations/{about}").text


def test_papers_cost_an_organizations_page_one_statement(cast, as_actor, queries):
    about = factories.make_organization()
    client = as_actor(cast.bo)

    with queries() as sent:
        client.get(f"/organizations/{about}")

    assert sum("FROM notice" in statement for statement in sent) == 1


def test_a_party_organizations_page_has_its_own(cast, as_actor):
    branch = factories.make_party("书画协会支部（演示）")
    client = as_actor(cast.bo)
    assert f'href="/notices/new?party={branch}"' in client.get(f"/party/{branch}").text
    form = client.get(f"/notices/new/election-reminder?party={branch}").text
    assert 'value="书画协会支部（演示）"' in form

    done = client.post(
        "/notices/new/election-reminder", data=filled("election-reminder", party=branch)
    )

    assert done.status_code == 303
    (kept,) = queries.notices(cast.bo, party_organization_id=branch)
    assert kept.kind == "election-reminder"
    assert KINDS["election-reminder"].name in client.get(f"/party/{branch}").text
    assert 'id="papers"' not in client.get(f"/party/{branch}?on=2026-01-01").text


def test_nothing_is_issued_about_a_party_organization_next_door(cast, as_actor):
    branch = factories.make_party("书画协会支部（演示）")
    client = as_actor(cast.cheng)

    assert client.get(f"/notices/new/election-reminder?party={branch}").status_code == 404
    sent = filled("election-reminder", party=branch)
    assert client.post("/notices/new/election-reminder", data=sent).status_code == 404
