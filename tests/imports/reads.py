"""Short ways from rows in a test to what the import makes of them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from partybuild.imports.columns import KINDS
from partybuild.imports.heads import Heads, find_heads
from partybuild.imports.reading import Workbook, read
from partybuild.imports.row import Row
from partybuild.imports.rows import Rows
from tests.imports import files

Lines = Iterable[Any]


@contextmanager
def opened(
    path: Path, kind: str, take: Mapping[str, str] | None = None
) -> Iterator[tuple[Workbook, Heads]]:
    """The workbook and its heads."""
    with read(path, path.name) as workbook:
        yield workbook, find_heads(KINDS[kind], workbook, take)


def rows_of(
    path: Path, kind: str, take: Mapping[str, str] | None = None
) -> tuple[list[Row], list[str]]:
    """All rows of a file, and every note."""
    with opened(path, kind, take) as (_, heads):
        rows = Rows(heads)
        return list(rows), [*heads.notes, *rows.notes]


def rows_from(
    folder: Path, kind: str, lines: Lines, take: Mapping[str, str] | None = None
) -> tuple[list[Row], list[str]]:
    """The rows of a workbook made of these lines, and every note."""
    return rows_of(files.workbook(folder / "表.xlsx", {"名册": lines}), kind, take)


def fields_of(folder: Path, kind: str, lines: Lines) -> dict[str, str]:
    """Which field each heading was taken for, by letter, in a workbook made of these lines."""
    path = files.workbook(folder / "表.xlsx", {"名册": lines})
    with opened(path, kind) as (_, heads):
        return {chr(65 + i): c.field for i, c in heads.found[0].matching.columns.items()}


def messages(rows: Iterable[Row]) -> list[str]:
    """Every error as 行 列：话."""
    return [f"{e.row} {e.column}：{e.message}" for row in rows for e in row.errors]
