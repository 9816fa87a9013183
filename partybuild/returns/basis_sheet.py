"""The sheet 口径说明: what the workbook covers, its 口径, and where each column is counted."""

from collections.abc import Iterator

from partybuild.returns.layout import (
    LEAVES,
    Count,
    Leaf,
    NotBuilt,
    Plus,
    Rate,
    Remark,
    Rule,
    Sum,
)
from partybuild.returns.rows import MonthlyData
from partybuild.sheets.tally import Where

_HEADING = {leaf.key: f"“{leaf.group}{leaf.heading}”" for leaf in LEAVES}


def basis_rows(data: MonthlyData) -> Iterator[tuple[str, str]]:
    """The rows of 口径说明: 项目 and 内容."""
    basis = data.basis
    yield "编号", data.serial
    yield "统计月份", f"{data.month.year}年{data.month.month}月"
    yield "统计范围", data.scope
    yield "统计口径", f"{basis.label}（{basis.name}，{basis.version}）"
    yield "版式版本", str(data.layout)
    for words in (*basis.words, *data.remarks):
        yield "口径", words
    for leaf in LEAVES:
        yield _name(leaf), _words(leaf.of(data.layout))


def _name(leaf: Leaf) -> str:
    return f"{leaf.group}／{leaf.heading}" if leaf.group else leaf.heading


def _words(rule: Rule) -> str:
    match rule:
        case Count(sheet, where):
            return f"《{sheet}》中{_conditions(where)}的行数。"
        case Sum(sheet, column, where):
            return f"《{sheet}》中{_conditions(where)}的各行“{column}”之和。"
        case Plus(keys):
            return "本行" + "＋".join(_HEADING[key] for key in keys) + "。"
        case Rate(part, whole):
            return f"本行{_HEADING[part]}÷{_HEADING[whole]}×100，四舍五入取一位；分母为零记“—”。"
        case Remark():
            return "填报单位说明。"
        case NotBuilt():
            return "暂未启用，记“—”。"


def _conditions(where: Where) -> str:
    said = [f"{heading}为“{'”或“'.join(values)}”" for heading, values in where.items()]
    return "本行单位" + "".join(f"、{words}" for words in said)
