"""What another version of a scheme says otherwise, table by table. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partybuild.ratings.schemes.columns import TABLES, Table
from partybuild.ratings.schemes.scheme import Scheme
from partybuild.ratings.schemes.tables import cells_of

_KEYS = {"indicators": (0,), "options": (0, 1), "deductions": (0, 1)}
_NAMED = {"indicators": 2, "options": 2, "deductions": 2, "vetoes": 1, "gates": 2, "categories": 1}
_HIDDEN = {"代码", "指标代码", "上级代码", "样例"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, what was said before and what now; blank where it was not there."""

    table: str
    what: str
    before: str
    after: str


def differences(before: Scheme, after: Scheme) -> list[Difference]:
    """Every difference, in the order of the tables."""
    old, new = cells_of(before), cells_of(after)
    items = {row[0]: row[2] for row in (*old["indicators"], *new["indicators"])}
    return [
        said for table in TABLES for said in _of_table(table, old[table.key], new[table.key], items)
    ]


def _of_table(
    table: Table, old: Sequence[list[str]], new: Sequence[list[str]], items: dict[str, str]
) -> Iterator[Difference]:
    places = _KEYS.get(table.key, (0,))
    before = {tuple(row[at] for at in places): row for row in old}
    after = {tuple(row[at] for at in places): row for row in new}
    for key in [*before, *(key for key in after if key not in before)]:
        gone, come = before.get(key), after.get(key)
        name = _name(table, come or gone or [], items)
        if gone is None or come is None:
            yield Difference(table.title, name, _whole(table, gone), _whole(table, come))
            continue
        for column, was, now in zip(table.columns, gone, come, strict=True):
            if was != now and column.heading not in _HIDDEN - {"样例"}:
                heading = "" if table.key == "settings" else f"：{column.heading}"
                yield Difference(table.title, name + heading, was or "（空）", now or "（空）")


def _name(table: Table, row: Sequence[str], items: dict[str, str]) -> str:
    name = row[_NAMED.get(table.key, 0)]
    if table.key in {"options", "deductions"}:
        return f"{items.get(row[0], row[0])} › {name}"
    return name


def _whole(table: Table, row: Sequence[str] | None) -> str:
    if row is None:
        return "—"
    pairs = zip(table.columns, row, strict=True)
    said = (f"{c.heading} {cell}" for c, cell in pairs if cell and c.heading not in _HIDDEN)
    return "；".join(said)
