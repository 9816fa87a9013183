"""The secretary of a Party organization as a file says them: name, telephone, first and last day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from partybuild.db import FOREVER
from partybuild.facts.rules import Row
from partybuild.imports.values import CLEAR
from partybuild.organizations.timelines import row_on
from partybuild.party import rules
from partybuild.party.importing.change import Changes, When
from partybuild.party.importing.given import agrees, plain
from partybuild.party.importing.posts import last_day
from partybuild.party.importing.timelines import Rows, ordered, stretch
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import PartySecretary

FIELDS = ("secretary_name", "secretary_telephone", "secretary_from", "secretary_to")
NAMELESS = "填写了书记的电话或任职日期，没有填写书记姓名，请补填。"
EARLY = "书记任职日期早于党组织成立日期，请核对两个日期。"
BACKWARDS = "书记离任日期早于任职日期，请核对两个日期。"
Opening = tuple[Mapping[str, Any], date, date]


def opening(wish: Wish, when: When, found: Changes, since: date | None = None) -> Opening | None:
    """The secretary the file says: values, first day, first day after the last.

    An undated one begins on `since`, by default the founding day.
    """
    name, telephone, first, last = (plain(wish.values.get(each)) for each in FIELDS)
    if name is None:
        if (telephone, first, last) != (None, None, None):
            found.refuse("secretary_name", NAMELESS)
        return None
    begins = first or since or when.founded_on
    if begins < when.founded_on:
        if not agrees(begins, when.founded_on, inferred=wish.inferred("secretary_from")):
            found.refuse("secretary_from", EARLY)
        begins = when.founded_on
    after = min(rules.day_after(last), when.end)
    if begins >= after:
        found.refuse("secretary_to", BACKWARDS)
    return {"name": name, "telephone": telephone or ""}, begins, after


def changes(wish: Wish, rows: Rows, when: When) -> Changes:
    """What changes of the secretaries of a known Party organization."""
    found = Changes()
    said = {name: wish.values[name] for name in FIELDS if name in wish.values}
    if not said:
        return found
    now = row_on(rows, when.day)
    if said.get("secretary_name") is CLEAR:
        if now is not None:
            found.say(PartySecretary, (wish.number,), None, (when.day, when.end))
            found.tell("secretary", now.values["name"], None)
        return found
    person = said.get("secretary_name") or (now.values["name"] if now else None)
    if person is None:
        if set(map(plain, said.values())) != {None}:
            found.refuse("secretary_name", NAMELESS)
        return found
    held = _held(rows, now, person, said)
    if held is None:
        _another(wish, rows, when, found)
    else:
        _same(wish, rows, held, when, found)
    return found


def _held(rows: Rows, now: Row | None, person: str, said: Mapping[str, Any]) -> Row | None:
    """The row of the time line that speaks of the person as the file does."""
    if now is not None and now.values["name"] == person:
        return now
    first, last = plain(said.get("secretary_from")), plain(said.get("secretary_to"))
    if first is None and last is None:
        return None
    for row in reversed(ordered(rows)):
        begins = first is None or first < row.valid_to
        ends = last is None or last >= row.valid_from
        touches = first is not None or (last is not None and last < row.valid_to)
        if row.values["name"] == person and begins and ends and touches:
            return row
    return None


def _another(wish: Wish, rows: Rows, when: When, found: Changes) -> None:
    """Somebody else becomes secretary: on the day the file says, else from the day of change."""
    now = row_on(rows, when.day)
    since = when.day
    if when.correct and now is not None:
        since = stretch(rows, now, lambda values: values["name"])[0]
    of = opening(wish, when, found, since)
    if of is None:
        return
    values, begins, after = of
    found.say(PartySecretary, (wish.number,), values, (begins, after))
    found.tell("secretary", now.values["name"] if now else None, values["name"])
    if values["telephone"]:
        found.tell("telephone", now.values["telephone"] if now else None, values["telephone"])


def _same(wish: Wish, rows: Rows, held: Row, when: When, found: Changes) -> None:
    """The same person: the first day, the last day or the telephone may be another."""
    key = (wish.number,)
    first, after = stretch(rows, held, lambda values: values["name"])
    begins = plain(wish.values.get("secretary_from"))
    if begins is not None and not agrees(begins, first, inferred=wish.inferred("secretary_from")):
        _check_first(begins, after, when, found)
        values = _earliest(rows, first)
        found.say(PartySecretary, key, values, (begins, first))
        found.say(PartySecretary, key, None, (first, min(begins, after)))
        found.tell("secretary_from", first, begins)
    ends = _wanted_end(wish, after, when)
    if ends != after:
        if ends <= (begins or first):
            found.refuse("secretary_to", BACKWARDS)
        found.say(PartySecretary, key, None, (ends, after))
        found.say(PartySecretary, key, dict(held.values), (after, ends))
        found.tell("secretary_to", last_day(after, when.end), last_day(ends, when.end))
    if "secretary_telephone" in wish.values:
        number = plain(wish.values["secretary_telephone"], "")
        if number != held.values["telephone"]:
            since = when.day if held.valid_from <= when.day < held.valid_to else first
            start = first if when.correct else since
            found.say(PartySecretary, key, {"telephone": number}, (start, min(after, ends)))
            found.tell("telephone", held.values["telephone"], number)


def _check_first(begins: date, after: date, when: When, found: Changes) -> None:
    if begins < when.founded_on:
        found.refuse("secretary_from", EARLY)
    if begins >= after:
        found.refuse("secretary_from", BACKWARDS)


def _earliest(rows: Rows, first: date) -> Mapping[str, Any]:
    row = row_on(rows, first)
    return dict(row.values) if row else {}


def _wanted_end(wish: Wish, after: date, when: When) -> date:
    """The first day after the last one that the file says; as it is where it says none."""
    said = wish.values.get("secretary_to")
    if said is CLEAR:
        return when.end
    if said is None:
        return after
    known = after - timedelta(days=1) if after != FOREVER else None
    if agrees(said, known, inferred=wish.inferred("secretary_to")):
        return after
    return min(rules.day_after(said), when.end)
