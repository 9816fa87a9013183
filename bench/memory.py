"""The web process while a workbook is written by the job process: its memory stays flat."""

from collections.abc import Iterator

from flask import Flask

from bench.measure import Measure

GROUP = "内存 memory"


def memory(app: Flask) -> Iterator[Measure]:
    """Not measured yet."""
    yield Measure(GROUP, "网站进程 web process")
