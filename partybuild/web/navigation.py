"""The rail: which pages a role finds there."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.web.actor import current_actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the rail: endpoint, label, the permission that opens it."""

    endpoint: str
    label: str
    needs: Permission
    count: Callable[[Actor], int] | None = None
    part: str = ""
    """Heading of the part of the rail that begins here; blank: it goes on."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    active: bool
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """Entries that stand together; no heading where the whole rail is short."""

    label: str
    items: list[Item]


SHORT = 8
"""A rail of no more entries is told at a glance: headings would only lengthen it."""
entries: list[Entry] = []
"""Filled in create_app, in the order of the rail."""


def navigation() -> list[Part]:
    """The rail for the person on the line, part by part; empty when signed out."""
    actor = current_actor()
    if actor is None:
        return []
    found: dict[str, list[Item]] = {}
    label = ""
    for entry in entries:
        label = entry.part or label
        if actor.may(entry.needs):
            found.setdefault(label, []).append(_item(entry, actor))
    items = [item for part in found.values() for item in part]
    if len(items) <= SHORT:
        return [Part("", items)]
    return [Part(label, part) for label, part in found.items()]


def _item(entry: Entry, actor: Actor) -> Item:
    url = url_for(entry.endpoint)
    active = request.path == url or (url != "/" and request.path.startswith(url))
    return Item(entry.label, url, active, entry.count(actor) if entry.count else 0)
