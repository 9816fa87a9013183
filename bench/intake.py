"""The register workbook, checked and written, beside reader and `executemany`."""

from collections.abc import Iterator

from flask import Flask

from bench.measure import Measure

GROUP = "导入 import"


def intake(app: Flask, total: int) -> Iterator[Measure]:
    """Not measured yet: imports have no command."""
    yield Measure(GROUP, f"名册 {total:,} 行 register workbook")
