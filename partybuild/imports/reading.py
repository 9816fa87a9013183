"""An admitted file, read by a child process, as sheets of rows."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from partybuild.imports.cells import Cell, Merge, loaded
from partybuild.imports.child import INDEX
from partybuild.imports.gate import Admitted, admit
from partybuild.imports.process import UNREADABLE, Limits, run_alone
from partybuild.rules import RuleBroken

NO_ROWS = "文件里没有读到任何内容，请确认数据在工作表中并已保存，再重新上传。"


@dataclass(frozen=True)
class Sheet:
    """One worksheet; rows are counted from 1, columns from 0."""

    name: str
    hidden: bool
    formulas: int
    """How many cells are formulas, read by their cached value."""
    hidden_rows: frozenset[int]
    merges: tuple[Merge, ...]
    row_count: int
    spool: Path

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows that hold anything, with their number; may be walked again and again."""
        with self.spool.open(encoding="utf-8") as lines:
            for line in lines:
                yield loaded(line)


class Folder(Protocol):
    """Where the sheets of a workbook lie."""

    name: str

    def cleanup(self) -> None:
        """The workbook is closed."""


class Workbook:
    """The sheets that hold anything, kept in a folder until `close`."""

    def __init__(self, admitted: Admitted, folder: Folder) -> None:
        self.admitted = admitted
        self.folder = folder
        index = json.loads(Path(folder.name, INDEX).read_text(encoding="utf-8"))
        self.sheets = tuple(
            Sheet(
                name=facts["name"],
                hidden=facts["hidden"],
                formulas=facts["formulas"],
                hidden_rows=frozenset(facts["hidden_rows"]),
                merges=tuple((a, b, c, d) for a, b, c, d in facts["merges"]),
                row_count=facts["rows"],
                spool=Path(folder.name, f"{number}.jsonl"),
            )
            for number, facts in enumerate(index)
            if facts["rows"]
        )

    def close(self) -> None:
        """The folder is gone."""
        self.folder.cleanup()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read(path: Path, filename: str, *, seconds: int = 60, megabytes: int = 2048) -> Workbook:
    """The file's sheets, to be closed by the caller.

    Raises RuleBroken when the gate refuses the file, when the child process fails or passes
    `seconds` (wall clock and processor) or `megabytes` (address space), or when nothing was read.
    """
    admitted = admit(path, filename)
    folder = tempfile.TemporaryDirectory(prefix="partybuild-import-")
    try:
        arguments = [str(path), folder.name, admitted.kind, admitted.encoding or ""]
        run_alone("child", arguments, Limits(seconds, megabytes))
        workbook = Workbook(admitted, folder)
        if not workbook.sheets:
            raise RuleBroken(NO_ROWS)
    except BaseException as error:
        folder.cleanup()
        if isinstance(error, OSError | ValueError):
            raise RuleBroken(UNREADABLE) from error
        raise
    return workbook
