"""Writers of cells: texts that stay texts, real days, formulas with their values."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from partybuild.sheets.text import STARTS_FORMULA, clean
from partybuild.sheets.values import RowDigests, canonical, marked

Put = Callable[[int, int, Any], None]
"""Writes a value at a row and a column, from 0; None is a blank cell in its style."""

_FIRST_RELIABLE_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()
_KEPT = 4096
"""Values of a column kept ready: most columns of a list repeat a few."""


class Formula(NamedTuple):
    """A formula of our own making and the value it gives, stored with it."""

    text: str
    value: int | float | str


def text_put(sheet: Any, said: RowDigests, plain: Any, quoted: Any) -> Put:
    """Texts as legal XML, never a formula; `quoted` is the style of those that look like one."""
    string, blank, add = sheet.write_string, sheet.write_blank, said.add
    known: dict[str, tuple[str, Any, str]] = {}

    def prepared(value: str) -> tuple[str, Any, str]:
        text = clean(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "  # XlsxWriter would pass it on as raw rich-text XML
        ready = text, quoted if value[0] in STARTS_FORMULA else plain, marked(canonical(text))
        if len(known) < _KEPT:
            known[value] = ready
        return ready

    def put(row: int, column: int, value: str | None) -> None:
        if not value:
            blank(row, column, None, plain)
            return
        text, style, mark = known.get(value) or prepared(value)
        string(row, column, text, style)
        add(row, column, mark)

    return put


def number_put(sheet: Any, said: RowDigests, style: Any) -> Put:
    """Numbers in one style."""
    number, blank, add = sheet.write_number, sheet.write_blank, said.add
    known: dict[float, str] = {}

    def put(row: int, column: int, value: float | None) -> None:
        if value is None:
            blank(row, column, None, style)
            return
        number(row, column, value, style)
        mark = known.get(value)
        if mark is None:
            mark = marked(canonical(value))
            if len(known) < _KEPT:
                known[value] = mark
        add(row, column, mark)

    return put


def day_put(sheet: Any, said: RowDigests, style: Any, text: Put) -> Put:
    """Days as real dates; those that spreadsheets count wrongly as ISO text."""
    number, blank, add = sheet.write_number, sheet.write_blank, said.add
    known: dict[date, tuple[int, str]] = {}

    def put(row: int, column: int, value: date | None) -> None:
        if value is None:
            blank(row, column, None, style)
            return
        if value < _FIRST_RELIABLE_DAY:
            text(row, column, value.isoformat())
            return
        ready = known.get(value)
        if ready is None:
            ready = value.toordinal() - _DAY_ZERO, marked(value)
            if len(known) < _KEPT:
                known[value] = ready
        number(row, column, ready[0], style)
        add(row, column, ready[1])

    return put


def formula_put(sheet: Any, said: RowDigests, style: Any) -> Put:
    """Formulas in one style, with their values."""

    def put(row: int, column: int, value: Formula) -> None:
        sheet.write_formula(row, column, value.text, style, value.value)
        said.add(row, column, marked(canonical(value.value)))

    return put
