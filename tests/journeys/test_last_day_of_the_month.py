"""The county officer's day, by pages only: find, see who is missing, link, report."""

import re
from datetime import date

import pytest

from partybuild.jobs import worker
from partybuild.party.kinds import Formation
from tests import factories
from tests.returns.test_commands import listed, sheet

REGISTER = (
    ("阳光家具协会（演示）", 5),
    ("阳光养老服务中心（演示）", 1),
    ("长安书画学会（演示）", 4),
    ("城南体育协会（演示）", 2),
)


@pytest.fixture
def branch(database):
    """A joint branch of the county that covers two; the other two wait."""
    numbers = [
        factories.make_organization(name=name, full=full, probationary=0, unit="610103001")
        for name, full in REGISTER
    ]
    return factories.make_party(
        name="南院门联合支部（演示）",
        formation=Formation.JOINT,
        unit="610103001",
        covers=[numbers[1], numbers[3]],
    )


def figure(client, name, day=""):
    """A number of the county's total row, as the page shows it."""
    page = client.get(f"/coverage/?day={day}").text
    found = re.search(
        rf'<a href="[^"]*field={name}"[^>]*>\s*([\d,]+)\s*</a>\s*</td>', page.split("合计")[-1]
    )
    return int(found[1]) if found else 0


class TestFinding:
    @pytest.mark.parametrize("words", ["家具", "ygjj", "阳光家具协会"])
    def test_any_part_of_a_name_or_its_initials(self, as_actor, cast, branch, words):
        page = as_actor(cast.bo).get("/search", query_string={"q": words}, follow_redirects=True)

        assert "具协会（演示）" in re.sub(r"</?mark>", "", page.text)

    def test_next_door_finds_nothing(self, as_actor, cast, branch):
        page = as_actor(cast.cheng).get("/search", query_string={"q": "家具"}).text

        assert "具协会（演示）" not in re.sub(r"</?mark>", "", page)


def test_linking_changes_today_and_not_last_month(as_actor, cast, branch):
    client = as_actor(cast.bo)
    assert figure(client, "should_build") == 2
    assert figure(client, "covered") == 2

    work = client.get("/coverage/worklist?kind=should_build").text
    assert "长安书画学会（演示）" in work
    number = re.search(r'href="/organizations/(\d+)"[^>]*>长安书画学会', work)[1]
    joint = client.get(f"/party/organizations/{number}/joint").text
    assert "南院门联合支部（演示）" in joint
    answer = client.post(
        f"/party/organizations/{number}/joint",
        data={"party": branch, "effective_on": "2026-11-20", "reason": "就近联合"},
    )

    assert answer.status_code == 303
    assert figure(client, "should_build") == 1
    assert figure(client, "covered") == 3
    assert figure(client, "covered", "2026-10-31") == 2
    assert "南院门联合支部（演示）" in client.get(f"/organizations/{number}").text
    movement = client.get("/coverage/movement?day=2026-11-20&indicator=covered").text
    assert "长安书画学会（演示）" in movement


def test_the_month_is_reported_with_the_names_behind_each_number(as_actor, cast, branch, tmp_path):
    client = as_actor(cast.bo)
    answer = client.post(
        "/returns/workbooks", data={"month": "2026-10", "unit": "610103", "basis": "registered"}
    )
    worker.run_once()
    path = tmp_path / "m.xlsx"
    with client.get(f"{answer.location}/file") as file:
        path.write_bytes(file.data)

    names = {row["社会组织名称"]: row for row in listed(path, "覆盖名单", "社会组织名称")}
    assert set(names) == {name for name, _ in REGISTER}
    assert names["城南体育协会（演示）"]["覆盖方式"] == "联合覆盖"
    assert {row["社会组织名称"] for row in listed(path, "应建未建名单", "拟建日期")} == {
        "阳光家具协会（演示）",
        "长安书画学会（演示）",
    }
    assert "2026年10月" in str(sheet(path, "月报表")[0])


def test_a_link_dated_back_changes_the_days_since_and_none_before(as_actor, cast, branch):
    client = as_actor(cast.bo)
    first = factories.make_organization(name="补录商会（演示）", full=3, probationary=0)
    client.post(
        f"/party/organizations/{first}/joint",
        data={
            "other": factories.party_code(branch),
            "effective_on": "2026-10-10",
            "reason": "补录",
        },
    )

    assert figure(client, "covered", date(2026, 10, 9).isoformat()) == 2
    assert figure(client, "covered", date(2026, 10, 10).isoformat()) == 3
