"""A year's results as an office brings them: the template filled in, twelve mistakes, mended."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from partybuild.audit.queries import head_number
from partybuild.cli import cli, main
from partybuild.db.work import work
from partybuild.inspections import commands, counting, rules
from partybuild.inspections.kinds import Regime
from partybuild.workflow import checking
from tests import factories
from tests.inspections.conftest import PLANNED, case_of, of
from tests.support.histories import everything
from tests.support.world import ROOT

FILED = "2026-04-10"
MISTAKES = {
    "before": ({"参检日期": "2026-02-01"}, "参检日期", "早于本次开始日期 2026-03-01"),
    "word": (
        {"年检结论": "已报送"},
        "年检结论",
        "本次是年检，结论只能是合格、基本合格、不合格、未参检",
    ),
    "nonsense": ({"年检结论": "很好"}, "年检结论", "很好"),
    "range": ({"党建评价得分": "120"}, "党建评价得分", "应在 0 到 100 之间"),
    "score_alone": ({"党建评价结论": None}, "党建评价结论", "请一并填写党建评价结论"),
    "year": ({"年度": "去年"}, "年度", "年度“去年”无法识别"),
    "to_come": ({"年度": "2026"}, "年度", "2026年度还没有结束"),
    "day": ({"参检日期": "四月"}, "参检日期", "四月"),
    "absent": (
        {"年检结论": "未参检", "参检日期": None},
        "党建评价结论",
        "没有参检，不能作党建评价",
    ),
    "measure": ({"处理措施": "罚站"}, "处理措施", "罚站"),
}
"""What is wrong with a row: the cells, the column that is named, words of the sentence."""
WHOLE = {
    "年度": "2025年度",
    "参检日期": FILED,
    "年检结论": "合格",
    "党建评价得分": "92.5",
    "党建评价结论": "好",
}


@pytest.fixture
def due(database, cast):
    """Sixteen associations of 碑林区 are expected and a new one is not; the campaign's id, theirs."""
    made = [factories.make_organization(unit="610103") for _ in range(16)]
    made.append(factories.make_organization(unit="610103", registered_on=date(2026, 2, 1)))
    with work(cast.zhu) as running:
        number = commands.draft(running.actor, replace(PLANNED, regime=Regime.INSPECTION))
    with work(cast.zhu) as running:
        assert commands.open_campaign(running.actor, number, 1) == 16
    return number, made


@pytest.fixture
def template(tmp_path, database):
    """The empty template as the command writes it; fill it with rows by heading."""

    def filled(rows, name="年检结果.xlsx"):
        path = tmp_path / name
        told = CliRunner().invoke(cli, ["template", "inspections", str(path)])
        assert told.exit_code == 0, told.output
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        heads = {str(cell.value).rstrip("*"): cell.column for cell in page[3]}
        for at, row in enumerate(rows, start=4):
            for head, value in row.items():
                page.cell(at, heads[head]).value = value
        book.save(path)
        return str(path)

    return filled


@pytest.fixture
def run(capsys, database):
    def call(path, *words, login=None):
        asked = ["import", "inspections", path, "--json", *words]
        code = main([*asked, "--as", login] if login else asked)
        return code, json.loads(capsys.readouterr().out)

    return call


def row(organization, **changes):
    return {"统一社会信用代码": factories.code_of(organization)} | WHOLE | changes


@pytest.fixture
def messy(due):
    """Four good rows, one of them without an evaluation, and one row for each mistake."""
    made = due[1]
    good = [row(made[n]) for n in range(3)] + [
        row(made[3], 党建评价得分=None, 党建评价结论=None, 备注="党务部门五月评价")
    ]
    bad = [row(made[4 + n]) | said for n, (said, _, _) in enumerate(MISTAKES.values())]
    unknown = row(made[14]) | {"统一社会信用代码": "51610103MJ00000009"}
    return [*good, *bad, unknown, row(made[16]), row(made[0])]


def test_twelve_mistakes_are_named_each_at_its_cell_and_nothing_is_written(
    template, run, messy, tmp_path
):
    was, errors = everything(), tmp_path / "错误.xlsx"

    code, told = run(template(messy), "--check", "--errors", str(errors))

    assert code == 1
    assert (told["kind"], told["rows"]) == ("inspections", len(messy))
    found = {}
    for error in told["errors"]:
        found.setdefault(error["row"], []).append((error["column"], error["message"]))
    for at, (_, column, words) in enumerate(MISTAKES.values(), start=8):
        ((place, message),) = found[at]
        assert place.split()[1] == column, (at, message)
        assert words in message
    at = 8 + len(MISTAKES)
    assert "没有找到代码" in found[at][0][1]
    assert "不在2025年度应检名单中（当年新登记未满期限）" in found[at + 1][0][1]
    assert "第 4 行" in found[at + 2][0][1]
    assert sorted(found) == sorted({4} & found.keys() | set(range(8, at + 3)))
    assert everything() == was
    pages = openpyxl.load_workbook(errors).worksheets
    words = " ".join(str(cell) for page in pages for line in page.values for cell in line if cell)
    assert "年度“去年”无法识别" in words


def test_mended_it_is_taken_in_once_and_the_rate_is_the_contracts(
    template, run, messy, due, as_actor, cast
):
    number, made = due
    mended = messy[:4] + [row(made[n]) for n in range(4, 14)]

    code, told = run(template(mended))
    assert (code, told["created"], told["rejected"], told["errors"]) == (0, 14, 0, [])
    assert case_of(of(made[3]).id).state == "awaiting_evaluation"
    assert of(made[3]).published_on is None
    assert case_of(of(made[0]).id).state == "published"
    head = head_number()
    code, again = run(template(mended, "再次.xlsx"))
    assert (code, again["created"], again["updated"], again["unchanged"]) == (0, 0, 0, 14)
    assert len(of_year(made[:16])) == 14
    assert head_number() - head <= 1

    page = as_actor(cast.zhu).get(f"/inspections/{number}?region=610103").text
    assert "87.5" in page
    line = counting.table(ROOT, number, None).total
    assert (line.counts["inspected"], line.counts["expected"]) == (14, 16)
    assert rules.rate(14, 16) == Decimal("87.5")
    assert checking.faults(ROOT) == []


def of_year(made):
    return [each for each in made if of(each).conclusion is not None]


def test_the_good_rows_alone_where_that_is_asked_for(template, run, messy, due):
    _, made = due

    code, told = run(template(messy[:4] + messy[8:9]), "--partial")

    assert (code, told["created"], told["rejected"]) == (1, 4, 1)
    assert case_of(of(made[1]).id).state == "published"


def test_each_office_brings_its_own_half_and_next_door_neither(template, run, due, cast):
    _, made = due
    path = template([row(made[0])])
    was = everything()
    code, told = run(path, login="cheng")
    assert (code, told["created"], told["rejected"]) == (1, 0, 1)
    assert [(error["row"], error["value"]) for error in told["errors"]] != []
    assert "不在您的管理范围内" in told["errors"][0]["message"]
    assert everything() == was

    assert run(path, login="zhu")[0] == 0
    assert case_of(of(made[0]).id).state == "awaiting_evaluation"
    assert run(path, login="bo")[0] == 0
    assert case_of(of(made[0]).id).state == "ready"


def test_who_only_reads_imports_nothing(template, due):
    was = everything()

    assert main(["import", "inspections", template([row(due[1][0])]), "--as", "dai"]) == 1
    assert everything() == was
