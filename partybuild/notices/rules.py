"""Rules of papers: what their fields may hold, how they are numbered, when a receipt is due. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from partybuild.clock.workdays import Exceptions, add_workdays
from partybuild.notices.kinds import Field, FieldType, NoticeKind, Side
from partybuild.rules import RuleBroken

LONGEST_TEXT = 300
LONGEST_LINE = 2000
MOST_LINES = 60
MOST_ROWS = 200
LARGEST = 10**9
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SUFFIXES = ("街道", "特别行政区", "自治区", "自治州", "地区", "省", "市", "区", "县", "镇", "乡")


def printable(text: str) -> str:
    """The text without what XML cannot hold; line ends are line feeds, edges are trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNPRINTABLE.sub("", lines).strip()


def checked(kind: NoticeKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept (text, count, ISO day, list); RuleBroken says all that is wrong."""
    unknown = sorted(given.keys() - {field.key for field in kind.fields})
    if unknown:
        raise RuleBroken(f"《{kind.name}》没有这些栏目：{'、'.join(unknown)}。")
    kept: dict[str, Any] = {}
    faults: list[str] = []
    for field in kind.fields:
        try:
            kept[field.key] = _value(field, given.get(field.key))
        except ValueError as fault:
            faults.append(f"“{field.label}”{fault}")
    faults += [
        f"“{field.label}”没有填写"
        for field in kind.fields
        if field.required and field.key in kept and kept[field.key] in (None, "", [])
    ]
    if faults:
        raise RuleBroken(f"《{kind.name}》还不能出具：{'；'.join(faults)}。请补正后再出具。")
    return kept


def _value(field: Field, value: Any) -> Any:
    if value is None or value == "":
        return [] if field.type in {FieldType.LINES, FieldType.ROWS} else None
    return _READERS[field.type](field, value)


def _text(field: Field, value: Any) -> str:
    text = printable(str(value)).replace("\n", " ")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"超过 {LONGEST_TEXT} 个字")
    return text


def _lines(field: Field, value: Any) -> list[str]:
    given = value.splitlines() if isinstance(value, str) else [str(line) for line in value]
    lines = [text for line in given if (text := printable(line).replace("\n", " "))]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(f"超过 {MOST_LINES} 段，或者有一段超过 {LONGEST_LINE} 个字")
    return lines


def _number(field: Field, value: Any) -> int:
    try:
        number = int(str(value).strip())
    except ValueError:
        raise ValueError("要填整数") from None
    if not 0 <= number <= LARGEST:
        raise ValueError(f"要填 0 到 {LARGEST} 之间的整数")
    return number


def _day(field: Field, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise ValueError("要填日期，如 2026-01-08") from None


def _rows(field: Field, value: Any) -> list[dict[str, str]]:
    given = _from_lines(field, value) if isinstance(value, str) else list(value)
    if len(given) > MOST_ROWS:
        raise ValueError(f"超过 {MOST_ROWS} 行，请分成几件出具")
    return [{key: _cell(row.get(key)) for key in field.columns} for row in given]


def _from_lines(field: Field, text: str) -> list[dict[str, str]]:
    """Rows as typed or pasted into a form: a line each, cells parted by tabs or 、|."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [dict(zip(field.columns, re.split(r"\t|\|", line), strict=False)) for line in lines]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = written(value) if isinstance(value, date) else printable(str(value)).replace("\n", " ")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"有一格超过 {LONGEST_TEXT} 个字")
    return text


_READERS = {
    FieldType.TEXT: _text,
    FieldType.LINES: _lines,
    FieldType.NUMBER: _number,
    FieldType.DAY: _day,
    FieldType.ROWS: _rows,
}


def written(day: date) -> str:
    """The day as an official paper writes it: 2026年1月8日 (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def printed(kind: NoticeKind, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the template receives of the kept fields: texts, lists of texts, rows with attributes."""
    values: dict[str, Any] = {}
    for field in kind.fields:
        value = kept.get(field.key)
        values[field.key] = _shown(field, value)
        if field.type is FieldType.LINES:
            values[f"{field.key}_text"] = "\n".join(value or ())
    if "attachments" in values:
        values["attachments"] = enclosed(values["attachments"])
    return values


def _shown(field: Field, value: Any) -> Any:
    if field.type is FieldType.LINES:
        return list(value or ())
    if field.type is FieldType.ROWS:
        return [SimpleNamespace(**row) for row in value or ()]
    if value is None:
        return ""
    return written(date.fromisoformat(value)) if field.type is FieldType.DAY else str(value)


def enclosed(names: Sequence[str]) -> list[str]:
    """附件 as it is set: one without a number, several numbered below each other."""
    if len(names) < 2:
        return [f"附件：{name}" for name in names]
    return [
        f"{'附件：' if n == 1 else '　　　'}{n}. {name}" for n, name in enumerate(names, start=1)
    ]


def symbol(word: str, year: int, number: int | None) -> str:
    """发文字号, 碑林社党〔2026〕3号; empty for a paper without one."""
    return f"{word}〔{year}〕{number}号" if number is not None else ""


def stem(unit_name: str) -> str:
    """The name of a unit as its 字 begins by default: 碑林区 → 碑林."""
    for suffix in _SUFFIXES:
        if unit_name.endswith(suffix) and len(unit_name) > len(suffix) + 1:
            return unit_name.removesuffix(suffix)
    return unit_name


def office_name(unit_name: str, level: int, side: Side) -> str:
    """The issuing office by default: 中共碑林区委社会工作部, 碑林区民政局, 陕西省民政厅."""
    if side is Side.PARTY:
        return f"中共{unit_name}委社会工作部" if level < 4 else f"中共{unit_name}工作委员会"
    if level < 4:
        return f"{unit_name}民政{'厅' if level == 1 else '局'}"
    return f"{unit_name}办事处" if unit_name.endswith("街道") else f"{unit_name}人民政府"


def receipt_due(kind: NoticeKind, issued_on: date, exceptions: Exceptions) -> date | None:
    """The last day for the receipt, in working days after the day of issue; None without one."""
    if kind.receipt_days is None:
        return None
    return add_workdays(issued_on, kind.receipt_days, exceptions)


def refuse_receipt(issued_on: date, received_on: date, today: date, *, void: bool) -> None:
    """RuleBroken for a receipt of a voided paper, before the issue or after today."""
    if void:
        raise RuleBroken("这件文书已经作废，不能再登记回执。")
    if received_on < issued_on:
        raise RuleBroken(f"收到日期早于成文日期（{written(issued_on)}），请核对回证后重填。")
    if received_on > today:
        raise RuleBroken("收到日期晚于今天，请按回证上的日期填写。")


def names(kinds: Iterable[NoticeKind]) -> dict[str, str]:
    """Key and name of kinds, for a choice."""
    return {kind.key: kind.name for kind in kinds}
