"""A list taken away as a workbook: written, and noted in the audit with its digest."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.audit import commands as audit
from partybuild.jobs import files
from partybuild.sheets.book import Book, ListSheet

Rows = Iterable[Sequence[Any]]


def take(actor: Actor, title: str, sheets: Sequence[tuple[ListSheet, Rows]], **told: Any) -> bytes:
    """The workbook of these sheets; who took it stands in the audit with the rows of the first
    sheet, the digest of the file, and whatever else is `told` of the list.
    """
    counts: list[int] = []

    def counted(rows: Rows) -> Iterator[Sequence[Any]]:
        counts.append(0)
        for row in rows:
            counts[-1] += 1
            yield row

    with TemporaryDirectory(dir=files.folder()) as folder:
        path = Path(folder) / "list.xlsx"
        with Book(path, day=clock.today(), title=title) as book:
            for sheet, rows in sheets:
                sheet.write(book, counted(rows))
        content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    audit.note(actor, "导出名单", title=title, rows=counts[0], file=digest, **told)
    return content


def numbered(batches: Iterable[Iterable[Sequence[Any]]]) -> Iterator[tuple[Any, ...]]:
    """The rows of all batches behind their running numbers, from 1."""
    number = 0
    for rows in batches:
        for row in rows:
            number += 1
            yield (number, *row)


def by_whom(actor: Actor) -> str:
    """Who takes the list away, and when: the end of a note on it."""
    return f"{actor.label} 导出于 {clock.local_now():%Y-%m-%d %H:%M}"
