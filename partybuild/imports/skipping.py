"""Rows below a head that are no data: totals, signatures, notes, heads printed again."""

import re
from collections.abc import Sequence

from partybuild.imports.cells import Cell, shown
from partybuild.imports.headings import Heading, plain

_TOTAL = re.compile(r".{0,20}(?:合计|小计|总计|累计|共计)[\d.、家个]*")
_SIGNATURE = re.compile(
    "(?:单位负责人|负责人|填表人|填报人|审核人|制表人|经办人|复核人|联系人|联系电话|填报单位|填表单位"
    r"|填报时间|填报日期|填表时间|填表日期|制表日期|单位)(?:[(（]?(?:签字|签名|盖章)[)）]?)?[:：]"
)
_NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明|附注)\d*[:：、.]")
_FEWEST_HEADINGS = 2


def why_skipped(
    cells: list[Cell], key_indexes: Sequence[int], headings: Sequence[Heading]
) -> str | None:
    """What the row is instead of data; None for data. The key columns tell one from the other."""
    first = next((shown(cell) for cell in cells if cell is not None), "")
    keys = [shown(cells[i]) for i in key_indexes if i < len(cells) and cells[i] is not None]
    named = [key for key in keys if key != first]
    if not named:
        opening = "".join(first.split())
        if _SIGNATURE.match(opening):
            return "签字行"
        if _NOTE.match(opening):
            return "说明行"
    if any(map(_is_total, (first, *keys))) and all(map(_is_total, named)):
        return "合计行"
    return "重复的表头" if _repeats(cells, headings) else None


def _is_total(text: str) -> bool:
    return "计" in text and _TOTAL.fullmatch(plain(text)) is not None


def _repeats(cells: list[Cell], headings: Sequence[Heading]) -> bool:
    same = 0
    for heading in headings:
        cell = cells[heading.index] if heading.index < len(cells) else None
        if isinstance(cell, str):
            if cell != heading.text:
                return False
            same += 1
    return same >= _FEWEST_HEADINGS
