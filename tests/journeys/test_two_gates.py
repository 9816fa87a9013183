"""Gate one as both desks live it, by pages only: refuse, answer, pass; late; gone; a rule moved."""

import re

import pytest
from click.testing import CliRunner

from partybuild.cli import cli
from partybuild.jobs import worker
from partybuild.organizations import codes
from partybuild.policies import seeding
from tests import factories
from tests.gates.registration.conftest import NAME
from tests.gates.registration.test_gate import CODE, approved
from tests.imports import files
from tests.journeys.test_last_day_of_the_month import figure
from tests.organizations.sending import PROFILE

INSTRUCTOR = {"person": "刘指导（演示）", "workplace": "区委社会工作部"}
RULE = {
    "valid_from": "2026-12-01",
    "any_before": "y",
    "after": "10",
    "pending": "15",
    "working": "1",
    "review_months": "6",
    "answers": "党建工作机构",
    "legal_basis": "省委组织部通知",
    "source": "陕组通〔2026〕99号",
    "enabled": "y",
}


@pytest.fixture(autouse=True)
def shipped(database):
    """The policies as `init` publishes them."""
    with factories.inside():
        seeding.seed_defaults()


def words(text):
    """What a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text.split("<main")[-1]))


def judged(client, number):
    """The two lanes on the organization's page."""
    page = client.get(f"/organizations/{number}").text
    return words(page.split('id="sync"')[1].split("</section>")[0])


def listed(client, verdict, day="2026-11-20"):
    """The organizations behind a number of the matrix."""
    address = f"/gates/list?region=610103&rule=registration&verdict={verdict}&day={day}"
    return words(client.get(address).text)


def organization_of(client, url):
    return int(re.search(r'href="/organizations/(\d+)"', client.get(url).text)[1])


def case_of(client, number):
    """The address of the newest case on the organization's page."""
    page = client.get(f"/organizations/{number}").text
    return re.search(r'href="(/registrations/\d+)"', page)[1]


def entered(client, day, sequence=900300, **more):
    """An organization entered by page, past the gate."""
    number = codes.make("51", "610103", sequence)
    data = PROFILE | {"number": number, "registered_on": day, "full": "0"} | more
    done = client.post("/organizations", data=data)
    assert done.status_code == 303, done.text
    return int(done.location.rsplit("/", 1)[1].split("?")[0])


def test_four_members_are_held_up_and_pass_with_their_branch(
    asked, answer, finish, body, as_actor, cast
):
    officer, registrar = as_actor(cast.bo), as_actor(cast.zhu)
    before = figure(officer, "covered")
    url = asked()

    assert finish(url, version="2", number=CODE).status_code == 422
    assert "还没有答复，不能准予登记" in registrar.get(url).text
    assert figure(officer, "covered") == before
    assert NAME in officer.get("/todo").text

    assert answer(url, "approved", **approved(body)).status_code == 303
    assert finish(url, number=CODE, document="碑民登〔2026〕8号").status_code == 303

    number = organization_of(registrar, url)
    assert figure(officer, "covered") == before + 1
    assert "同步" in judged(officer, number)
    assert "2026-11-20" in judged(officer, number)
    assert NAME in listed(officer, "in_step")
    assert NAME not in listed(officer, "missing")
    assert NAME not in officer.get("/todo").text


def test_without_members_an_instructor_answers_in_step(asked, answer, finish, as_actor, cast):
    officer = as_actor(cast.bo)
    url = asked(full="0")
    assert "应当派驻党建工作指导员" in officer.get(url).text

    answer(url, "instructor", **INSTRUCTOR)
    assert finish(url, number=CODE).status_code == 303

    number = organization_of(officer, url)
    assert "刘指导（演示）" in officer.get(f"/organizations/{number}").text
    assert NAME in listed(officer, "in_step")


def test_one_entered_past_the_gate_is_made_up_for_and_late(answer, as_actor, cast):
    officer = as_actor(cast.bo)
    number = entered(officer, "2026-11-09")
    url = case_of(officer, number)
    assert "缺" in judged(officer, number)
    for desk in (officer, as_actor(cast.zhu)):
        assert PROFILE["name"] in desk.get("/todo").text

    done = answer(url, "instructor", version="2", **INSTRUCTOR)

    assert done.status_code == 303, done.text
    assert "迟 9 个工作日" in judged(officer, number)
    assert "迟 9 个工作日" in words(officer.get(f"/gates/organizations/{number}").text)
    assert PROFILE["name"] in listed(officer, "late")
    matrix = officer.get("/gates/?region=610103&own=1").text
    assert "verdict=late" in matrix
    assert PROFILE["name"] not in officer.get("/todo").text


def test_an_import_by_command_line_opens_the_case_that_was_not_there(tmp_path, as_actor, cast):
    head = ["统一社会信用代码", "组织名称", "组织类型", "区划代码", "成立登记日期", "正式党员数"]
    line = [
        codes.make("51", "610103", 900400),
        "本周登记协会（演示）",
        "社会团体",
        "610103",
        "2026-11-18",
        4,
    ]
    path = files.workbook(tmp_path / "名册.xlsx", {"名册": [head, line]})

    done = CliRunner().invoke(cli, ["import", "organizations", str(path), "--as", "bo"])
    while worker.run_once():
        pass

    assert done.exit_code == 0, done.output
    for desk in (as_actor(cast.zhu), as_actor(cast.bo)):
        page = words(desk.get("/todo").text)
        assert "本周登记协会（演示）" in page
        assert "2026-11-25" in page
    assert "本周登记协会（演示）" in listed(as_actor(cast.bo), "pending")


@pytest.fixture
def founded(asked, answer, finish, body, as_actor, cast):
    """An association with its branch, passed through the gate; its id."""
    url = asked()
    answer(url, "approved", **approved(body))
    finish(url, number=CODE)
    return organization_of(as_actor(cast.bo), url)


def test_an_organization_leaves_with_its_members_and_branch_settled(
    founded, answer, finish, as_actor, cast, monkeypatch
):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-23T09:30:00")
    officer, registrar = as_actor(cast.bo), as_actor(cast.zhu)
    covered = figure(officer, "covered", "2026-11-22")
    taken = registrar.post(
        "/registrations",
        data={"matter": "ending", "organization": founded, "summary": "自行解散"},
    )
    assert taken.status_code == 303, taken.text
    url = taken.location
    registrar.post(f"{url}/ask", data={"version": "1"})
    refused = finish(url, version="2", document="碑民注〔2026〕1号")
    assert refused.status_code == 422

    settled = "四名党员组织关系转入南院门社区党委，支部随之撤销"
    gone = {"members": "南院门社区党委", "fate": "wind-up", "document": "碑社党批〔2026〕9号"}
    assert answer(url, "settled", reason=settled, **gone).status_code == 303
    done = finish(url, document="碑民注〔2026〕1号", day="2026-11-23")

    assert done.status_code == 303, done.text
    page = words(officer.get(f"/organizations/{founded}").text)
    assert "注销" in page
    assert figure(officer, "covered", "2026-11-23") == covered - 1
    assert "撤销党组织" in words(officer.get("/procedures?state=closed").text)
    assert settled in words(officer.get(url).text)


def test_a_rule_moved_from_next_month_leaves_last_months_verdicts(
    answer, as_actor, cast, monkeypatch
):
    officer, security = as_actor(cast.bo), as_actor(cast.an)
    old = entered(officer, "2026-11-12")
    answer(case_of(officer, old), "instructor", version="2", **INSTRUCTOR)
    assert "迟 6 个工作日" in judged(officer, old)

    assert security.post("/gates/rules/registration/draft", data=RULE).status_code == 303
    told = security.post("/gates/rules/registration/publication", data={"reason": "按省里新要求"})
    assert told.status_code == 303, told.text
    while worker.run_once():
        pass
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-15T09:30:00")
    officer = as_actor(cast.bo)
    new = entered(officer, "2026-12-07", 900301, name="十二月登记协会（演示）")
    answer(case_of(officer, new), "instructor", version="2", day="2026-12-15", **INSTRUCTOR)

    assert "迟 6 个工作日" in judged(officer, old)
    assert "迟" not in judged(officer, new)
    assert "同步" in judged(officer, new)
    rule = words(officer.get("/gates/rules/registration").text)
    assert "陕组通〔2026〕99号" in rule


def test_papers_take_their_numbers_in_turn_and_come_as_files(asked, as_actor, cast):
    officer = as_actor(cast.bo)
    numbers = []
    for n in (1, 2):
        url = asked(name=f"{n}号快递协会（演示）")
        case = url.rsplit("/", 1)[1]
        sent = {
            "case": case,
            "addressed_to": f"{n}号快递协会（演示）",
            "basis": "《中国共产党支部工作条例（试行）》",
            "field_organization": f"{n}号快递协会（演示）",
            "field_full": "4",
            "field_way": "单独组建",
            "field_superior": "碑林区社会组织党委",
            "field_deadline": "2026-11-27",
            "field_contact": "李（演示）",
            "field_telephone": "029-00000000",
        }
        numbers.append(officer.post("/notices/new/founding-notice", data=sent).location)

    assert "碑林社党〔2026〕1号" in officer.get(numbers[0]).text
    assert "碑林社党〔2026〕2号" in officer.get(numbers[1]).text
    assert officer.get(f"{numbers[1]}/paper.docx").data.startswith(b"PK")
    assert officer.get("/notices/blanks/members-survey.docx").data.startswith(b"PK")
    given = {"received_on": "2026-11-20", "way": "direct", "receiver": "周（演示）"}
    assert officer.post(f"{numbers[1]}/receipt", data=given).status_code == 303
    assert "已回执" in officer.get(url).text
