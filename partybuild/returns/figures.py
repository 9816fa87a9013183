"""The lines of 月报表 as formulas with their values: every count is asked of its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partybuild.returns.columns import UNIT_ROW
from partybuild.returns.layout import (
    LEAVES,
    NOT_BUILT,
    Count,
    Leaf,
    NotBuilt,
    Plus,
    Rate,
    Remark,
    Rule,
    Sum,
)
from partybuild.returns.rows import UnitRow
from partybuild.sheets.book import Formula
from partybuild.sheets.tally import Extent, Group, column_letters, countifs, sumifs

Figure = int | float | str
"""A count, a rate in percent, or — where there is none."""

FIRST_LEAF = 2
"""The column of the first leaf: 序号 and 地区（单位） stand before."""

_COLUMN = {leaf.key: column_letters(at) for at, leaf in enumerate(LEAVES, FIRST_LEAF)}
_ORDER: dict[type[Rule], int] = {Count: 0, Sum: 0, NotBuilt: 0, Remark: 0, Plus: 1, Rate: 2}
_BY_NEED: list[Leaf] = sorted(LEAVES, key=lambda leaf: _ORDER[type(leaf.rule)])
"""The columns so that each comes after those it is made of."""


@dataclass(frozen=True)
class Counted:
    """A list that has been written: where it stands and what was counted in it, by unit row."""

    extent: Extent
    groups: Mapping[str, Group]


@dataclass(frozen=True)
class Line:
    """A row of 月报表 to be written: its number, its first two cells, its formulas by key."""

    row: int
    number: str
    label: str
    cells: Mapping[str, Formula | str]

    def figures(self) -> dict[str, Figure]:
        """The value of each cell, by the key of its column."""
        return {
            key: cell.value if isinstance(cell, Formula) else cell
            for key, cell in self.cells.items()
        }


def rate(part: int, whole: int) -> float | str:
    """Hundredths, half up (四舍五入), one place; — where there is nothing to divide."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else NOT_BUILT


def lines(
    units: Sequence[UnitRow],
    labels: Sequence[str],
    lists: Mapping[str, Counted],
    first: int,
    layout: int,
) -> list[Line]:
    """A line a unit in order, from row `first` on, and 合计 last; counted as in `layout`."""
    made = [
        _unit_line((first + at, at + 1), unit, label, lists, layout)
        for at, (unit, label) in enumerate(zip(units, labels, strict=True))
    ]
    return [*made, _total_line(made, layout)]


def _unit_line(
    at: tuple[int, int], unit: UnitRow, label: str, lists: Mapping[str, Counted], layout: int
) -> Line:
    row, number = at
    cells: dict[str, Formula | str] = {"note": unit.note}
    for leaf in _BY_NEED:
        rule = leaf.of(layout)
        if isinstance(rule, Count | Sum):
            cells[leaf.key] = _listed(rule, row, label, lists[rule.sheet])
        else:
            _add_derived(leaf.key, rule, row, cells)
    return Line(row, str(number), label, cells)


def _total_line(made: Sequence[Line], layout: int) -> Line:
    first, row = made[0].row, made[-1].row + 1
    cells: dict[str, Formula | str] = {"note": ""}
    for leaf in _BY_NEED:
        rule = leaf.of(layout)
        if isinstance(rule, Count | Sum | Plus):
            letters = _COLUMN[leaf.key]
            text = f"=SUM({letters}{first + 1}:{letters}{row})"
            cells[leaf.key] = Formula(text, sum(_value(line.cells, leaf.key) for line in made))
        else:
            _add_derived(leaf.key, rule, row, cells)
    return Line(row, "", "合计", cells)


def _listed(rule: Count | Sum, row: int, label: str, counted: Counted) -> Formula:
    key = (UNIT_ROW, f"$B{row + 1}")
    group = counted.groups.get(label)
    if isinstance(rule, Sum):
        text = sumifs(counted.extent, rule.column, key, rule.where)
        return Formula(text, group.figure(rule.where, rule.column) if group else 0)
    text = countifs(counted.extent, key, rule.where)
    return Formula(text, group.figure(rule.where) if group else 0)


def _add_derived(name: str, rule: Rule, row: int, cells: dict[str, Formula | str]) -> None:
    """Add the cell of a column that is made of others in its row, or of none."""
    match rule:
        case Plus(keys):
            text = "=" + "+".join(f"{_COLUMN[key]}{row + 1}" for key in keys)
            cells[name] = Formula(text, sum(_value(cells, key) for key in keys))
        case Rate(part, whole):
            n, d = f"{_COLUMN[part]}{row + 1}", f"{_COLUMN[whole]}{row + 1}"
            text = f'=IF({d}=0,"{NOT_BUILT}",ROUND({n}*1000/{d},0)/10)'
            cells[name] = Formula(text, rate(_value(cells, part), _value(cells, whole)))
        case NotBuilt():
            cells[name] = NOT_BUILT


def _value(cells: Mapping[str, Formula | str], key: str) -> int:
    cell = cells[key]
    if not isinstance(cell, Formula) or not isinstance(cell.value, int):
        raise TypeError(f"{key} is no count")
    return cell.value
