"""A scheme taken apart into the rows of its tables, and put together again. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from partybuild.ratings.schemes.columns import SETTINGS, TABLES, Column, written
from partybuild.ratings.schemes.editing import DEEPEST, free_key
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
    walk,
)

Line = dict[str, Any]
Lines = Mapping[str, Sequence[Line]]
_KEYED = {"indicators": "item", "vetoes": "veto", "gates": "gate", "categories": "group"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that does not fit the others: which table, which of its rows, which column."""

    table: str
    at: int
    column: str
    message: str


def lines_of(scheme: Scheme) -> dict[str, list[Line]]:
    """The rows of every table by its key; a row holds values by column name."""
    items = [(node, node.indicator) for node in walk(scheme.indicators)]
    return {
        "settings": [_settings(scheme)],
        "indicators": [
            _values(each, "indicators") | {"parent": node.above[-1].key if node.above else ""}
            for node, each in items
        ],
        "options": [
            _values(line, "options") | {"item": each.key}
            for _, each in items
            for line in each.options
        ],
        "deductions": [
            _values(line, "deductions") | {"item": each.key}
            for _, each in items
            for line in each.deductions
        ],
        **{
            key: [_values(each, key) for each in getattr(scheme, key)]
            for key in ("bands", "caps", "vetoes", "gates", "categories")
        },
        "chain": [
            {
                "tier": link.tier,
                "desk": link.desk,
                "days": scheme.windows.review_days.get(link.tier, 0),
            }
            for link in scheme.chain
        ],
    }


def cells_of(scheme: Scheme) -> dict[str, list[list[str]]]:
    """The tables as they are written: every cell as text."""
    found = lines_of(scheme)
    settings = found.pop("settings")[0]
    cells = {
        table.key: [[written(c, line[c.name]) for c in table.columns] for line in found[table.key]]
        for table in TABLES
        if table.key != "settings"
    }
    return {
        "settings": [[each.heading, written(each, settings[each.name])] for each in SETTINGS],
        **cells,
    }


def _settings(scheme: Scheme) -> Line:
    windows = scheme.windows
    days = {
        "fill_days": windows.fill_days,
        "publicity_working_days": windows.publicity_working_days,
    }
    return {each.name: days.get(each.name, getattr(scheme, each.name, None)) for each in SETTINGS}


def _values(each: object, key: str) -> Line:
    return {column.name: getattr(each, column.name, "") for column in _columns(key)}


def _columns(key: str) -> tuple[Column, ...]:
    return next(table.columns for table in TABLES if table.key == key)


def named(lines: Lines) -> Lines:
    """The same rows, each with a key of its own where its owner left it blank."""
    found = {key: [dict(line) for line in rows] for key, rows in lines.items()}
    for key, stem in _KEYED.items():
        _name(found.get(key, []), stem)
    for key, stem in (("options", "o"), ("deductions", "d")):
        by_item: dict[str, list[Line]] = {}
        for line in found.get(key, []):
            by_item.setdefault(line["item"], []).append(line)
        for rows in by_item.values():
            _name(rows, stem)
    return found


def _name(rows: Sequence[Line], stem: str) -> None:
    taken = [line["key"] for line in rows]
    for line in rows:
        if not line["key"]:
            line["key"] = free_key(taken, stem)
            taken.append(line["key"])


def wrong(lines: Lines) -> list[Wrong]:
    """Rows that name what is not there, or what is there already."""
    parents = {line["key"]: line["parent"] for line in lines["indicators"]}
    return [*_wrong_items(lines["indicators"], parents), *_wrong_lines(lines, parents)]


def _wrong_items(rows: Sequence[Line], parents: Mapping[str, str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for at, line in enumerate(rows):
        if line["key"] in seen:
            yield Wrong("indicators", at, "key", "代码与上面的指标重复。")
        seen.add(line["key"])
        if line["parent"] and line["parent"] not in parents:
            yield Wrong("indicators", at, "parent", "没有这个上级指标，请核对代码。")
        elif (depth := _depth(line["key"], parents)) > DEEPEST:
            circle = depth > len(parents)
            said = "上级不能是自己或自己的下级。" if circle else f"指标最多 {DEEPEST} 级。"
            yield Wrong("indicators", at, "parent", said)


def _depth(key: str, parents: Mapping[str, str]) -> int:
    """How many levels down; more than there are indicators where they go round in a circle."""
    seen = {key}
    while key := parents.get(key, ""):
        if key in seen:
            return len(parents) + DEEPEST
        seen.add(key)
    return len(seen)


def _wrong_lines(lines: Lines, parents: Mapping[str, str]) -> Iterator[Wrong]:
    for table in ("options", "deductions"):
        for at, line in enumerate(lines[table]):
            if line["item"] not in parents:
                yield Wrong(table, at, "item", "没有这个指标，请核对指标代码。")


def scheme_of(lines: Lines, base: Scheme) -> Scheme:
    """The scheme that rows without a fault say; name and owner are those of `base`."""
    settings = dict(lines["settings"][0])
    days = {line["tier"]: line["days"] for line in lines["chain"]}
    fill, publicity = settings.pop("fill_days"), settings.pop("publicity_working_days")
    return replace(
        base,
        **settings,
        windows=Windows(fill, days, publicity),
        indicators=_below("", lines),
        bands=tuple(Band(**line) for line in lines["bands"]),
        caps=tuple(Cap(**line) for line in lines["caps"]),
        vetoes=tuple(Veto(**line) for line in lines["vetoes"]),
        gates=tuple(Gate(**line) for line in lines["gates"]),
        chain=tuple(Link(line["tier"], line["desk"]) for line in lines["chain"]),
        categories=tuple(Category(**line) for line in lines["categories"]),
    )


def _below(parent: str, lines: Lines) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            **{name: value for name, value in line.items() if name != "parent"},
            options=tuple(Option(**each) for each in _of(line["key"], lines["options"])),
            deductions=tuple(Deduction(**each) for each in _of(line["key"], lines["deductions"])),
            children=_below(line["key"], lines),
        )
        for line in lines["indicators"]
        if line["parent"] == parent
    )


def _of(key: str, rows: Sequence[Line]) -> Iterator[Line]:
    for line in rows:
        if line["item"] == key:
            yield {name: value for name, value in line.items() if name != "item"}
