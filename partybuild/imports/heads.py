"""Finds the head of every sheet and says what each of its columns is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from partybuild.imports.cells import Cell, shown
from partybuild.imports.columns import KINDS
from partybuild.imports.headings import Heading, Lexicon, Matching, match
from partybuild.imports.identity import holds_identity_number
from partybuild.imports.limits import HEAD_WITHIN
from partybuild.imports.reading import Sheet, Workbook
from partybuild.imports.records import Kind
from partybuild.imports.windows import Window
from partybuild.rules import RuleBroken

STAMP = "模板版本"
RULES, LISTS = "填写说明", "字典"
OURS = frozenset((RULES, LISTS))
"""Sheets of our own template that hold no data."""

_STAMP = re.compile(STAMP + r"[:：]\s*([\w-]+)/(\d+)")
_SAMPLE = 60


@dataclass(frozen=True)
class Head:
    """The head of one sheet: its rows, its headings and what they were taken for."""

    sheet: Sheet
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]
    matching: Matching


@dataclass(frozen=True)
class Heads:
    """All sheets of a workbook that can be read, and the names of those that cannot."""

    kind: Kind
    found: tuple[Head, ...]
    unread: tuple[str, ...]

    @property
    def ambiguous(self) -> list[tuple[Head, Heading]]:
        """Columns that need an answer by `take` before they are read."""
        return [(head, heading) for head in self.found for heading in head.matching.ambiguous]

    @property
    def notes(self) -> list[str]:
        """What the preview says of sheets and columns, one sentence each."""
        return [
            *(f"工作表“{name}”没有找到表头，未读取。" for name in self.unread if name not in OURS),
            *(note for head in self.found for note in _notes(head)),
        ]


def find_heads(kind: Kind, workbook: Workbook, take: Mapping[str, str] | None = None) -> Heads:
    """The heads of the workbook's sheets.

    `take` answers for columns, by heading or letter, with a field, a column name or 忽略. Raises
    RuleBroken when the template's stamp is of another kind or version (that alone is said), when
    no sheet has a head, or when an answer names no column of the file or of the kind.
    """
    windows = {}
    for sheet in workbook.sheets:
        rows = list(islice(sheet.rows(), HEAD_WITHIN + _SAMPLE))
        top = [(number, cells) for number, cells in rows if number <= HEAD_WITHIN]
        merges = [merge for merge in sheet.merges if merge[0] <= HEAD_WITHIN]
        windows[sheet.name] = (Window(top, merges), rows)
        _check_stamp(kind, windows[sheet.name][0])
    lexicon = Lexicon(kind)
    heads = [_find(lexicon, s, *windows[s.name], take or {}) for s in workbook.sheets]
    found = tuple(head for head in heads if head is not None)
    if not found:
        raise RuleBroken(_no_head(kind))
    _check_answers(take or {}, found)
    unread = (s.name for s, head in zip(workbook.sheets, heads, strict=True) if head is None)
    return Heads(kind, found, tuple(unread))


def _check_stamp(kind: Kind, window: Window) -> None:
    for stamp in map(_STAMP.search, window.texts()):
        if stamp is None or f"{stamp[1]}/{stamp[2]}" == kind.stamp:
            continue
        if stamp[1] != kind.key:
            other = KINDS[stamp[1]].label if stamp[1] in KINDS else stamp[1]
            raise RuleBroken(f"这是“{other}”的模板，不是“{kind.label}”，请改选导入种类后重新上传。")
        raise RuleBroken(
            f"模板是第 {stamp[2]} 版，现行是第 {kind.version} 版，"
            "请重新下载模板，把数据粘贴进去再导入。"
        )


def _find(
    lexicon: Lexicon,
    sheet: Sheet,
    window: Window,
    rows: list[tuple[int, list[Cell]]],
    take: Mapping[str, str],
) -> Head | None:
    best, best_score = None, 0
    for leaf in window.numbers:
        lines = window.head_rows(leaf)
        headings = window.headings(lines)
        matching = match(lexicon, [heading for heading, _ in headings], take)
        own = sum(heading.index in matching.columns for heading, here in headings if here)
        # Of a head of several rows the lowest is the last, though the upper knows as many columns.
        reaches_up = best is not None and lines[0] <= best.last_row
        lower = reaches_up and own > 1 and not all(here for _, here in headings)
        score = matching.known + lower
        if own and score > best_score and _recognised(lexicon.kind, matching):
            texts = tuple(heading for heading, _ in headings)
            best, best_score = Head(sheet, lines[0], leaf, texts, matching), score
    if best is not None:
        _drop_identity_numbers(best, rows)
    return best


def _recognised(kind: Kind, matching: Matching) -> bool:
    return matching.known > 1 and all(
        any(matching.place_of(name) >= 0 for name in names) for names in kind.recognised_by
    )


def _drop_identity_numbers(head: Head, rows: list[tuple[int, list[Cell]]]) -> None:
    """A column nobody knows whose cells are identity numbers is dropped like one headed so."""
    data = [cells for number, cells in rows if number > head.last_row]
    for heading in list(head.matching.unknown):
        texts = (shown(cells[heading.index]) for cells in data if heading.index < len(cells))
        if any(len(text.strip()) == 18 and holds_identity_number(text) for text in texts):
            head.matching.unknown.remove(heading)
            head.matching.dropped.append(heading)


def _no_head(kind: Kind) -> str:
    wanted = [
        "或".join(f"“{kind.by_field[name].name}”" for name in names) for names in kind.recognised_by
    ]
    return (
        f"前 {HEAD_WITHIN} 行没有找到“{kind.label}”的表头：至少要有{'，以及'.join(wanted)}一列，"
        "再加一列要导入的内容，请核对表头或下载模板。"
    )


def _check_answers(take: Mapping[str, str], found: tuple[Head, ...]) -> None:
    for word in take:
        if not any(heading.answers_to(word) for head in found for heading in head.headings):
            raise RuleBroken(f"表中没有“{word}”这一列，请核对指定的列名。")


def _notes(head: Head) -> list[str]:
    sheet, matching = head.sheet, head.matching
    said = [
        (matching.unknown, "不认识，未导入"),
        (matching.dropped, "是身份证号，已丢弃，不保存"),
        (matching.repeated, "与其他列重复，未导入"),
        (matching.ambiguous, "没有分清正式和预备，请指明是哪一列"),
    ]
    notes = [
        f"工作表“{sheet.name}”的 {heading.shown} {words}。"
        for headings, words in said
        for heading in headings
    ]
    if sheet.hidden:
        notes.append(f"工作表“{sheet.name}”是隐藏的，也已读取。")
    hidden = sum(number > head.last_row for number in sheet.hidden_rows)
    if hidden:
        notes.append(f"工作表“{sheet.name}”有 {hidden} 行是隐藏的，也已读取。")
    if sheet.formulas:
        notes.append(f"工作表“{sheet.name}”有 {sheet.formulas} 个公式，按已有的计算结果读取。")
    return notes
