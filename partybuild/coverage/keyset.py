"""Pages of a list by cursor: the sort keys of its last row, so that the 200th costs as the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_

from partybuild.rules import RuleBroken

PAGE = 50


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after these sort keys, or before them."""

    keys: tuple[Any, ...] = ()
    backwards: bool = False


def encode(keys: Sequence[Any]) -> str:
    """The keys as a part of an address."""
    given = [key.isoformat() if isinstance(key, date) else key for key in keys]
    raw = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    """The keys of an address, each of its kind; RuleBroken where it is none of ours."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        given = json.loads(raw)
        if not isinstance(given, list) or len(given) != len(kinds):
            raise ValueError
        return tuple(_typed(key, kind) for key, kind in zip(given, kinds, strict=True))
    except (ValueError, binascii.Error, RecursionError):
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。") from None


def _typed(key: Any, kind: type) -> Any:
    if kind is date:
        return date.fromisoformat(key) if isinstance(key, str) else _refuse()
    if isinstance(key, bool) or not isinstance(key, kind):
        return _refuse()
    if isinstance(key, int) and not -(2**62) < key < 2**62:
        return _refuse()
    if isinstance(key, str) and b"\x00" in key.encode():  # a lone surrogate is a ValueError, too
        return _refuse()
    return key


def _refuse() -> Any:
    raise ValueError


def page(
    query: Select[Any], keys: Sequence[ColumnElement[Any]], falling: bool, cursor: Cursor
) -> Select[Any]:
    """The query from the cursor on, one row more than a page; backwards in reversed order."""
    down = falling != cursor.backwards
    if cursor.keys:
        here, there = tuple_(*keys), tuple_(*cursor.keys)
        query = query.where(here < there if down else here > there)
    ordered = [key.desc() if down else key.asc() for key in keys]
    return query.order_by(None).order_by(*ordered).limit(PAGE + 1)


def turned(rows: Sequence[Any], cursor: Cursor) -> tuple[list[Any], bool, bool]:
    """(the rows of the page in order, whether there is a page before, and one after)."""
    more = len(rows) > PAGE
    shown = list(rows[:PAGE])
    if cursor.backwards:
        shown.reverse()
        return shown, more, True
    return shown, bool(cursor.keys), more
