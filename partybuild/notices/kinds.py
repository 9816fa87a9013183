"""The kinds of papers, read once from kinds.toml. Pure: no Flask, no database."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from partybuild.access.permissions import Role


class FieldType(Enum):
    """What a field of a paper holds."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    NUMBER = "number"
    ROWS = "rows"


class Side(Enum):
    """Which office issues a paper; the value is the word of kinds.toml."""

    PARTY = "party"
    CIVIL = "civil"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The Chinese name shown on screen."""
        return {"party": "党建工作机构", "civil": "登记管理机关", "both": "两个机关均可"}[
            self.value
        ]

    @property
    def roles(self) -> frozenset[Role]:
        """Whose appointment may issue it."""
        return _ROLES[self]


_ROLES = {
    Side.PARTY: frozenset({Role.OFFICER, Role.COMMAND}),
    Side.CIVIL: frozenset({Role.REGISTRAR, Role.COMMAND}),
    Side.BOTH: frozenset({Role.OFFICER, Role.REGISTRAR, Role.COMMAND}),
}


class Way(Enum):
    """How a paper reached its addressee."""

    DIRECT = "direct"
    POST = "post"
    ELECTRONIC = "electronic"
    PUBLIC = "public"
    LEFT = "left"

    @property
    def label(self) -> str:
        """The Chinese name shown on screen."""
        return _WAYS[self]


_WAYS = {
    Way.DIRECT: "直接送达",
    Way.POST: "邮寄",
    Way.ELECTRONIC: "电子",
    Way.PUBLIC: "公告",
    Way.LEFT: "留置",
}


class NoticeState(Enum):
    """A paper stands, or it was voided and keeps its number."""

    ISSUED = "issued"
    VOID = "void"

    @property
    def label(self) -> str:
        """The Chinese name shown on screen."""
        return "已发" if self is NoticeState.ISSUED else "作废"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a paper asks for; `columns` (key → label) where it holds rows."""

    key: str
    label: str
    type: FieldType
    required: bool
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of paper. `receipt_days`: working days until its receipt is due, None for none."""

    key: str
    name: str
    title: str
    """The heading on the paper; may name fields."""
    side: Side
    layout: str
    """letter (公文), form (表格) or pledge (承诺书)."""
    tails: Mapping[Side, str]
    """The end of the 字 by office, 社党 or 民社; empty where the paper bears no number."""
    basis: str
    receipt_days: int | None
    addressed: bool
    blank: bool
    fields: tuple[Field, ...]
    body: tuple[str, ...]
    form: tuple[tuple[str, ...], ...]

    @property
    def numbered(self) -> bool:
        """Whether the paper takes a 〔年〕号."""
        return bool(self.tails)

    def field(self, key: str) -> Field | None:
        """The field of this key, None where the kind has none."""
        return next((field for field in self.fields if field.key == key), None)


ATTACHMENTS = Field("attachments", "附件名称", FieldType.LINES, False, {})
"""Every letter may name what is enclosed."""


def _field(text: str) -> Field:
    key, label, kind, *columns = text.split("|")
    pairs = dict(pair.split("=") for pair in columns[0].split(",")) if columns else {}
    return Field(key.rstrip("?"), label, FieldType(kind), not key.endswith("?"), pairs)


def _tails(side: Side, series: str) -> dict[Side, str]:
    if not series:
        return {}
    if side is Side.BOTH:
        party, civil = series.split("|")
        return {Side.PARTY: party, Side.CIVIL: civil}
    return {side: series}


def _kind(key: str, data: Mapping[str, Any]) -> NoticeKind:
    side, layout = Side(data["side"]), data.get("layout", "letter")
    fields = tuple(_field(text) for text in data["fields"])
    return NoticeKind(
        key=key,
        name=data.get("name", data["title"]),
        title=data["title"],
        side=side,
        layout=layout,
        tails=_tails(side, data.get("series", "")),
        basis=data.get("basis", ""),
        receipt_days=data.get("receipt_days"),
        addressed=data.get("addressed", layout == "letter"),
        blank=data.get("blank", False),
        fields=(*fields, ATTACHMENTS) if layout == "letter" else fields,
        body=tuple(data["body"]),
        form=tuple(tuple(row) for row in data.get("form", ())),
    )


def _read() -> Mapping[str, NoticeKind]:
    text = files(__package__).joinpath("kinds.toml").read_text("utf-8")
    return MappingProxyType({key: _kind(key, data) for key, data in tomllib.loads(text).items()})


KINDS: Mapping[str, NoticeKind] = _read()
"""Every kind by its key, in the order of kinds.toml."""

SERVICE_RECORD = "service-record"
"""送达回证: printed to go with another paper."""
