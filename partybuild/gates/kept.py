"""Counts of verdicts kept in memory for as long as no verdict changes.

Every change of verdicts writes a new mark in its own transaction; what was counted under a mark
holds wherever that mark is read, in any process. So nothing here can be out of date.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from partybuild.access.actor import Actor
from partybuild.regions import queries as regions
from partybuild.regions.commands import set_setting

MARK = "verdicts_mark"
MOST = 512
R = TypeVar("R")
_kept: OrderedDict[Hashable, Any] = OrderedDict()


def changed() -> None:
    """What was counted before holds no more. Inside `work`."""
    set_setting(MARK, secrets.token_hex(8))


def under_mark(actor: Actor, key: Hashable, count: Callable[[], R]) -> R:
    """What `count` gives for this reach and key, counted once under a mark."""
    mark = regions.setting(MARK)
    whole = (mark, actor.reach, key)
    if mark is None or whole not in _kept:
        found = count()
        if mark is None:
            return found
        _kept[whole] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        return found
    _kept.move_to_end(whole)
    kept: R = _kept[whole]
    return kept
