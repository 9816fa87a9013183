"""Secretary, term and members of a Party organization as a file says them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partybuild.db import FOREVER
from partybuild.facts.rules import Row
from partybuild.imports.values import CLEAR
from partybuild.organizations.timelines import row_on, touched
from partybuild.party import rules, term_rules
from partybuild.party.importing.change import Changes, When
from partybuild.party.importing.given import agrees, plain
from partybuild.party.importing.timelines import Rows, holding
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import PartyHeadcount, PartyTerm
from partybuild.rules import RuleBroken

MEMBERS = ("full", "probationary")
NO_TERM = {"started_on": None, "last_day": None, "extended_to": None, "document": ""}


def opening_term(wish: Wish, kind: Any, found: Changes) -> Mapping[str, Any]:
    """The term of a new Party organization; nothing where the file says none.

    A blank last day is the usual one (任期意见), as where a term is entered by hand.
    """
    started = plain(wish.values.get("term_started_on"))
    last = plain(wish.values.get("term_last_day"))
    if started is not None and last is None:
        last = rules.last_day_of_term(kind, started)
    if last is None:
        if started is not None:
            found.warnings.append("工作委员会是派出机关，不按届次换届，任期没有导入。")
        return {}
    _check_term(started, last, found)
    return {"started_on": started, "last_day": last, "extended_to": None, "document": ""}


def _check_term(started: date | None, last: date, found: Changes) -> None:
    """A term the wrong way round is an error; one too long is looked into."""
    if started is None:
        return
    try:
        rules.check_term(started, last)
    except RuleBroken as broken:
        if last <= started:
            found.refuse("term_last_day", str(broken))
        else:
            found.warnings.append(str(broken))


def term(wish: Wish, rows: Rows, when: When, kind: Any) -> Changes:
    """What changes of the term: a later one begins on its first day, else values from the day."""
    found = Changes()
    started, last = (wish.values.get(name) for name in ("term_started_on", "term_last_day"))
    if started is None and last is None:
        return found
    now = row_on(rows, when.day)
    key = (wish.number,)
    if started is CLEAR and now is not None:
        found.say(PartyTerm, key, None, (when.day, when.end))
        found.tell("started_on", now.values["started_on"], None)
        return found
    before = now.values if now else {}
    if isinstance(started, date) and _later(wish, started, before):
        values = opening_term(wish, kind, found)
        if values:
            found.say(PartyTerm, key, values, (max(started, when.founded_on), when.end))
            for name in ("started_on", "last_day"):
                found.tell(name, before.get(name), values.get(name))
        return found
    if not when.correct:
        _check_after(wish, before, found)
    _restate(wish, rows, now, when, found)
    return found


def _check_after(wish: Wish, before: Mapping[str, Any], found: Changes) -> None:
    """An election before the last one known is an error, of the file or (更正) of the register."""
    started, known = wish.values.get("term_started_on"), before.get("started_on")
    if not isinstance(started, date) or agrees(
        started, known, inferred=wish.inferred("term_started_on")
    ):
        return
    try:
        term_rules.check_after(started, known)
    except RuleBroken as broken:
        found.refuse("term_started_on", f"{broken}在册的日期记错的，请勾选“更正”后再导入。")


def _restate(wish: Wish, rows: Rows, now: Row | None, when: When, found: Changes) -> None:
    """The same term with another day."""
    key, before = (wish.number,), now.values if now else {}
    different = touched(before, _said_of_term(wish, before))
    for each in holding(rows, different if now or not different else NO_TERM | different, when):
        found.say(PartyTerm, key, each.values, (each.valid_from, each.valid_to))
    for name, value in different.items():
        found.tell(name, before.get(name), value)
    after = {**before, **different}
    if different and after.get("last_day") is not None:
        _check_term(after.get("started_on"), after["last_day"], found)


def _later(wish: Wish, started: date, before: Mapping[str, Any]) -> bool:
    """Whether the file says a term that began after the one known."""
    known = before.get("started_on")
    if agrees(started, known, inferred=wish.inferred("term_started_on")):
        return False
    return not before or (known is not None and started > known)


def _said_of_term(wish: Wish, before: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    started, last = (wish.values.get(name) for name in ("term_started_on", "term_last_day"))
    if isinstance(started, date) and not agrees(
        started, before.get("started_on"), inferred=wish.inferred("term_started_on")
    ):
        said["started_on"] = started
    if last is not None:
        day = plain(last)
        inferred = wish.inferred("term_last_day")
        known = (before.get("last_day"), before.get("extended_to"))
        if day is None or not any(agrees(day, each, inferred=inferred) for each in known if each):
            said["last_day"] = day
    return said


def opening_members(wish: Wish) -> Mapping[str, Any]:
    """The members a new Party organization begins with; nothing where none were counted."""
    counts = {name: plain(wish.values.get(name)) for name in MEMBERS}
    return counts if any(count is not None for count in counts.values()) else {}


def members(wish: Wish, rows: Rows, when: When) -> Changes:
    """What changes of the members it manages."""
    found = Changes()
    said = {name: plain(wish.values[name]) for name in MEMBERS if name in wish.values}
    now: Row | None = row_on(rows, when.day)
    before = now.values if now else {}
    different = touched(before, said)
    for each in holding(rows, different, when):
        found.say(PartyHeadcount, (wish.number,), each.values, (each.valid_from, each.valid_to))
    for name, value in different.items():
        found.tell(name, before.get(name), value)
    return found


def last_day(valid_to: date, end: date) -> date | None:
    """The last day of something, None while it goes on to the end of its subject."""
    return None if valid_to in (end, FOREVER) else rules.last_day_of(valid_to)
