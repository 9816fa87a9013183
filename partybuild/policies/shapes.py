"""What a policy's content is made of: labelled items with units, read from what people type. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from partybuild.policies.seeding import Default
from partybuild.rules import RuleBroken


class Type(Enum):
    """What an item holds."""

    NUMBER = "number"
    NUMBERS = "numbers"
    """Several, from high to low."""
    WORDS = "words"
    """A list of words, one a line."""
    MONTH_DAY = "month_day"
    """A day of any year, 12-31."""
    ROWS = "rows"
    """Lines of columns parted by ｜."""


_PART = re.compile(r"[、,，;；\s]+")
_COLUMN = re.compile(r"\s*[|｜\t]\s*")
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a policy says. `key`: its place in the content, parts joined by dots."""

    key: str
    label: str
    unit: str = ""
    type: Type = Type.NUMBER
    least: int = 0
    most: int = 3660
    hint: str = ""
    columns: Mapping[str, tuple[str, bool]] | None = None
    """Of rows: key → (label, whether it is 是 or 否)."""

    def value(self, content: Mapping[str, Any]) -> Any:
        """What a content says of it, None where it says nothing."""
        found: Any = content
        for part in self.key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return None
            found = found[part]
        return found

    def written(self, value: Any) -> str:
        """A value as it is typed."""
        if value is None:
            return ""
        return _WRITERS[self.type](self, value)

    def shown(self, value: Any) -> list[str]:
        """A value as it is read, line by line."""
        if value is None:
            return ["—"]
        if self.type is Type.NUMBER:
            return [f"{value} {self.unit}"]
        if self.type is Type.NUMBERS:
            return ["、".join(f"{each}" for each in value) + f" {self.unit}"]
        if self.type is Type.MONTH_DAY:
            month, day = value.split("-")
            return [f"{int(month)}月{int(day)}日"]
        return self.written(value).splitlines()

    def read(self, text: str) -> Any:
        """The value of what was typed; RuleBroken with a sentence where it is none."""
        return _READERS[self.type](self, text.strip())


def _number(item: Item, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise RuleBroken(f"“{item.label}”请填写整数，如 {max(item.least, 1)}。")
    found = int(text)
    if not item.least <= found <= item.most:
        raise RuleBroken(f"“{item.label}”应在 {item.least} 到 {item.most} {item.unit}之间。")
    return found


def _numbers(item: Item, text: str) -> list[int]:
    found = [_number(item, part) for part in _PART.split(text) if part]
    if not found:
        raise RuleBroken(f"“{item.label}”至少填写一个数。")
    return sorted(set(found), reverse=True)


def _words(item: Item, text: str) -> list[str]:
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not found:
        raise RuleBroken(f"“{item.label}”至少填写一项，一行一项。")
    long = next((word for word in found if len(word) > 60), None)
    if long:
        raise RuleBroken(f"“{long[:20]}…”太长，每项最多 60 个字。")
    return found


def _month_day(item: Item, text: str) -> str:
    match = re.fullmatch(r"(\d{1,2})(?:-|月)(\d{1,2})日?", text)
    try:
        if match is None:
            raise ValueError(text)
        day = date(2001, int(match[1]), int(match[2]))
    except ValueError as error:
        raise RuleBroken(f"“{item.label}”请填写月和日，如 12-31。") from error
    return f"{day:%m-%d}"


def _rows(item: Item, text: str) -> list[dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_row(item, number, line) for number, line in enumerate(lines, start=1)]
    first = next(iter(item.columns or ()))
    keys = [row[first] for row in found]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double or not found:
        raise RuleBroken(
            f"“{item.label}”里“{double}”重复，请只留一行。"
            if double
            else f"“{item.label}”至少填写一行。"
        )
    return found


def _row(item: Item, number: int, line: str) -> dict[str, Any]:
    columns = item.columns or {}
    cells = _COLUMN.split(line.strip())
    if len(cells) != len(columns):
        raise RuleBroken(
            f"“{item.label}”第 {number} 行应有 {len(columns)} 栏，用｜分开："
            f"{'｜'.join(label for label, _ in columns.values())}。"
        )
    row: dict[str, Any] = {}
    for (key, (label, yes_no)), cell in zip(columns.items(), cells, strict=True):
        if yes_no and cell not in (YES, NO):
            raise RuleBroken(f"“{item.label}”第 {number} 行的“{label}”请填“是”或者“否”。")
        if not cell:
            raise RuleBroken(f"“{item.label}”第 {number} 行的“{label}”没有填写。")
        row[key] = cell == YES if yes_no else cell
    return row


def _write_rows(item: Item, value: Any) -> str:
    def cell(found: Any) -> str:
        return (YES if found else NO) if isinstance(found, bool) else str(found)

    columns = item.columns or {}
    return "\n".join("｜".join(cell(row.get(key, "")) for key in columns) for row in value)


_READERS: Mapping[Type, Callable[[Item, str], Any]] = {
    Type.NUMBER: _number,
    Type.NUMBERS: _numbers,
    Type.WORDS: _words,
    Type.MONTH_DAY: _month_day,
    Type.ROWS: _rows,
}
_WRITERS: Mapping[Type, Callable[[Item, Any], str]] = {
    Type.NUMBER: lambda item, value: str(value),
    Type.NUMBERS: lambda item, value: "、".join(map(str, value)),
    Type.WORDS: lambda item, value: "\n".join(value),
    Type.MONTH_DAY: lambda item, value: str(value),
    Type.ROWS: _write_rows,
}


def _fine(content: Mapping[str, Any]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A policy that can be published by page. `check`: why a content cannot be, blank where it can."""

    default: Default
    items: Sequence[Item]
    follows: str
    """What a new version does and does not touch, as a sentence."""
    check: Callable[[Mapping[str, Any]], str] = _fine

    @property
    def key(self) -> tuple[str, str]:
        """Kind and name."""
        return self.default.kind, self.default.name

    def content(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The content that these values by key make; RuleBroken where they do not fit together."""
        found: dict[str, Any] = {}
        for item in self.items:
            *parts, last = item.key.split(".")
            place = found
            for part in parts:
                place = place.setdefault(part, {})
            place[last] = values[item.key]
        refusal = self.check(found)
        if refusal:
            raise RuleBroken(refusal)
        return found


shapes: dict[tuple[str, str], Shape] = {}
"""By kind and name; filled in create_app from the rooms that own them."""
