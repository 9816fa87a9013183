"""A messy register of 500 rows: refused with every mistake named, mended, taken in, then unchanged."""

import json
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from partybuild.access.scope import system
from partybuild.cli import main
from partybuild.db import db
from partybuild.organizations import codes
from partybuild.organizations.models import Organization, OrganizationEvent
from tests import factories
from tests.imports import files

pytestmark = pytest.mark.usefixtures("database")
GROUPS = ["", "", "社会组织基本情况", "", "", "登记情况", "", "党员情况", "", "其他", "", ""]
HEAD = [
    *("序号", "信用代码", "单位名称", "单位性质", "所属县区", "发证机关", "成立时间"),
    *("正式党员", "预备党员", "联系电话", "组织状态", "注销日期"),
]
PREFIXES = {"社团": "51", "民非": "52", "基金会": "53"}
DAYS = ("2020-03-05", "2020/3/5", "2020.3.5", "2020年3月5日", "20200305")


def good(number):
    kind = list(PREFIXES)[number % 3]
    code = codes.make(PREFIXES[kind], "610103", 740000 + number)
    if number % 7 == 0:
        code = f" {code.lower()} "
    return [
        number + 1,
        code,
        f"碑林区杂{number}会（演示）",
        kind,
        "碑林区" if number % 2 else "碑林",
        "西安市碑林区民政局",
        DAYS[number % 5],
        f"{number % 6}人" if number % 4 else "／",
        number % 2,
        f"138{number:08d}",
        "存续",
        None,
    ]


def spoilt(rows, theirs):
    """Twelve mistakes of different kinds; the rows as they should be, by place."""
    mended = {}

    def spoil(place, column, value):
        mended[place] = rows[place][column], column
        rows[place][column] = value

    spoil(10, 1, rows[10][1].strip()[:17] + "@")
    spoil(20, 1, rows[20][1].strip()[:-1])
    code = rows[31][1].strip()
    spoil(31, 1, code[:17] + ("A" if code[17] != "A" else "B"))
    spoil(41, 3, "基金会" if rows[41][3] != "基金会" else "社团")
    spoil(50, 6, "2020-02-30")
    spoil(60, 7, "三")
    spoil(70, 3, "公司")
    spoil(80, 4, "不存在区")
    spoil(90, 9, "没电话机")
    spoil(100, 1, rows[101][1])
    spoil(110, 10, "已注销")
    spoil(120, 1, theirs)
    return mended


def register(path, rows):
    lines = [["碑林区社会组织名册（2026年）"], GROUPS, HEAD, *rows]
    total = ["合计", None, None, None, None, None, None, 999]
    return files.workbook(path, {"名册": [*lines, total, ["填表人：某某"]]})


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(part) for part in arguments])
        out = capsys.readouterr().out
        return code, json.loads(out)

    return call


def count():
    with system("test"):
        return db.session.scalar(select(func.count()).select_from(Organization))


def events():
    with system("test"):
        return db.session.scalar(select(func.count()).select_from(OrganizationEvent))


def test_errors_mended_then_taken_in_then_unchanged(run, cast, tmp_path):
    theirs = factories.code_of(factories.make_organization(unit="610102", name="隔壁（演示）"))
    rows = [good(number) for number in range(500)]
    mended = spoilt(rows, theirs)
    path, marked = register(tmp_path / "名册.xlsx", rows), tmp_path / "待改正.xlsx"
    before = count()

    code, found = run("import", "organizations", path, "--as", "bo", "--json", "--errors", marked)
    assert code == 1
    assert (found["rows"], found["created"], found["rejected"]) == (500, 487, 13)
    wrong = sorted({error["row"] for error in found["errors"]})
    assert wrong == sorted([*(place + 4 for place in mended), 105])
    assert count() == before
    for_theirs = [e for e in found["errors"] if e["row"] == 124]
    assert for_theirs[0]["column"] == for_theirs[0]["value"] == ""

    book = openpyxl.load_workbook(marked)
    page = book.active
    trouble = next(cell.column for cell in page[3] if cell.value == "错误说明")
    assert all(page.cell(row, trouble).value for row in wrong)
    for place, (value, column) in mended.items():
        page.cell(place + 4, column + 1).value = value
    book.save(marked)

    code, found = run("import", "organizations", marked, "--as", "bo", "--json")
    assert (code, found["created"], found["errors"]) == (0, 500, [])
    assert count() == before + 500

    changes = events()
    code, found = run("import", "organizations", marked, "--as", "bo", "--json")
    assert (code, found["unchanged"], found["created"], found["updated"]) == (0, 500, 0, 0)
    assert events() == changes


def test_the_command_line_says_what_the_contract_promises(run, tmp_path):
    path = register(tmp_path / "名册.xlsx", [good(1), good(2)])
    code, found = run("import", "organizations", path, "--check", "--json")

    assert code == 0
    assert set(found) == {
        *("kind", "file_sha256", "rows", "created", "updated", "unchanged", "rejected"),
        *("absent", "absent_rows", "errors", "warnings"),
    }
    assert count() == 0
    assert run("import", "organizations", path, "--unit", "610103", "--json")[1]["created"] == 2
    extra = factories.code_of(factories.make_organization(name="未列（演示）"))
    found = run("import", "organizations", path, "--unit", "610103", "--check", "--json")[1]
    assert (found["absent"], found["absent_rows"]) == (1, [extra])


def test_effective_and_correct(run, tmp_path):
    number = factories.make_organization(name="甲（演示）", full=1)
    head = ["统一社会信用代码", "党员数"]
    path = files.workbook(tmp_path / "数.xlsx", {"数": [head, [factories.code_of(number), 4]]})
    code, found = run("import", "organizations", path, "--json")
    assert code == 1
    assert found["errors"][0]["column"] == "B 党员数"

    day = date(2026, 11, 20) - timedelta(days=30)
    take = ("--take", "党员数=正式党员数", "--effective", day)
    assert run("import", "organizations", path, *take, "--json")[1]["updated"] == 1


def test_some_good_rows_leave_with_one(run, cast, tmp_path):
    rows = [good(1), good(2)]
    rows[0][6] = "不详"
    path = register(tmp_path / "名册.xlsx", rows)
    code, found = run("import", "organizations", path, "--partial", "--json", "--as", "bo")

    assert (code, found["created"], found["rejected"]) == (1, 1, 1)
    assert count() == 1


def test_misuse_and_refusals_have_their_codes(capsys, tmp_path):
    assert main(["import", "nothing", str(tmp_path / "x.xlsx")]) == 2
    assert main(["import", "organizations", str(tmp_path / "x.xlsx")]) == 2
    bad = tmp_path / "x.et"
    bad.write_bytes(b"x")
    assert main(["import", "organizations", str(bad)]) == 1
    assert "另存为 .xlsx" in capsys.readouterr().err
    assert main(["template", "organizations", str(tmp_path / "t.xlsx")]) == 0
    assert (tmp_path / "t.xlsx").exists()
