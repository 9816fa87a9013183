"""A scheme as the content of a policy version and back: plain data, defaults left out. Pure."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from partybuild.ratings.schemes.rules import (
    Band,
    Cap,
    Category,
    Deduction,
    Gate,
    Indicator,
    Link,
    Option,
    Scheme,
    Veto,
    Windows,
)
from partybuild.rules import RuleBroken

KIND = "rating-scheme"
"""Of the policies that hold schemes."""
_LISTS: Mapping[str, type[Any]] = {
    "categories": Category,
    "indicators": Indicator,
    "children": Indicator,
    "options": Option,
    "deductions": Deduction,
    "bands": Band,
    "caps": Cap,
    "vetoes": Veto,
    "gates": Gate,
    "chain": Link,
}
_NAMES: Mapping[type[object], str] = {str: "文字", int: "整数", bool: "是或否"}
T = TypeVar("T")


def to_content(scheme: Scheme) -> dict[str, Any]:
    """Plain data from which `to_scheme` makes the same scheme again."""
    return cast(dict[str, Any], _plain(scheme))


def to_scheme(content: Mapping[str, Any]) -> Scheme:
    """The scheme that the content says; RuleBroken where it is not of the shape of one."""
    return _made(Scheme, content, "方案")


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _made(kind: type[T], data: object, where: str) -> T:
    if not isinstance(data, Mapping):
        raise RuleBroken(f"{where}：内容应是一组栏目。")
    known, needed = _known(cast(Any, kind))
    if unknown := sorted(data.keys() - known.keys()):
        raise RuleBroken(f"{where}：有不认识的栏目“{unknown[0]}”。")
    for name in needed:
        if name not in data:
            raise RuleBroken(f"{where}：缺少栏目“{name}”。")
    return kind(**{name: _value(known[name], value, where) for name, value in data.items()})


@cache
def _known(kind: type[Any]) -> tuple[Mapping[str, Field[Any]], tuple[str, ...]]:
    """The fields of a part by name, and those without a default."""
    known = {each.name: each for each in fields(kind)}
    return known, tuple(name for name, each in known.items() if each.default is MISSING)


def _value(each: Field[Any], value: object, where: str) -> object:
    place = f"{where}.{each.name}"
    if each.name == "windows":
        return _made(Windows, value, place)
    if each.name == "review_days":
        return _days(value, place)
    if each.name in _LISTS:
        return tuple(
            _made(_LISTS[each.name], one, f"{place}[{count}]")
            for count, one in enumerate(_list(value, place), start=1)
        )
    if each.name == "kinds":
        return tuple(_scalar(str, one, place) for one in _list(value, place))
    return _scalar(cast(type[object], each.type), value, place)


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise RuleBroken(f"{place}：应是一个列表。")
    return list(value)


def _scalar(kind: type[object], value: object, place: str) -> object:
    if type(value) is not kind:
        raise RuleBroken(f"{place}：应填{_NAMES[kind]}。")
    return value


def _days(value: object, place: str) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise RuleBroken(f"{place}：应是各环节的天数。")
    return {
        str(_scalar(str, tier, place)): cast(int, _scalar(int, days, place))
        for tier, days in value.items()
    }
