"""The workbook of self-assessment: comes back the same, every fault at once, nothing half written."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partybuild.imports.limits import HEAD_WITHIN
from partybuild.ratings.filling import commands, sheet_reading, sheets
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Tier
from partybuild.rules import RuleBroken
from tests.ratings.conftest import assessment
from tests.support.world import ROOT

HEAD = ["序号", "分组", "评分项", "满分", "选项", "自评分", "说明"]


def made(*rows, head=HEAD, name="自评"):
    """A workbook with these rows below the head, as bytes."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in (["自评表"], head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def taken(number, tmp_path):
    """Read a workbook for the assessment."""

    def read(data, name="自评表.xlsx"):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return sheet_reading.taken(path, name, sheet(ROOT, number))

    return read


@pytest.fixture
def written(number, tmp_path):
    """The workbook as it is downloaded: its rows below the head, and where it lies."""

    def write():
        path = tmp_path / "out.xlsx"
        sheets.write(sheet(ROOT, number), path, date(2026, 11, 20))
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        at = next(n for n, row in enumerate(rows[:HEAD_WITHIN]) if row[0] == "序号")
        return rows[at], rows[at + 1 :], path.read_bytes()

    return write


def test_it_names_every_item_with_its_options_and_answers(filled, written):
    head, rows, _ = written()

    assert list(head) == HEAD
    assert [row[2] for row in rows] == ["按期换届", "组织生活", "加分"]
    assert [row[5] for row in rows] == ["A", "55", "2"]
    assert "A 按期（40 分）" in rows[0][4]
    assert rows[1][6] == "全年 12 次"


def test_as_it_was_downloaded_it_changes_nothing(filled, written, taken):
    read = taken(written()[2])

    assert (read.answers, read.faults) == ({}, [])


@given(points=st.integers(0, 60), note=st.text("说明很长 12ab\n，", max_size=30))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_typed_is_what_is_read(number, taken, points, note):
    read = taken(made(["1.2", "组织建设", "组织生活", "60", "", points, note or None]))

    assert read.answers == {"life": Answer(points * 10, (), note.strip())}


@pytest.mark.parametrize("cell", ["A", "a", "Ａ", "按期", " A "])
def test_an_option_by_its_letter_or_words(taken, cell):
    read = taken(made(["1.1", None, "按期换届", None, None, cell, None]))

    assert read.answers == {"term": Answer(None, ("yes",), "")}


def test_every_fault_at_once_with_its_place(taken):
    read = taken(
        made(
            ["1.1", None, "按期换届", None, None, "B", None],
            ["1.2", None, "组织生活", None, None, 61, None],
            ["1.2", None, "组织生活", None, None, 50, None],
            ["9.9", None, "别的方案", None, None, 5, None],
            ["2", None, "加分", None, None, None, "只有说明"],
            ["2", None, "加分", None, None, None, None],
        )
    )

    assert [(f.sheet, f.row, f.column, f.value) for f in read.faults] == [
        ("自评", 3, "F 自评分", "B"),
        ("自评", 4, "F 自评分", "61"),
        ("自评", 5, "C 评分项", "组织生活"),
        ("自评", 6, "C 评分项", "别的方案"),
        ("自评", 7, "F 自评分", ""),
        ("自评", 8, "C 评分项", "加分"),
    ]
    sentences = " ".join(f.message for f in read.faults)
    for words in ("字母 A", "0 至 60", "第 4 行已经填过", "本轮评星没有这一项", "还没有“加分”"):
        assert words in sentences


@pytest.mark.parametrize(
    ("cell", "words"),
    [(-1, "0 至"), ("55.5", "最小单位"), ("六", "不是数字"), ("=1/0", "公式"), ("1e9", "0 至")],
)
def test_what_is_no_score(taken, cell, words):
    read = taken(made(["1.2", None, "组织生活", None, None, cell, None]))

    assert read.answers == {}
    assert words in read.faults[0].message


def test_blank_rows_and_cells_change_nothing(filled, taken):
    read = taken(made(["1.2", None, "组织生活", None, None, None, None], [None] * 7))

    assert (read.answers, read.faults) == ({}, [])


def test_a_new_explanation_keeps_the_points(filled, taken):
    read = taken(made(["1.2", None, "组织生活", None, None, None, "新的说明"]))

    assert read.answers == {"life": Answer(550, (), "新的说明")}


@pytest.mark.parametrize("data", [b"no workbook", made(head=["甲", "乙"])])
def test_what_is_no_self_assessment(taken, data):
    with pytest.raises(RuleBroken):
        taken(data)


class TestPage:
    @pytest.fixture
    def page(self, number):
        return f"/ratings/fill/{number}/workbook"

    def send(self, client, page, data, name="自评表.xlsx"):
        return client.post(f"{page}/answers", data={"file": (io.BytesIO(data), name)})

    def test_download_fill_in_and_send_back(self, number, shu, as_actor, page):
        client = as_actor(shu)
        downloaded = client.get(f"{page}.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(downloaded.data))
        for row in book.active.iter_rows():
            if row[2].value in {"组织生活", "加分"}:
                row[5].value = 7
        out = io.BytesIO()
        book.save(out)

        assert self.send(client, page, out.getvalue()).status_code == 303
        assert sheet(ROOT, number).points(Tier.SELF) == {"life": 70, "extra": 70}
        assert assessment(number).answered == 2

    def test_one_fault_and_nothing_is_written(self, number, shu, as_actor, page):
        rows = (
            ["1.1", None, "按期换届", None, None, "A", None],
            ["1.2", None, "组织生活", None, None, 61, None],
        )
        answer = self.send(as_actor(shu), page, made(*rows))

        assert answer.status_code == 422
        assert "有 1 处要改" in answer.text
        assert "F 自评分" in answer.text
        assert sheet(ROOT, number).points(Tier.SELF) == {}

    @pytest.mark.parametrize(
        ("data", "words"),
        [(b"", "请"), (b"PK\x03\x04xx", "请"), (made(), "没有要写入的内容")],
    )
    def test_files_that_say_nothing(self, number, shu, as_actor, page, data, words):
        answer = self.send(as_actor(shu), page, data)

        assert answer.status_code == 422
        assert words in answer.text

    def test_after_sending_it_is_refused(self, filled, shu, as_actor, do, page):
        do(shu, commands.send, filled, None)
        row = ["1.2", None, "组织生活", None, None, 60, None]

        answer = self.send(as_actor(shu), page, made(row))

        assert answer.status_code == 422
        assert "已报送" in answer.text
        assert sheet(ROOT, filled).points(Tier.SELF)["life"] == 550
