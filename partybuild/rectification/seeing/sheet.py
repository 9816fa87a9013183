"""整顿台账 as a workbook, with what it was asked written on it."""

from collections.abc import Iterator
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import rolls
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked
from partybuild.rectification.seeing import ledger, listing
from partybuild.rules import RuleBroken
from partybuild.sheets.book import ListSheet
from partybuild.sheets.taking import by_whom, take

TITLE = "软弱涣散党组织整顿台账"
MOST = 5000
"""So many cases go into one workbook while the user waits."""


def area(wanted: Asked) -> str:
    """Whose ledger it is."""
    if wanted.scope is None:
        return ""
    return f"{wanted.scope.name}{'本级' if wanted.get('own') else ''}"


def name(wanted: Asked) -> str:
    """What the file is called."""
    return f"{area(wanted)}{TITLE}{clock.today():%Y%m%d}.xlsx"


def workbook(actor: Actor, wanted: Asked) -> bytes:
    """The ledger as asked, as it stands now; who took it stands in the audit."""
    roll = listing.roll(actor, wanted)
    total = roll.total()
    if total > MOST:
        raise RuleBroken(f"共 {total} 件，一次最多导出 {MOST} 件；请先按单位或年度筛选再导出。")
    notes = [
        f"填报单位：{area(wanted)}　　填报时间：{clock.today():%Y-%m-%d}",
        f"筛选条件：{wanted.words() or '无'}　　共 {total} 件；{by_whom(actor)}",
    ]
    sheet = ListSheet("整顿台账", ledger.COLUMNS, f"{area(wanted)}{TITLE}", notes, fixed=2)
    rows = _cells(actor, roll, wanted.sort)
    return take(actor, TITLE, [(sheet, rows)], query=wanted.address())


def _cells(actor: Actor, roll: Roll, sort: str) -> Iterator[tuple[Any, ...]]:
    count = 1
    for batch in rolls.walk(roll, sort):
        yield from ledger.cells(ledger.lines(actor, batch), count)
        count += len(batch)
