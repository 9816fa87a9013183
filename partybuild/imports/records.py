"""A kind of import and its columns as data: matching, checking and the template read the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from enum import Enum
from typing import Any


class Type(Enum):
    """What a column holds, with the rule as it is printed in the template."""

    TEXT = "文字"
    CODE = "编码，按文本填写"
    REGION = "区划代码或名称"
    PHONE = "电话号码，可填座机"
    COUNT = "整数，不小于 0"
    DATE = "日期，如 2024-03-05"
    BOOL = "是 / 否"
    CHOICE = "从列出的值中选一个"
    CHOICES = "从列出的值中选，多个用顿号隔开"
    NAMES = "多个用顿号、逗号、分号或换行隔开"
    DROPPED = "不导入"


@dataclass(frozen=True)
class Required:
    """When a new row must have the column: `unless` another filled, `only_if` a value holds."""

    unless: tuple[str, ...] = ()
    only_if: tuple[str, frozenset[str]] | None = None
    not_if: tuple[str, frozenset[str]] | None = None

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether a row with these values needs the column."""
        if any(values.get(name) is not None for name in self.unless):
            return False
        if self.only_if is not None:
            return values.get(self.only_if[0]) in self.only_if[1]
        return self.not_if is None or values.get(self.not_if[0]) not in self.not_if[1]


@dataclass(frozen=True)
class Column:
    """One column of a kind.

    `synonyms` are headings taken for it; under a group head 组 › 叶 the headings 组叶, 叶组 and 叶
    are looked for in turn. Where several columns know a heading, it goes to the one with a word of
    its `sections` in the group head, else to the one whose `after` column stands nearest to the
    left, else to the one with neither. A column with `total_of` is the sum of two others.
    """

    name: str
    field: str
    type: Type = Type.TEXT
    required_new: Required | None = None
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = made(default_factory=dict)
    note: str = ""
    after: str = ""
    sections: tuple[str, ...] = ()
    total_of: tuple[str, str] | None = None
    pattern: str = ""
    longest: int = 200
    in_template: bool = True

    @property
    def rule(self) -> str:
        """The rule in one line, for the template and for the page of rules."""
        stars = "新增时必填" if self.required_new else ""
        labels = "可填：" + "、".join(self.choices) if self.choices else self.type.value
        return "；".join(part for part in (stars, labels, self.note) if part)


NEW = Required()


def column(
    name: str, field: str, type_: Type = Type.TEXT, *, synonyms: str = "", **more: Any
) -> Column:
    """A column whose synonyms are written in one line, parted by blanks."""
    return Column(name, field, type_, synonyms=tuple(synonyms.split()), **more)


@dataclass(frozen=True)
class Kind:
    """A kind of import: its columns, what makes two rows the same, the version of its template."""

    key: str
    label: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    """Alternatives: the first whose first field is filled names the row."""
    recognised_by: tuple[tuple[str, ...], ...]
    """A head is taken for this kind when one field of each group is among its columns."""
    version: int = 1

    @property
    def stamp(self) -> str:
        """What the template carries to say which it is."""
        return f"{self.key}/{self.version}"

    @property
    def by_field(self) -> dict[str, Column]:
        """The columns by their field."""
        return {column.field: column for column in self.columns}

    def choosing(self, name: str, labels: Iterable[str]) -> "Kind":
        """The kind with other labels for an editable list; variants of kept labels stay."""
        known = self.by_field[name].choices
        choices = {label: known.get(label, ()) for label in labels}
        return replace(
            self,
            columns=tuple(
                replace(column, choices=choices) if column.field == name else column
                for column in self.columns
            ),
        )
