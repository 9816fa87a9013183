"""A province's workbook: memory stays flat, and it costs little more than the bare writer."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
import xlsxwriter

from partybuild.returns.monthly import write_monthly
from partybuild.returns.rows import OrganizationRow
from tests.returns.samples import month, random_organizations

ORGANIZATIONS = 63_235
MEGABYTES = 300
RATIO = 1.3


def many(count: int) -> Iterator[OrganizationRow]:
    return islice(cycle(random_organizations(1, 500)), count)


def bare(path: Path, rows: Iterator[OrganizationRow]) -> None:
    """The same cells with nothing but XlsxWriter."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet()
    text, number = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(at, column, None, text)
            elif isinstance(value, bool):
                sheet.write_string(at, column, "是" if value else "否", text)
            elif isinstance(value, int):
                sheet.write_number(at, column, value, number)
            elif isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write_string(at, column, value, text)
    book.close()


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_it_costs_little_more_than_the_bare_writer(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    pairs = [
        (
            seconds(lambda: write_monthly(path, month(organizations=many(6000)))),
            seconds(lambda: bare(path, many(6000))),
        )
        for _ in range(3)
    ]
    assert min(ours for ours, _ in pairs) <= RATIO * min(plain for _, plain in pairs)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_stays_within_its_limit(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, tests.returns.test_scale as scale\n"
        "data = scale.month(organizations=scale.many(scale.ORGANIZATIONS))\n"
        "total = scale.write_monthly(pathlib.Path(sys.argv[1]), data).total\n"
        "print(total['organizations'] + total['filed'])\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "m.xlsx")]
    root = Path(__file__).parents[2]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    counted, kilobytes = map(int, answer.stdout.split())
    assert counted == ORGANIZATIONS
    assert kilobytes / 1024 < MEGABYTES
