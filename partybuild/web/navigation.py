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


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    active: bool
    count: int


entries: list[Entry] = []
"""Filled in create_app, in the order of the rail."""


def navigation() -> list[Item]:
    """The rail for the person on the line; empty when signed out."""
    actor = current_actor()
    if actor is None:
        return []
    return [_item(entry, actor) for entry in entries if actor.may(entry.needs)]


def _item(entry: Entry, actor: Actor) -> Item:
    url = url_for(entry.endpoint)
    active = request.path == url or (url != "/" and request.path.startswith(url))
    return Item(entry.label, url, active, entry.count(actor) if entry.count else 0)
