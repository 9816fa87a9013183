"""What addresses of this room say, and what the filter above the tree offers."""

from collections.abc import Iterable

from partybuild.party.kinds import PartyKind
from partybuild.party.rules import WarningCode

MOST = 300
KINDS = [(each.value, each.label) for each in PartyKind]
WARNINGS = [(each.value, each.label) for each in WarningCode]
"""(value, label) pairs, as the list understands them."""


def number(text: str | None) -> int | None:
    """A number of an address; None where it is none."""
    plain = text is not None and text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if plain and text else None


def numbers(texts: Iterable[str]) -> list[int]:
    """The numbers of an address in their order, each once; what is none is left out."""
    found = [one for text in texts if (one := number(text)) is not None]
    return list(dict.fromkeys(found))[:MOST]
