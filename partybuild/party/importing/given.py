"""The values of a row as they were given: blanks and masked ones left out, 清空 kept. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from partybuild.imports.row import Row
from partybuild.imports.values import CLEAR, UNCHANGED
from partybuild.organizations.kinds import Coded

C = TypeVar("C", bound=Coded)


def given(row: Row) -> dict[str, Any]:
    """The row's values by field, without blanks and without masked ones."""
    return {
        name: value
        for name, value in row.values.items()
        if value is not None and value is not UNCHANGED
    }


def plain(value: Any, blank: Any = None) -> Any:
    """The value, or `blank` where it was cleared or not given."""
    return blank if value is None or value is CLEAR else value


def labelled(kinds: type[C], label: Any) -> C:
    """The member with a label."""
    return next(kind for kind in kinds if kind.label == label)


def typed(values: dict[str, Any], name: str, kinds: type[Coded]) -> None:
    """The label in a field becomes its member; blanks and 清空 stay."""
    if isinstance(values.get(name), str) and not isinstance(values[name], Enum):
        values[name] = labelled(kinds, values[name])


def agrees(day: date, known: date | None, *, inferred: bool) -> bool:
    """Whether a day of the file says nothing else than what is known.

    Where only the month or the year was written, any day of it agrees.
    """
    if known is None or day == known or not inferred:
        return day == known
    same_year = day.year == known.year
    return same_year and (day.month in (1, known.month))


def listed(names: Iterable[str], most: int = 5) -> str:
    """Names in a sentence, no more than a reader takes in."""
    every = list(names)
    return "、".join(every[:most]) + (f" 等 {len(every)} 个" if len(every) > most else "")
