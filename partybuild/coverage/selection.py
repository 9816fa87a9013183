"""Which organizations a bulk act is about: those that were ticked, or all of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage.listed import Listed, listed
from partybuild.organizations.pages import check_printable
from partybuild.rules import RuleBroken

MOST = 2000


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids, in words where they come from, and how a form or a link says the same again."""

    ids: Sequence[int]
    words: str
    carried: Sequence[tuple[str, str]]

    @property
    def address(self) -> str:
        """The query string that selects the same."""
        return urlencode(self.carried)


def selected(actor: Actor, arguments: MultiDict[str, str]) -> Selection:
    """What an address or a form selects; RuleBroken for nothing, or for more than 2,000.

    Ticked rows stand as `id`, several also joined by commas; `all` with a `list` and its own
    query means every organization of that list today.
    """
    found = _all(actor, arguments) if arguments.getlist("all") else _ticked(arguments)
    if not found.ids:
        raise RuleBroken("没有选中社会组织，请回到名单勾选后再办理。")
    if len(found.ids) > MOST:
        raise RuleBroken(
            f"一次最多办理 {MOST} 家，现有 {len(found.ids)} 家，请加筛选条件分批办理。"
        )
    return found


def _ticked(arguments: MultiDict[str, str]) -> Selection:
    texts = [text for value in arguments.getlist("id") for text in value.split(",")]
    ids = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16]
    ids = list(dict.fromkeys(ids))
    return Selection(ids, f"选中的 {len(ids)} 家", [("id", str(number)) for number in ids])


def _all(actor: Actor, arguments: MultiDict[str, str]) -> Selection:
    name, own = _list_of(arguments)
    found = listed(actor, name, urlencode(own))
    if found.party:
        raise RuleBroken("批量办理针对社会组织，请从社会组织的名单进入。")
    if found.day != clock.today():
        raise RuleBroken("批量办理只能针对今天的名单，请把截至日期改回今天。")
    ids = found.roll.ids() if found.roll.total() <= MOST else range(found.roll.total())
    return Selection(ids, f"{_told(found)}全部 {len(ids)} 家", [("all", "1"), ("list", name), *own])


def printable(actor: Actor, arguments: MultiDict[str, str]) -> tuple[Sequence[int], str]:
    """(every organization of the list that an address asks for, the list in words).

    RuleBroken for an empty list, one of Party organizations or of a past day, and where there are
    more than can be printed.
    """
    name, own = _list_of(arguments)
    found = listed(actor, name, urlencode(own))
    if found.party:
        raise RuleBroken("一社一档针对社会组织，请从社会组织的名单进入。")
    if found.day != clock.today():
        raise RuleBroken("一社一档按今天的情况打印，请把截至日期改回今天。")
    count = found.roll.total()
    if not count:
        raise RuleBroken("名单里没有社会组织，请放宽筛选条件再打印。")
    check_printable(count)
    return found.roll.ids(), _told(found)


def _list_of(arguments: MultiDict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """(the list's name, what narrows it)."""
    name = (arguments.getlist("list") or ["organizations"])[0]
    own = [
        (key, value)
        for key, value in arguments.items(multi=True)
        if key not in _NOT_FILTERS and not key.startswith("to-")
    ]
    return name, own


def _told(found: Listed) -> str:
    return f"{found.scope}{found.title}{f'（{found.words}）' if found.words else ''}"


_NOT_FILTERS = {"all", "list", "id", "act", "csrf_token", "seen", "confirmed"}
