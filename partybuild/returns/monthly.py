"""The monthly workbook (contract, The monthly workbook): 月报表 and the lists it counts.

Lists are streamed once; 月报表 comes first in the file and is written last, when they are counted.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partybuild.returns.basis_sheet import basis_rows
from partybuild.returns.columns import (
    ALLOWED,
    COVERAGE,
    FORM,
    INSTRUCTORS,
    ITEMS,
    MOVEMENT,
    NOTES,
    PARTIES,
    SHOULD_BUILD,
    STARS,
    STARS_SINCE,
    SYNC,
    TERMS,
    UNIT_ROW,
    WEAK,
    WEAK_SINCE,
    columns_of,
)
from partybuild.returns.figures import Counted, Figure, lines
from partybuild.returns.form import FIRST_ROW, draw, month_words
from partybuild.returns.layout import LEAVES, Count, Sum
from partybuild.returns.rows import MonthlyData, MovementRow, UnitRow
from partybuild.sheets.book import Book, Formula, ListSheet
from partybuild.sheets.tally import Group, Tally

_TITLES = {
    MOVEMENT: "社会组织党建工作变动表",
    ITEMS: "社会组织党建工作增减名单",
    COVERAGE: "社会组织党的组织和工作覆盖名单",
    PARTIES: "社会组织党组织名单",
    INSTRUCTORS: "党建工作指导员名单",
    SHOULD_BUILD: "应建未建党组织的社会组织名单",
    TERMS: "社会组织党组织换届到期名单",
    SYNC: "社会组织两关口三同步名单",
    WEAK: "社会组织软弱涣散党组织整顿台账",
    STARS: "社会组织党组织评星情况",
    NOTES: "统计口径说明",
}
_NO_WILDCARDS = str.maketrans("*?~<>=", "＊？～＜＞＝")


@dataclass(frozen=True)
class Written:
    """The figures of 月报表 by column key: of each unit in the order given, and 合计.

    `digests` has the digests of the rows of each sheet, joined (see `verify.sheet_digest`).
    """

    units: Sequence[Mapping[str, Figure]]
    total: Mapping[str, Figure]
    digests: Mapping[str, bytes]


def write_monthly(path: Path, data: MonthlyData) -> Written:
    """Write the workbook to `path`, whole or not at all, and say its figures.

    Raises ValueError for a row of an unknown unit, or with a label no column would count.
    """
    labels = unit_labels(data.units)
    title = f"{data.title_unit}社会组织党建工作月报表（{month_words(data)}）"
    with Book(path, day=data.filled_on, serial=data.serial, title=title) as book:
        sheet = book.sheet(FORM)
        _plain(book, data, MOVEMENT, _movement(data.movement, 2 + len(_notes(data, MOVEMENT))))
        _plain(book, data, ITEMS, _placed(data.movement_items, labels, ITEMS))
        lists = {
            name: _counted(book, data, name, _placed(rows, labels, name))
            for name, rows in _lists(data).items()
        }
        _plain(book, data, SYNC, _placed(data.sync, labels, SYNC))
        if data.layout >= WEAK_SINCE:
            lists[WEAK] = _counted(book, data, WEAK, _placed(data.weak, labels, WEAK))
        if data.layout >= STARS_SINCE:
            _plain(book, data, STARS, _placed(data.stars, labels, STARS))
        _plain(book, data, NOTES, basis_rows(data))
        made = lines(data.units, list(labels.values()), lists, FIRST_ROW, data.layout)
        draw(book, sheet, data, made)
    *units, total = [line.figures() for line in made]
    return Written(units, total, book.digests())


def unit_labels(units: Sequence[UnitRow]) -> dict[str, str]:
    """The name in 月报表 of each unit, by code: unlike any other and free of wildcards."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        own = unit.own and not unit.name.endswith("本级")
        label = f"{unit.name}本级" if own else unit.name
        label = label.translate(_NO_WILDCARDS).strip()
        if _folded(label) in taken:
            label = f"{label}（{unit.code}）"
        if unit.code in labels or _folded(label) in taken or not label:
            raise ValueError(f"月报表的行不能区分：{unit.code} {unit.name}")
        taken.add(_folded(label))
        labels[unit.code] = label
    if not labels:
        raise ValueError("月报表至少要有一行。")
    return labels


def _folded(label: str) -> str:
    return unicodedata.normalize("NFKC", label).casefold()


def _lists(data: MonthlyData) -> dict[str, Iterable[Sequence[Any]]]:
    width = len(columns_of(PARTIES, data.layout))
    return {
        COVERAGE: data.organizations,
        PARTIES: (row[:width] for row in data.party_organizations),
        INSTRUCTORS: data.instructors,
        SHOULD_BUILD: data.should_build,
        TERMS: data.terms,
    }


def _placed(
    rows: Iterable[Sequence[Any]], labels: Mapping[str, str], name: str
) -> Iterator[Sequence[Any]]:
    """The rows with the label of their unit row in place of its code."""
    for row in rows:
        label = labels.get(row[0])
        if label is None:
            raise ValueError(f"《{name}》有一行的{UNIT_ROW}不在月报表中：{row[0]}")
        yield (label, *row[1:])


def _plain(book: Book, data: MonthlyData, name: str, rows: Iterable[Sequence[Any]]) -> None:
    _sheet(data, name).write(book, rows)


def _counted(book: Book, data: MonthlyData, name: str, rows: Iterable[Sequence[Any]]) -> Counted:
    sheet = _sheet(data, name)
    every = [leaf.of(data.layout) for leaf in LEAVES]
    rules = [rule for rule in every if isinstance(rule, Count | Sum) and rule.sheet == name]
    keys = dict.fromkeys(heading for rule in rules for heading in rule.where)
    sums = dict.fromkeys(rule.column for rule in rules if isinstance(rule, Sum))
    headings = [column.heading for column in sheet.columns]
    tally = Tally(headings, UNIT_ROW, list(keys), list(sums))
    extent = sheet.write(book, tally.through(rows))
    groups = tally.groups()
    for group in groups.values():
        _refuse_unknown(name, group)
    return Counted(extent, groups)


def _refuse_unknown(name: str, group: Group) -> None:
    for heading, allowed in ALLOWED.get(name, {}).items():
        for texts, _ in group.counted:
            if heading in texts and texts[heading] not in allowed:
                raise ValueError(f"《{name}》的{heading}不认识：{texts[heading]}")


def _sheet(data: MonthlyData, name: str) -> ListSheet:
    title = f"{data.title_unit}{_TITLES[name]}（{month_words(data)}）"
    fixed = 1 if name in (MOVEMENT, NOTES) else 3
    return ListSheet(name, columns_of(name, data.layout), title, _notes(data, name), fixed)


def _notes(data: MonthlyData, name: str) -> list[str]:
    day = data.filled_on
    made = f"填报单位：{data.unit}　　填报时间：{day.year}年{day.month}月{day.day}日"
    return [made, *data.movement_notes] if name == MOVEMENT else [made]


def _movement(rows: Iterable[MovementRow], first: int) -> Iterator[Sequence[Any]]:
    for at, row in enumerate(rows, first + 1):
        closing = Formula(
            f"=B{at}+C{at}-D{at}+E{at}-F{at}+G{at}+H{at}",
            row.opening
            + row.added
            - row.removed
            + row.moved_in
            - row.moved_out
            + row.reclassified
            + row.corrected,
        )
        yield (*row, closing)
