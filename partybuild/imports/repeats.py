"""The same thing twice in one file: both places are named at both rows."""

from collections.abc import Callable, Iterable

from partybuild.imports.cells import Cell
from partybuild.imports.cleaning import CellError
from partybuild.imports.dates import Inferred
from partybuild.imports.heads import Head
from partybuild.imports.records import Kind
from partybuild.imports.row import Row
from partybuild.imports.values import Parsed, Special, parser

Key = tuple[object, ...]
Place = tuple[str, int]
_NAMED = 5


class Repeats:
    """First takes in every row's key, then finds for each row where else its key stands."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.columns = {name: kind.by_field[name] for key in kind.keys for name in key}
        self.first: dict[Key, Place] = {}
        self.places: dict[Key, list[Place]] = {}

    def note(self, head: Head, rows: Iterable[tuple[int, list[Cell]]]) -> None:
        """The keys of these rows are known to stand there."""
        places = {column.field: index for index, column in head.matching.columns.items()}
        reads = {name: parser(column) for name, column in self.columns.items() if name in places}
        for number, cells in rows:

            def value_of(name: str, cells: list[Cell] = cells) -> object:
                index = places.get(name, len(cells))
                return _keyed(reads[name](cells[index])) if index < len(cells) else None

            self._keep(self.key_of(value_of), (head.sheet.name, number))

    def _keep(self, key: Key | None, place: Place) -> None:
        if key is not None and self.first.setdefault(key, place) != place:
            self.places.setdefault(key, [self.first[key]]).append(place)

    def key_of(self, value_of: Callable[[str], object]) -> Key | None:
        """What names the row, or None."""
        for names in self.kind.keys:
            leading = value_of(names[0])
            if leading is not None and not isinstance(leading, Special):
                return (names[0], leading, *map(value_of, names[1:]))
        return None

    def check(self, row: Row) -> None:
        """Adds the row's error when it has no key or shares it with other rows."""
        key = self.key_of(row.values.get)
        if key is None:
            self._refuse_nameless(row)
            return
        others = [p for p in self.places.get(key, ()) if p != (row.sheet, row.number)]
        if others:
            names = "、".join(
                f"第 {number} 行" if sheet == row.sheet else f"工作表“{sheet}”第 {number} 行"
                for sheet, number in others[:_NAMED]
            )
            words = f"与{names}重复，同一文件里只能出现一次，请保留一行。"
            row.errors.append(row.error(self.kind, str(key[0]), words))

    def _refuse_nameless(self, row: Row) -> None:
        leading = [self.kind.by_field[names[0]] for names in self.kind.keys]
        if any(error.heading in [column.name for column in leading] for error in row.errors):
            return
        names = "、".join(dict.fromkeys(column.name for column in leading))
        words = f"没有填写{names}，分不清是哪一条，请至少填一项。"
        row.errors.append(row.error(self.kind, leading[0].field, words))


def _keyed(value: Parsed) -> object:
    if isinstance(value, CellError):
        return None
    return value.day if isinstance(value, Inferred) else value
