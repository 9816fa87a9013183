"""R42, R43: a child process reads, dies alone, and an empty answer is an error."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from partybuild.imports import process, reading
from partybuild.imports.cells import Cell, Fault
from partybuild.imports.process import Limits
from partybuild.jobs import apart
from partybuild.rules import RuleBroken
from tests.imports import files


def rows_of(path: Path) -> list[tuple[int, list[Cell]]]:
    with reading.read(path, path.name) as workbook:
        return [row for sheet in workbook.sheets for row in sheet.rows()]


def test_cells_keep_their_place_and_kind(tmp_path: Path) -> None:
    path = files.patched(
        tmp_path / "表.xlsx",
        {
            files.SHEET: files.sheet(
                b'<row r="3"><c r="B3" t="inlineStr"><is><t>x</t></is></c><c r="C3"><v>3</v></c>'
                b'<c r="D3"><v>2.5</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="e"><v>#N/A</v>'
                b'</c><c r="G3"><f>1+1</f></c><c r="H3" t="str"><f>A1</f><v></v></c>'
                b'<c r="I3"><v>1E+400</v></c><c r="J3"><v>5.16E+17</v></c></row>'
                b'<row r="5" hidden="true"><c r="A5"><f>1</f><v>7</v></c></row>',
                b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            )
        },
    )
    with reading.read(path, path.name) as workbook:
        (sheet,) = workbook.sheets
        assert list(sheet.rows()) == [
            (
                3,
                [
                    None,
                    "x",
                    3,
                    2.5,
                    True,
                    Fault("error", "#N/A"),
                    Fault("formula", "公式"),
                    None,
                    Fault("error", "#NUM!"),
                    5.16e17,
                ],
            ),
            (5, [7]),
        ]
        assert sheet.hidden_rows == {5}
        assert sheet.formulas == 2
        assert sheet.merges == ((1, 0, 200_000, 99),)


def test_sheets_may_be_walked_again_and_are_gone_afterwards(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "表.xlsx", {"一": [["甲"]], "空": [], "二": [["乙"], ["丙"]]})
    with reading.read(path, path.name) as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["一", "二"]
        last = workbook.sheets[1]
        assert list(last.rows()) == list(last.rows()) == [(1, ["乙"]), (2, ["丙"])]
        assert last.spool.exists()
    assert not last.spool.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('甲会,"乙,\n丙",\n\n,3\n', encoding=encoding)
    assert rows_of(path) == [(1, ["甲会", "乙,\n丙"]), (3, [None, "3"])]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("'=1+1", "=1+1"), ("'+86", "+86"), ("'-1", "-1"), ("'@a", "@a"), ("'＝1", "＝1")),
        *(("'甲", "'甲"), ("''=1", "''=1"), ("'", "'"), ("=1", "=1")),
    ],
)
def test_r44_exactly_the_prefix_of_exports_is_stripped(
    text: str, value: str, tmp_path: Path
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"{text},x\n", encoding="utf-8")
    assert rows_of(path) == [(1, [value, "x"])]


def test_an_old_workbook_with_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "表.xls"
    book = files.old_book([["甲会", 3], ["乙会"]])
    error = files.record(0x0205, b"\x01\x00\x01\x00\x00\x00\x17\x01")
    end = files.record(0x000A, b"")
    path.write_bytes(files.compound({"Workbook": book.removesuffix(end) + error + end}))
    assert rows_of(path) == [(1, ["甲会", 3]), (2, ["乙会", Fault("error", "#REF!")])]


@pytest.mark.parametrize(
    "content", [files.sheet(b""), files.sheet(b'<row r="1"><c r="A1" s="0"/></row>')]
)
def test_r43_nothing_read_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = files.patched(tmp_path / "表.xlsx", {files.SHEET: content})
    with pytest.raises(RuleBroken) as refusal:
        reading.read(path, path.name)
    assert str(refusal.value) == reading.NO_ROWS


def dying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Callable[[], None]:
    """Runs a stand-in for the child whose `main` is the given body."""
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(f"import sys, os, time\n{body}\n")
    monkeypatch.setattr(apart, "_ALONE", stand_in)
    return lambda: process.run_alone("child", [], Limits(seconds=1, megabytes=256))


@pytest.mark.parametrize(
    "body", ["os.abort()", "sys.exit(3)", "time.sleep(30)", "raise ValueError('甲')"]
)
def test_r42_its_death_is_one_sentence(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        dying(tmp_path, monkeypatch, body)()
    assert str(refusal.value) == process.UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no address space")
def test_r42_memory_is_bounded(tmp_path: Path) -> None:
    rows = (b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>") * 20_000
    path = files.patched(tmp_path / "表.xlsx", {files.SHEET: files.sheet(rows)})
    with pytest.raises(RuleBroken, match="文件无法读取"):
        reading.read(path, path.name, megabytes=64)


def test_r42_a_workbook_the_library_chokes_on(tmp_path: Path) -> None:
    path = files.patched(tmp_path / "表.xlsx", {"xl/workbook.xml": b"<workbook><sheet /><a"})
    with pytest.raises(RuleBroken, match="文件无法读取"):
        reading.read(path, path.name)


def test_the_child_knows_nothing_of_the_house(tmp_path: Path) -> None:
    """Neither the web framework nor the database may be loaded beside a stranger's file."""
    import subprocess

    alone = Path(apart.__file__).with_name("alone.py")
    code = (
        "import runpy, sys; start = runpy.run_path(sys.argv[1])['start'];"
        "start('imports.child', 2048, 60, sys.argv[2:]);"
        "print([n for n in ('flask', 'sqlalchemy', 'partybuild.db') if n in sys.modules])"
    )
    path = files.workbook(tmp_path / "表.xlsx", {"名册": [["甲"]]})
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(alone), str(path), str(tmp_path), "xlsx", ""],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
