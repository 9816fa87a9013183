"""Rectification in the monthly workbook: as it stood on the last day, as known when it was issued."""

# ruff: noqa: F811

from datetime import date
from types import SimpleNamespace

import pytest

from partybuild.access.scope import visible
from partybuild.coverage import scopes
from partybuild.db import db
from partybuild.rectification.cases import ending, watching
from partybuild.rectification.cases.ending import Dissolution
from partybuild.returns import commands
from partybuild.returns.models import IssueRecord
from partybuild.returns.rebuilding import rebuild
from partybuild.returns.verify import digest
from tests.rectification.conftest import (  # noqa: F401
    applied,
    at,
    branch,
    case,
    do,
    find,
    people,
    planned,
    problem,
    running,
    struck_off,
)
from tests.returns.test_commands import listed

SHEET = "整顿台账"
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def issue(actor, month, path):
    return commands.issue(actor, scopes.top(actor), month, path)


def counts(issued):
    total = issued.written.total
    return [total[key] for key in ("weak_open", "weak_closed_month", "weak_closed_total")]


def lines(path):
    return listed(path, SHEET, "党组织名称")


def record(actor, serial):
    query = visible(actor, IssueRecord).where(IssueRecord.serial == serial)
    row = db.session.scalars(query).one()
    return {column.key: getattr(row, column.key) for column in IssueRecord.__table__.c}


def test_an_open_case_is_counted_in_its_unit(running, people, tmp_path):
    issued = issue(people.bo, NOVEMBER, tmp_path / "m.xlsx")
    assert counts(issued) == [1, 0, 0]
    (row,) = lines(tmp_path / "m.xlsx")
    assert row["党组织名称"] == "薄弱协会联合党支部（演示）"
    assert row["阶段"] == "整顿中"
    assert "书记自 2026-05-01 起空缺" in row["软弱涣散主要表现"]
    assert row["月报表行"] == "南院门街道"


def test_struck_off_counts_in_its_month_and_its_year(struck_off, people, at, tmp_path):
    assert counts(issue(people.bo, NOVEMBER, tmp_path / "n.xlsx")) == [0, 1, 1]
    at("2026-12-10")
    assert counts(issue(people.bo, DECEMBER, tmp_path / "d.xlsx")) == [0, 0, 1]
    at("2027-01-10")
    assert counts(issue(people.bo, date(2027, 1, 1), tmp_path / "j.xlsx")) == [0, 0, 0]
    assert lines(tmp_path / "j.xlsx") == []


def test_a_relapse_opens_it_again(struck_off, do, people, at, tmp_path):
    at("2026-12-10")
    do(people.bo, watching.relapse, struck_off, None, [problem(struck_off)], "书记又空缺")
    issued = issue(people.bo, DECEMBER, tmp_path / "d.xlsx")
    assert counts(issued) == [1, 0, 0]
    (row,) = lines(tmp_path / "d.xlsx")
    assert (row["反弹次数"], row["屡改屡犯"]) == (1, "是")


def test_a_dissolved_one_is_listed_and_not_struck_off(running, do, people, tmp_path):
    heirs = {each.id: None for each in ending.covered(people.shi, running)}
    gone = Dissolution(date(2026, 11, 20), "市社党〔2026〕20号", "无法开展", "转走", heirs)
    do(people.shi, ending.dissolve, running, None, gone)
    issued = issue(people.bo, NOVEMBER, tmp_path / "m.xlsx")
    assert counts(issued) == [0, 0, 0]
    (row,) = lines(tmp_path / "m.xlsx")
    assert row["结果"] == "撤销党组织"


def test_an_issued_month_comes_out_again_whatever_happens_later(
    running,
    do,
    people,
    at,
    tmp_path,
):
    issued = issue(people.bo, NOVEMBER, tmp_path / "m.xlsx")
    kept = record(people.bo, issued.serial)
    at("2026-12-10")
    do(people.shi, ending.withdraw, running, None, "认定有误")
    again = rebuild(SimpleNamespace(**kept), tmp_path / "again.xlsx")
    assert {name: digest(rows) for name, rows in again.items()} == kept["sheets"]


@pytest.mark.parametrize("layout", [1, 2, 3, 4])
def test_earlier_layouts_know_nothing_of_it(running, people, tmp_path, layout):
    issued = issue(people.bo, NOVEMBER, tmp_path / "m.xlsx")
    kept = record(people.bo, issued.serial) | {"layout_version": layout}
    old = rebuild(SimpleNamespace(**kept), tmp_path / "old.xlsx")
    assert SHEET not in old
    assert "《整顿台账》" not in str(old["口径说明"])
