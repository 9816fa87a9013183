"""A list as a workbook: as many rows as on the screen, filters written on it, within reach."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.audit.models import AuditRow
from partybuild.coverage import roster_sheets
from partybuild.coverage.listed import listed
from partybuild.db import db
from partybuild.facts.commands import Statement, put
from partybuild.jobs.models import Job
from partybuild.organizations.models import OrganizationContact
from tests import factories


@pytest.fixture
def few(cast):
    with factories.inside():
        return [
            factories.make_organization(f"第{n}协会（演示）", full=n, trade=n % 2 == 0)
            for n in range(5)
        ]


def download(client, name="organizations", query=""):
    return client.post("/lists/download", data={"list": name, "query": query})


def sheet_of(answer):
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.data)).active


def rows_of(sheet):
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    return rows[:head], [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


@pytest.mark.parametrize("query", ["", "trade=1", "cover=should_build&sort=-full", "q=协会"])
def test_the_file_has_the_rows_of_the_screen_in_their_order(cast, as_actor, few, query):
    client = as_actor(cast.bo)
    shown = listed(cast.bo, "organizations", query)

    _, rows = rows_of(sheet_of(download(client, query=query)))

    assert len(rows) == shown.roll.total() > 0
    assert f"共 {len(rows)} 家" in client.get(f"/organizations?{query}").text
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))


def test_what_was_asked_is_written_on_it(cast, as_actor, few):
    answer = download(as_actor(cast.bo), query="trade=1&own=1&day=2026-10-31")
    notes, rows = rows_of(sheet_of(answer))
    text = "".join(str(cell) for row in notes for cell in row if cell)

    assert "碑林区本级社会组织名单" in text
    assert "截至：2026-10-31" in text
    assert "口径：在册口径（第1版）" in text
    assert "行业协会商会：是" in text
    assert f"共 {len(rows)} 条" in text
    assert "bo（演示）" in text


def test_telephones_are_masked(cast, as_actor, few):
    values = dict.fromkeys(("legal_person", "address", "overdue_leader"), "")
    values |= {"contact": "王联系", "telephone": "13800001234"}
    with factories.inside() as running:
        put(OrganizationContact, [Statement((few[0],), values, date(2025, 1, 1))])
        running.touch(date(2025, 1, 1), organizations=[few[0]])

    answer = download(as_actor(cast.bo))
    _, rows = rows_of(sheet_of(answer))

    assert {row["联系电话（隐去中间）"] for row in rows} == {None, "138****1234"}


def test_next_door_gets_none_of_it_and_readers_no_file(cast, as_actor, few):
    _, rows = rows_of(sheet_of(download(as_actor(cast.cheng))))

    assert rows == []
    assert download(as_actor(cast.cheng), query="unit=610103").status_code == 404
    assert download(as_actor(cast.cheng), name="没有").status_code == 404
    assert download(as_actor(cast.dai)).status_code == 403


def test_every_file_stands_in_the_audit_with_rows_and_digest(cast, as_actor, few):
    download(as_actor(cast.bo), query="trade=1")

    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "导出名单")).one()
    assert row.detail["rows"] == 3
    assert len(row.detail["file"]) == 64
    assert row.login == "bo"


def test_lists_of_coverage_and_of_party_organizations_too(cast, as_actor, few):
    factories.make_party("第0协会党支部（演示）", covers=few[:2])
    client = as_actor(cast.bo)

    behind = rows_of(sheet_of(download(client, "coverage", "field=covered&region=610103")))[1]
    assert [row["组织名称"] for row in behind] == ["第0协会（演示）", "第1协会（演示）"]
    party = rows_of(sheet_of(download(client, "party_organizations")))[1]
    assert [row["覆盖组织数"] for row in party] == [2]


def test_a_long_list_becomes_a_job_that_writes_the_same(cast, as_actor, few, monkeypatch):
    monkeypatch.setattr(roster_sheets, "AT_ONCE", 3)
    answer = download(as_actor(cast.bo), query="sort=-full")

    with system("测试"):
        job = db.session.scalars(select(Job).where(Job.kind == roster_sheets.KIND)).one()
    assert answer.status_code == 303
    assert answer.location.endswith(f"/jobs/{job.id}")


class Kept:
    """The progress of a job, remembered."""

    def __init__(self, folder):
        self.folder, self.name, self.ids = folder, "", []

    def step(self, done, total=0, message=""):
        self.done = done, total

    def file(self, name):
        self.name = name
        return self.folder / "file.xlsx"

    def holds(self, ids):
        self.ids = list(ids)


def test_the_job_streams_in_batches_and_says_whose_data_it_holds(cast, few, tmp_path, monkeypatch):
    monkeypatch.setattr("partybuild.coverage.rolls.BATCH", 2)
    progress = Kept(tmp_path)

    result = roster_sheets.run(cast.bo, {"list": "organizations", "query": "sort=-full"}, progress)

    _, rows = rows_of(openpyxl.load_workbook(tmp_path / "file.xlsx").active)
    assert [row["正式党员数"] for row in rows] == [4, 3, 2, 1, 0]
    assert sorted(progress.ids) == sorted(few)
    assert progress.done == (5, 5)
    assert progress.name == "碑林区社会组织名单20261120.xlsx"
    assert result["message"] == "共 5 行"


class Meanwhile(Kept):
    """Somebody enters another organization while the first rows are written."""

    def step(self, done, total=0, message=""):
        if not self.ids and done == 2:
            factories.make_organization("第9协会（演示）", full=9)
        super().step(done, total, message)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("organizations", ""),
        ("coverage", "field=organizations&region=610103"),
        ("coverage", f"field=registered_in&year={factories.REGISTERED.year}&region=610103"),
    ],
)
def test_what_is_entered_while_the_job_writes_is_not_in_its_file(
    cast, few, tmp_path, monkeypatch, name, query
):
    monkeypatch.setattr("partybuild.coverage.rolls.BATCH", 2)
    progress = Meanwhile(tmp_path)
    result = roster_sheets.run(cast.bo, {"list": name, "query": query}, progress)

    assert result["message"] == "共 5 行"
    assert progress.done == (5, 5)
    again = roster_sheets.run(cast.bo, {"list": name, "query": query}, Kept(tmp_path))
    assert again["message"] == "共 6 行"


def test_the_page_behind_a_number_offers_its_file_and_acts_on_all_of_it(cast, as_actor, few):
    where = "field=trade_associations&region=610103"
    page = as_actor(cast.bo).get(f"/coverage/list?{where}").text
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")

    _, rows = rows_of(sheet_of(download(as_actor(cast.bo), "coverage", query)))
    assert len(rows) == 3
    link = re.search(r'href="(/lists/changes\?all=1[^"]*)"', page)[1].replace("&amp;", "&")
    assert "全部 3 家" in as_actor(cast.bo).get(link).text
    read = as_actor(cast.dai).get(f"/coverage/list?{where}").text
    assert "批量办理" not in read
    assert "导出工作簿" not in read
