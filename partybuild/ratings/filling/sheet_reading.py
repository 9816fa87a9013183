"""A workbook of self-assessment that comes back: what it says, and every fault with its place."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from partybuild.imports.cells import Cell, Fault, letters, shown
from partybuild.imports.limits import HEAD_WITHIN
from partybuild.imports.reading import Sheet as Read
from partybuild.imports.reading import read
from partybuild.imports.row import RowError
from partybuild.ratings.filling import rules
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.filling.sheets import COLUMNS, ITEM, LETTERS, NOTE, NUMBER, POINTS, placed
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.points import tenths
from partybuild.ratings.schemes.rules import Indicator, Placed
from partybuild.rules import RuleBroken

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000


@dataclass
class Taken:
    """What a workbook says: answers by item, and every fault with its place."""

    answers: dict[str, Answer] = field(default_factory=dict)
    faults: list[RowError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it stands in the file."""

    sheet: str
    number: int
    cells: Sequence[Cell]
    places: Mapping[str, int]

    def cell(self, heading: str) -> Cell:
        """The cell below a heading; None where the file has no such column."""
        place = self.places.get(heading, len(self.cells))
        return self.cells[place] if place < len(self.cells) else None

    def text(self, heading: str) -> str:
        """What the cell shows; RuleBroken for a formula without a value."""
        cell = self.cell(heading)
        if isinstance(cell, Fault):
            raise RuleBroken("公式没有结果或有错，请填写数值。")
        return shown(cell).strip()

    def wrong(self, heading: str, message: str) -> RowError:
        """The fault of this cell."""
        place = self.places.get(heading)
        letter = letters(place) if place is not None else ""
        value = shown(self.cell(heading))[:60]
        return RowError(self.sheet, self.number, letter, heading, value, message)


def taken(path: Path, filename: str, found: Sheet) -> Taken:
    """What the file says for this assessment, with every fault at once.

    RuleBroken where the gate refuses the file, or where it has no sheet 自评.
    """
    if path.stat().st_size > MOST_BYTES:
        raise RuleBroken("自评表不应超过 2 MB，请只留下“自评”工作表；佐证材料在页面上传。")
    with read(path, filename, seconds=20) as workbook:
        for sheet in workbook.sheets:
            head = _head(sheet)
            if head is not None:
                return _rows(sheet, head, found)
    raise RuleBroken("没有找到“序号、评分项、自评分”表头，请先下载自评表，在它上面填写。")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _head(sheet: Read) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the place of each."""
    wanted = {_plain(column.heading): column.heading for column in COLUMNS}
    for number, cells in islice(sheet.rows(), HEAD_WITHIN):
        places: dict[str, int] = {}
        for at, cell in enumerate(cells):
            heading = wanted.get(_plain(shown(cell)))
            if heading is not None:
                places.setdefault(heading, at)
        if {NUMBER, ITEM, POINTS} <= places.keys():
            return number, places
    return None


def _rows(sheet: Read, head: tuple[int, dict[str, int]], found: Sheet) -> Taken:
    last, places = head
    result, rows, known = Taken(), 0, placed(found)
    where: dict[str, int] = {}
    for number, cells in sheet.rows():
        row = _Row(sheet.name, number, cells, places)
        if number <= last or not any(shown(row.cell(h)).strip() for h in places):
            continue
        rows += 1
        if rows > MOST_ROWS:
            result.faults.append(row.wrong("", f"最多 {MOST_ROWS} 行，请删去多余的行。"))
            break
        try:
            _take(row, known, found, where, result)
        except RuleBroken as broken:
            result.faults.append(row.wrong(POINTS, str(broken)))
    return result


def _take(
    row: _Row, known: Sequence[Placed], found: Sheet, where: dict[str, int], result: Taken
) -> None:
    given, note = row.text(POINTS), _note(row, result)
    item = _item(row, known)
    if item is None:
        message = "本轮评星没有这一项，或序号与评分项对不上，请重新下载自评表填写。"
        result.faults.append(row.wrong(ITEM, message))
        return
    if item.key in where:
        message = f"这一项在第 {where[item.key]} 行已经填过，请只留一行。"
        result.faults.append(row.wrong(ITEM, message))
        return
    where[item.key] = row.number
    before = found.current(Tier.SELF).get(item.key)
    if not given and (before is None or note in {"", before.note}):
        if note and before is None:
            result.faults.append(row.wrong(POINTS, f"填了说明，还没有“{item.label}”的自评分。"))
        return
    _answer(row, item, (given, note), before, found, result)


def _answer(
    row: _Row,
    item: Indicator,
    typed: tuple[str, str],
    before: Score | None,
    found: Sheet,
    result: Taken,
) -> None:
    given, note = typed
    answer = Answer(None, (), note or (before.note if before else ""))
    if given:
        answer = _said(item, given, answer.note)
    elif before is not None:
        answer = Answer(before.points, tuple(before.options), note)
    points = rules.points_of(item, answer)
    rules.check_note(item, answer)
    if before is not None and (before.points, sorted(before.options), before.note) == (
        *(points, sorted(answer.options)),
        answer.note,
    ):
        return
    closed = found.closed(item.key)
    if closed:
        raise RuleBroken(closed)
    result.answers[item.key] = answer


def _note(row: _Row, result: Taken) -> str:
    try:
        return row.text(NOTE)
    except RuleBroken as broken:
        result.faults.append(row.wrong(NOTE, str(broken)))
        return ""


def _item(row: _Row, known: Sequence[Placed]) -> Indicator | None:
    """The item of a row: by its name, and by its number where several are called the same."""
    number, label = _plain(shown(row.cell(NUMBER))), _plain(shown(row.cell(ITEM)))
    named = [each for each in known if _plain(each.indicator.label) == label]
    if not label or len(named) > 1:
        named = [each for each in named or known if each.number == number]
    return named[0].indicator if len(named) == 1 else None


def _said(item: Indicator, given: str, note: str) -> Answer:
    """The answer that a cell means: letters or words of options, else points."""
    if not item.options:
        return Answer(tenths(given, f"“{item.label}”的自评分"), (), note)
    marks = LETTERS[: len(item.options)]
    text = _plain(given)
    for option in item.options:
        if text == _plain(option.label):
            return Answer(None, (option.key,), note)
    chosen = [c for c in text if c not in "、,，;；/.。"]
    if not chosen or any(c not in marks for c in chosen):
        raise RuleBroken(f"“{item.label}”请填选项的字母 {'、'.join(marks)}。")
    keys = dict.fromkeys(item.options[marks.index(c)].key for c in chosen)
    return Answer(None, tuple(keys), note)
