"""What addresses of this room say, and what its filters offer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from partybuild.access.actor import Actor
from partybuild.organizations.kinds import Coded
from partybuild.party.beyond import party_names
from partybuild.party.display import party
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.listing import Asked
from partybuild.party.rules import WarningCode
from partybuild.regions import queries as regions

MOST = 300


def number(text: str | None) -> int | None:
    """A number of an address; None where it is none."""
    plain = text is not None and text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if plain and text else None


def numbers(texts: Iterable[str]) -> list[int]:
    """The numbers of an address in their order, each once; what is none is left out."""
    found = [one for text in texts if (one := number(text)) is not None]
    return list(dict.fromkeys(found))[:MOST]


def asked(arguments: Mapping[str, str]) -> Asked:
    """What a list is narrowed to; words it does not know narrow nothing."""
    return Asked(
        kind=_coded(PartyKind, arguments.get("kind")),
        way=_coded(Formation, arguments.get("way")),
        warning=_coded(WarningCode, arguments.get("warning")),
        unit=arguments.get("unit", "").strip(),
        words=arguments.get("q", "").strip()[:60],
        superior=number(arguments.get("superior")),
        dissolved=arguments.get("state") == "dissolved",
    )


def _coded(kind: Any, text: str | None) -> Any:
    return kind(text) if text in list(kind) else None


def _pairs(of: Asked) -> list[tuple[str, str]]:
    pairs = [
        ("kind", of.kind),
        ("way", of.way),
        ("warning", of.warning),
        ("unit", of.unit),
        ("q", of.words),
        ("superior", of.superior),
        ("state", "dissolved" if of.dissolved else ""),
    ]
    return [(name, str(value)) for name, value in pairs if value]


def address(of: Asked, without: str = "") -> str:
    """The list's address with what is asked, ready for one parameter more."""
    pairs = [(name, value) for name, value in _pairs(of) if name != without]
    return f"/party/list?{urlencode(pairs)}{'&' if pairs else ''}"


def active(actor: Actor, of: Asked) -> list[tuple[str, str]]:
    """(what is in force, the address without it)."""
    names = {"kind": "类型", "way": "组建方式", "warning": "提醒", "unit": "区划", "q": "查找"}
    said = [(name, label, _said(of, name)) for name, label in names.items()]
    if of.superior is not None:
        party(actor, of.superior)
        said.append(("superior", "上级", party_names([of.superior])[of.superior]))
    if of.dissolved:
        said.append(("state", "状态", "已撤销"))
    return [(f"{label}：{words}", address(of, name)) for name, label, words in said if words]


def _said(of: Asked, name: str) -> str:
    value = of.words if name == "q" else getattr(of, name)
    if name == "unit" and value:
        found = regions.by_code(value)
        return found.name if found else value
    return value.label if isinstance(value, Coded) else (value or "")


def offers(actor: Actor) -> dict[str, Sequence[tuple[str, str]]]:
    """(value, label) pairs of the filters."""
    top = regions.top_of(actor)
    units = [(each.code, each.name) for each in regions.children(top.id)] if top else []
    return {
        "kinds": [(each.value, each.label) for each in PartyKind],
        "ways": [(each.value, each.label) for each in Formation],
        "warnings": [(each.value, each.label) for each in WarningCode],
        "units": units,
    }
