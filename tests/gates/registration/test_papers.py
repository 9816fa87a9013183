"""Papers filled in from a case; they follow the organization that it brings about."""

import pytest

from partybuild.notices import queries
from partybuild.organizations.models import Organization
from tests.gates.registration.conftest import NAME
from tests.gates.registration.test_gate import CODE, all_of, approved


def link(kind, url):
    return f'href="/notices/new/{kind}?case={url.rsplit("/", 1)[1]}"'


def paper(client, kind, url):
    """(the form as it is offered, a function that issues it with more filled in)."""
    address = f"/notices/new/{kind}?case={url.rsplit('/', 1)[1]}"
    return client.get(address).text


def sent(url, **fields):
    said = {f"field_{key}": value for key, value in fields.items()}
    head = {"addressed_to": NAME, "basis": "《中国共产党章程》", "case": url.rsplit("/", 1)[1]}
    return head | said


def test_four_members_without_a_branch_are_told_to_found_one(asked, as_actor, cast):
    url = asked()
    client = as_actor(cast.bo)
    assert link("founding-notice", url) in client.get(url).text

    form = paper(client, "founding-notice", url)

    assert f'value="{NAME}"' in form
    assert 'value="4"' in form
    assert "中共碑林区社会组织委员会" in form
    fields = {
        "organization": NAME,
        "full": "4",
        "way": "单独组建",
        "superior": "中共碑林区社会组织委员会",
        "deadline": "2026-11-27",
        "contact": "李（演示）",
        "telephone": "029-00000000",
    }
    done = client.post("/notices/new/founding-notice", data=sent(url, **fields))
    assert done.status_code == 303, done.text
    assert "碑林社党〔2026〕1号" in client.get(url).text
    assert "未回执" in client.get(url).text


@pytest.mark.parametrize(
    ("full", "kind", "offered", "said"),
    [
        ("4", "approved", "reply-founding", "中共碑林区快递行业协会支部委员会"),
        ("0", "instructor", "instructor-letter", "刘指导（演示）"),
    ],
)
def test_the_answers_paper_is_offered_filled(
    asked, answer, as_actor, cast, body, full, kind, offered, said
):
    url = asked(full=full)
    more = approved(body) if kind == "approved" else {"person": said, "workplace": "区委社工部"}
    answer(url, kind, **more)
    client = as_actor(cast.bo)

    assert link(offered, url) in client.get(url).text
    assert link("founding-notice", url) not in client.get(url).text
    assert said in paper(client, offered, url)
    assert link(offered, url) not in as_actor(cast.zhu).get(url).text


@pytest.mark.parametrize("kind", ["commitment", "members-survey"])
def test_the_registrar_prints_the_applicants_forms_filled(asked, as_actor, cast, kind):
    url = asked()
    client = as_actor(cast.zhu)

    assert link(kind, url) in client.get(url).text
    assert NAME in paper(client, kind, url)


def test_the_papers_of_a_case_go_with_the_organization(asked, answer, finish, as_actor, cast, body):
    url = asked()
    answer(url, "approved", **approved(body))
    client = as_actor(cast.bo)
    fields = {
        "party_organization": "中共碑林区快递行业协会支部委员会",
        "request": "请示",
        "organization": NAME,
        "members": "4",
        "superior": "中共碑林区社会组织委员会",
        "elect_by": "2027-02-18",
    }
    done = client.post("/notices/new/reply-founding", data=sent(url, **fields))
    assert done.status_code == 303, done.text
    assert finish(url, number=CODE).status_code == 303

    (entered,) = [row for row in all_of(Organization) if row.name == NAME]
    (kept,) = queries.notices(cast.bo, organization_id=entered.id)
    assert kept.title == "关于同意成立中共碑林区快递行业协会支部委员会的批复"
    assert "碑林社党〔2026〕1号" in client.get(f"/organizations/{entered.id}").text


def test_next_door_no_paper_knows_the_case(asked, as_actor, cast):
    url = asked()

    number = url.rsplit("/", 1)[1]
    answer = as_actor(cast.cheng).get(f"/notices/new/founding-notice?case={number}")

    assert answer.status_code == 404
