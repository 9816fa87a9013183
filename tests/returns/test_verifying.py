"""A file that comes back: whether, when and by whom it was issued, and what was changed in it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from partybuild.cli import main
from partybuild.coverage import scopes
from partybuild.db.work import NotPermitted
from partybuild.imports.reading import read
from partybuild.jobs import worker
from partybuild.returns import commands
from partybuild.returns.verify import values_of, values_of_sheets
from partybuild.returns.verifying import verify
from partybuild.rules import RuleBroken
from tests import factories
from tests.coverage.test_queries import random_world
from tests.returns.test_monthly import plant
from tests.returns.test_verify import AWKWARD
from tests.sheets.office import converted

pytestmark = pytest.mark.usefixtures("database")
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def issued(cast, tmp_path) -> Path:
    random_world(5, size=25)
    for name in AWKWARD:
        factories.make_organization(name=name.strip(), full=4)
    number = factories.make_organization(name="电话协会（演示）", full=5)
    factories.set_contact(number, telephone="02987654321")
    path = tmp_path / "m.xlsx"
    commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)
    return path


def cell_of(path, sheet, text):
    book = load_workbook(path)
    found = [c.coordinate for row in book[sheet].iter_rows() for c in row if c.value == text]
    return found[0]


def edited(path, folder, sheet, cell, value):
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(folder / "edited.xlsx")
    [saved] = converted([folder / "edited.xlsx"], folder)
    return saved


def planted(path, folder):
    plant(path, folder / "planted.xlsx", rb"</f><v>\d+</v>", b"</f><v>987</v>")
    return folder / "planted.xlsx"


class TestUnchanged:
    def test_the_gate_reads_what_the_builder_wrote(self, issued):
        with read(issued, issued.name) as book:
            found = values_of_sheets(book.sheets)
        assert found == {name: rows for name, rows in values_of(issued).items() if rows}

    def test_the_file_itself_is_said_with_who_and_when(self, cast, issued):
        verdict = verify(cast.bo, issued, "m.xlsx")
        assert verdict.unchanged
        assert "PB-610103-202610-01" in verdict.sentence
        assert "碑林区2026年10月月报" in verdict.sentence
        assert verdict.record.actor in verdict.sentence
        assert "没有改动" in verdict.sentence

    def test_a_plain_resave_is_unchanged_for_a_superior_too(self, cast, issued, tmp_path):
        [saved] = converted([issued], tmp_path)
        assert saved.read_bytes() != issued.read_bytes()
        assert verify(cast.sheng, saved, "m.xlsx").differences == []


class TestChanged:
    def test_a_planted_cached_value_is_named(self, cast, issued, tmp_path):
        [one] = verify(cast.bo, planted(issued, tmp_path), "m.xlsx").differences
        assert (one.sheet, one.cell, one.found) == ("月报表", "C5", "987")
        assert one.issued == str(values_of(issued)["月报表"][4][2])

    def test_a_changed_number_is_named_though_the_register_has_moved_on(
        self, cast, issued, tmp_path
    ):
        row = re.sub(r"\D", "", cell_of(issued, "覆盖名单", "电话协会（演示）"))
        factories.make_party(name="后来支部（演示）", founded_on=date(2026, 9, 1))
        factories.make_organization(name="后来协会（演示）", full=9)
        changed = edited(issued, tmp_path, "覆盖名单", f"P{row}", 50)
        verdict = verify(cast.bo, changed, "m.xlsx")
        assert ("覆盖名单", f"P{row}", "5", "50") in verdict.differences
        assert {one.sheet for one in verdict.differences} == {"月报表", "覆盖名单"}
        assert "处不同" in verdict.sentence

    def test_telephones_are_masked_for_those_who_may_not_see_them(self, cast, issued, tmp_path):
        cell = cell_of(issued, "应建未建名单", "02987654321")
        changed = edited(issued, tmp_path, "应建未建名单", cell, "02900000000")
        for actor, shown in (
            (cast.bo, ("02987654321", "02900000000")),
            (cast.bao, ("029****4321", "029****0000")),
        ):
            [one] = verify(actor, changed, "m.xlsx").differences
            assert one[2:] == shown


class TestRefused:
    def test_a_serial_nobody_issued(self, cast, issued, tmp_path):
        book = load_workbook(issued)
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if "PB-610103" in str(cell.value):
                    cell.value = str(cell.value).replace("PB-610103", "PB-610199")
        book.save(tmp_path / "other.xlsx")
        with pytest.raises(RuleBroken, match="没有签发记录"):
            verify(cast.bo, tmp_path / "other.xlsx", "m.xlsx")

    def test_next_door_has_no_record(self, cast, issued):
        with pytest.raises(RuleBroken, match="没有签发记录"):
            verify(cast.cheng, issued, "m.xlsx")

    def test_another_workbook(self, cast, tmp_path):
        book = Workbook()
        book.active.append(["名称", "数"])
        book.save(tmp_path / "x.xlsx")
        with pytest.raises(RuleBroken, match="没有月报编号"):
            verify(cast.bo, tmp_path / "x.xlsx", "x.xlsx")

    def test_what_is_no_workbook(self, cast, tmp_path):
        (tmp_path / "x.xlsx").write_text("<html>")
        with pytest.raises(RuleBroken, match="网页"):
            verify(cast.bo, tmp_path / "x.xlsx", "x.xlsx")

    def test_a_leader_may_not(self, cast, issued):
        with pytest.raises(NotPermitted):
            verify(cast.dai, issued, "m.xlsx")


def test_the_command_says_so_and_exits_by_what_it_found(cast, issued, tmp_path, capsys):
    assert main(["returns", "verify", str(issued)]) == 0
    assert "没有改动" in capsys.readouterr().out
    assert main(["returns", "verify", str(planted(issued, tmp_path)), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["serial"] == "PB-610103-202610-01"
    assert said["unchanged"] is False
    [one] = said["differences"]
    assert (one["sheet"], one["cell"], one["found"]) == ("月报表", "C5", "987")


class TestPage:
    def test_an_upload_is_checked_by_the_job_process(self, as_actor, cast, issued, tmp_path):
        client = as_actor(cast.bo)
        for path, words in ((issued, "没有改动"), (planted(issued, tmp_path), "987")):
            with path.open("rb") as file:
                answer = client.post("/returns/checks", data={"file": (file, "月报.xlsx")})
            assert answer.status_code == 303
            worker.run_once()
            page = client.get(answer.location).text
            found = re.search(r'href="(/returns/checks/\w+)"', page)[1]
            assert words in client.get(found).text
        assert as_actor(cast.cheng).get(found).status_code == 404

    def test_without_a_file_it_is_asked_for(self, as_actor, cast):
        answer = as_actor(cast.bo).post("/returns/checks", data={})
        assert answer.status_code == 422
        assert "请选择要核验的文件" in answer.text
