"""Text on its way into a workbook or a CSV file: legal XML, and never a live formula (R44)."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TextIO

STARTS_FORMULA = frozenset("=+-@\t\r\0＝＋－＠")

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIVE_CSV = re.compile("'*[=+\\-@\t\r\0＝＋－＠]")
_GUARDED_CSV = re.compile("'+[=+\\-@\t\r\0＝＋－＠]")


def clean(text: str) -> str:
    """`text` as XML 1.0 can hold it: forbidden characters gone, line ends as LF."""
    if text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take `text` for a formula or a command."""
    return text[:1] in STARTS_FORMULA and text != ""


def safe_csv(value: str) -> str:
    """`value` with an apostrophe before anything a spreadsheet could run (R44)."""
    return f"'{value}" if _LIVE_CSV.match(value) else value


def plain_csv(value: str) -> str:
    """What `safe_csv` was given: exactly its apostrophe is taken off again."""
    return value[1:] if _GUARDED_CSV.match(value) else value


def write_csv(out: TextIO, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write `heading` and `rows` as CSV; texts are guarded, days are ISO, flags 是/否."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_csv(name) for name in heading])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return safe_csv(value) if isinstance(value, str) else value
