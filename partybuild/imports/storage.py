"""What is kept of an upload under the instance's imports/: the file until read, its rows until done.

No stored copy holds identity numbers: the raw file is deleted or blanked once it has been read.
"""

import json
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app

from partybuild.config import Instance
from partybuild.imports.cells import Cell, dumped, loaded
from partybuild.imports.child import INDEX
from partybuild.imports.engine import Examined, errors_as_json, file_digest
from partybuild.imports.gate import Admitted
from partybuild.imports.heads import Head
from partybuild.imports.identity import holds_identity_number, without_identity_numbers
from partybuild.imports.plans import Outcome
from partybuild.imports.reading import Workbook, read
from partybuild.rules import RuleBroken

FOLDER = "imports"
GONE = "上传的文件已经删除，请重新上传。"
_RAW, _SHEETS, _ABSENT, _ERRORS, _MARKED = "raw", "sheets", "absent", "errors", "errors.xlsx"
_SUFFIXES = (".xlsx", ".xls", ".csv")
_SUSPECT = re.compile(r"\d{17}[\dXx]")


def folders() -> set[str]:
    """The names of the folders that lie there."""
    instance: Instance = current_app.config["INSTANCE"]
    return {path.name for path in instance.subfolder(FOLDER).iterdir() if path.is_dir()}


class Store:
    """The folder of one import."""

    def __init__(self, name: str) -> None:
        instance: Instance = current_app.config["INSTANCE"]
        self.name = name
        self.path = instance.subfolder(FOLDER) / name

    @classmethod
    def new(cls) -> "Store":
        """An empty one, its name told to nobody."""
        store = cls(secrets.token_hex(16))
        store.path.mkdir(mode=0o700)
        return store

    @property
    def gone(self) -> bool:
        """Whether nothing of it is kept any more."""
        return not self.path.exists()

    @property
    def raw(self) -> Path:
        """Where the file lies as it was uploaded; once it is gone, where it would."""
        return next(self.path.glob(f"{_RAW}.*"), self.path / f"{_RAW}.gone")

    @property
    def marked(self) -> Path:
        """Where the error workbook lies, if there were errors."""
        return self.path / _MARKED

    def take(self, upload: BinaryIO, filename: str) -> str:
        """Keep an uploaded file; its SHA-256."""
        suffix = Path(filename).suffix.lower()
        path = self.path / f"{_RAW}{suffix if suffix in _SUFFIXES else '.other'}"
        with path.open("wb") as out:
            shutil.copyfileobj(upload, out)
        return file_digest(path)

    def opened(self, filename: str) -> Workbook:
        """The workbook as it was first read, else read now. RuleBroken when both are gone."""
        if (self.path / _SHEETS / INDEX).exists():
            return _Kept(self.path / _SHEETS)
        if not self.raw.exists():
            raise RuleBroken(GONE)
        return read(self.raw, filename)

    def keep(self, examined: Examined) -> None:
        """Keep the sheets without identity numbers, and the raw file no longer."""
        sheets = self.path / _SHEETS
        if not sheets.exists():
            part = self.path / "part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            source = Path(examined.workbook.folder.name)
            shutil.copy(source / INDEX, part / INDEX)
            heads = {head.sheet.name: head for head in examined.heads.found}
            for sheet in examined.workbook.sheets:
                _blank(sheet.spool, part / sheet.spool.name, heads.get(sheet.name))
            part.rename(sheets)
        self.raw.unlink(missing_ok=True)

    def tell(self, examined: Examined) -> None:
        """Keep the plan for the preview, and the error workbook where there are errors."""
        plan = examined.plan
        for outcome in Outcome:
            rows = (row for row in plan.rows if row.outcome is outcome)
            self._write(
                outcome.value,
                (
                    {
                        "sheet": row.sheet,
                        "row": row.number,
                        "key": without_identity_numbers(row.key),
                        "name": without_identity_numbers(row.name),
                        "changes": row.changes,
                    }
                    for row in rows
                ),
            )
        self._write(_ERRORS, errors_as_json(plan.errors))
        self._write(_ABSENT, ({"id": n, "key": key, "name": name} for n, key, name in plan.absent))
        self.marked.unlink(missing_ok=True)
        if plan.errors:
            examined.write_errors(self.marked)

    def _write(self, name: str, lines: Iterable[Mapping[str, Any]]) -> None:
        with (self.path / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for line in lines:
                out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def listed(self, name: str, start: int, most: int) -> list[dict[str, Any]]:
        """Lines of a list of the preview: new, changed, same, refused, errors, absent."""
        path = self.path / f"{name}.jsonl"
        if not path.exists():
            return []
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in islice(lines, start, start + most)]

    def forget_rows(self) -> None:
        """The rows of the file are gone; what it did can still be looked at."""
        self.raw.unlink(missing_ok=True)
        shutil.rmtree(self.path / _SHEETS, ignore_errors=True)

    def remove(self) -> None:
        """Nothing is kept any more."""
        shutil.rmtree(self.path, ignore_errors=True)


class _Lasting:
    """A folder that outlives the workbook read from it."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def cleanup(self) -> None:
        """Leave it."""


class _Kept(Workbook):
    """A workbook whose sheets were kept."""

    def __init__(self, path: Path) -> None:
        # The owner's own .xlsx is gone, so an error workbook is written anew.
        super().__init__(Admitted(path, "csv"), _Lasting(path))


def _blank(source: Path, target: Path, head: Head | None) -> None:
    """A copy of a sheet's rows without identity numbers and without the columns headed so."""
    dropped = {heading.index for heading in head.matching.dropped} if head else set()
    first = head.last_row + 1 if head else 1
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            if not (dropped or _SUSPECT.search(line)):
                out.write(line)
                continue
            number, cells = loaded(line)
            gone = dropped if number >= first else set()
            kept: list[Cell] = [
                None if index in gone or _is_secret(cell) else cell
                for index, cell in enumerate(cells)
            ]
            out.write(dumped(number, kept) + "\n")


def _is_secret(cell: Cell) -> bool:
    return isinstance(cell, str) and holds_identity_number(cell)
