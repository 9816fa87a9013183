"""One measure beside its limit, how both are taken, and the table they are shown in."""

import gc
import json
import os
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

Run = Callable[[], object]
WARM = 2
REPEATS = 9
HEADS = ("项目 what", "实测 measured", "极限 limit", "倍数 ratio", "许可 allowed", "结论")
NOT_BUILT = "未建"


@dataclass(frozen=True, slots=True)
class Measure:
    """Milliseconds (or megabytes) measured and of the limit; None where there is none yet."""

    group: str
    what: str
    measured: float | None = None
    limit: float | None = None
    allowed: float | None = None
    """So many times the limit are within the budget."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the limit was measured."""
        if self.measured is None or not self.limit:
            return None
        return self.measured / self.limit

    @property
    def verdict(self) -> str:
        """ok, 超出, 未建, or a dash where nothing is demanded."""
        if self.measured is None:
            return NOT_BUILT
        if self.ratio is None or self.allowed is None:
            return "—"
        return "ok" if self.ratio <= self.allowed else "超出"


def pair(run: Run, limit: Run, repeats: int = REPEATS) -> tuple[float, float]:
    """Median milliseconds of both, taken in turn so that the machine's moods hit both alike."""
    for _ in range(WARM):
        run()
        limit()
    taken = [(milliseconds(run), milliseconds(limit)) for _ in range(repeats)]
    return (
        statistics.median(ours for ours, _ in taken),
        statistics.median(bare for _, bare in taken),
    )


class Clock:
    """How time is taken. SQLite works inside this process, so its own time leaves out what else
    the machine does; a database server's work only shows on the wall clock.
    """

    read: Callable[[], float] = staticmethod(time.process_time)

    @classmethod
    def use(cls, postgresql: bool) -> None:
        """Take times as fits the database."""
        cls.read = staticmethod(time.perf_counter if postgresql else time.process_time)


def milliseconds(run: Run) -> float:
    """How long one call took; garbage of others is gone before it begins."""
    gc.collect()
    start = Clock.read()
    run()
    return (Clock.read() - start) * 1000


def with_children(run: Run) -> float:
    """Processor milliseconds of one call and of the children it waited for.

    On a database server's behalf nothing can be said this way: there the wall clock is read.
    """
    if Clock.read is time.perf_counter:
        return milliseconds(run)
    gc.collect()
    start = sum(os.times()[:4])
    run()
    return (sum(os.times()[:4]) - start) * 1000


def show(measures: Sequence[Measure]) -> str:
    """The table, groups set off by a line."""
    rows: list[Sequence[str]] = [HEADS]
    group = ""
    for one in measures:
        if one.group != group:
            group = one.group
            rows.append((f"== {group}", "", "", "", "", ""))
        rows.append(
            (
                one.what,
                _number(one.measured),
                _number(one.limit),
                _number(one.ratio, 2),
                _number(one.allowed),
                f"{one.verdict} {one.note}".strip(),
            )
        )
    widths = [max(_width(row[n]) for row in rows) for n in range(5)]
    return "\n".join(
        "  ".join([*(_padded(row[n], widths[n], n > 0) for n in range(5)), row[5]]) for row in rows
    )


def save(path: Path, facts: dict[str, object], measures: Iterable[Measure]) -> None:
    """The same as JSON."""
    rows = [{**asdict(one), "ratio": one.ratio, "verdict": one.verdict} for one in measures]
    text = json.dumps({**facts, "measures": rows}, ensure_ascii=False, indent=1)
    path.write_text(text, "utf-8")


def _number(value: float | None, digits: int = 1) -> str:
    return "—" if value is None else f"{value:,.{digits}f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
