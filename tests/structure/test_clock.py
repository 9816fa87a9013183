"""Nothing under partybuild/ but the clock reads a clock, be it the machine's or the database's."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "partybuild"
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime"},
    "func": {"now", "current_timestamp", "current_date", "current_time"},
}


def readings(source: str) -> Iterator[str]:
    """Each place in the source that names a clock: `line: what`. time.monotonic is none."""
    tree = ast.parse(source)
    alias = {
        name.asname: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if name.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            base = ast.unparse(node.value).rpartition(".")[2]
            if node.attr in CLOCKS.get(alias.get(base, base), ()):
                yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"{node.lineno}: {n.name}" for n in node.names if n.name in CLOCKS["time"])


def test_only_the_clock_reads_the_clock() -> None:
    files = [file for file in ROOM.rglob("*.py") if file.parent != ROOM / "clock"]
    found = {str(f.relative_to(ROOM)): list(readings(f.read_text("utf-8"))) for f in files}
    assert {file: lines for file, lines in found.items() if lines} == {}, "use partybuild.clock"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nx = dt.datetime.utcnow",
        "from datetime import datetime as D\nx = D.today()",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "import time as t\nx = t.time_ns()",
        "from time import time",
        "from sqlalchemy import func\nx = func.now()",
    ],
)
def test_a_reading_is_seen(source: str) -> None:
    assert list(readings(source))


def test_durations_and_other_names_are_no_clock() -> None:
    source = "import time\nx = time.monotonic(), clock.now(), clock.today()"
    assert list(readings(source)) == []
