"""Who is sent to which organization, as files say it: matched with what is known, then stated."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.party import rules
from partybuild.party.cover import person
from partybuild.party.importing.change import Changes
from partybuild.party.importing.given import agrees, plain
from partybuild.party.importing.lives import Life, chunks
from partybuild.party.kinds import InstructorKind
from partybuild.party.models import InstructorAssignment
from partybuild.party.writing import person_key
from partybuild.rules import RuleBroken


class Sent(NamedTuple):
    """A known row of an assignment to an organization in reach."""

    id: int
    organization_id: int
    kind: InstructorKind
    person_key: str
    name: str
    workplace: str
    telephone: str
    valid_from: date
    valid_to: date

    @property
    def values(self) -> dict[str, str]:
        """What the row says beside its key and days."""
        return {"name": self.name, "workplace": self.workplace, "telephone": self.telephone}

    @property
    def who(self) -> str:
        """The person as a history names them."""
        return person(self.name, self.workplace)


@dataclass(frozen=True, slots=True)
class Sending:
    """Whom a row sends where; a blank or masked part of the person says nothing.

    `first` and `last` are inclusive days; `last` CLEAR means that it goes on.
    """

    organization: Life
    kind: InstructorKind
    name: str
    workplace: str | None
    telephone: str | None
    first: date | None
    last: Any = None
    inferred: Collection[str] = ()

    @property
    def key(self) -> str:
        """The person, as one is known however often assigned."""
        return person_key(self.name, self.workplace or "", self.telephone or "")


def sent(actor: Actor, ids: Collection[int]) -> Mapping[int, Sequence[Sent]]:
    """All known assignments of these organizations in reach, in order of days."""
    table = InstructorAssignment
    columns = [getattr(table, name) for name in Sent._fields]
    found: dict[int, list[Sent]] = defaultdict(list)
    for part in chunks(ids):
        query = visible(actor, table, *columns).where(
            table.organization_id.in_(part), table.known_to == OPEN
        )
        for row in db.session.execute(query.order_by(table.valid_from)):
            found[row.organization_id].append(Sent(*row))
    return found


def matched(sending: Sending, known: Sequence[Sent]) -> list[Sent]:
    """The rows of the one person that is meant; RuleBroken where several may be.

    What the row leaves blank does not tell persons apart.
    """
    said = {"workplace": sending.workplace, "telephone": sending.telephone}
    same = [
        row
        for row in known
        if (row.kind, row.name) == (sending.kind, sending.name)
        and all(value in (None, row.values[name]) for name, value in said.items())
    ]
    exact = [row for row in same if row.person_key == sending.key]
    if exact or len({row.person_key for row in same}) < 2:
        return exact or same
    raise RuleBroken(
        f"这家组织有几位{sending.kind.label}叫“{sending.name}”，请填写工作单位和联系电话。"
    )


def changes(
    sending: Sending, known: Sequence[Sent], today: date, *, correct: bool
) -> tuple[Changes, bool]:
    """What a row states, and whether it is a new assignment. RuleBroken as `matched`."""
    rows = matched(sending, known)
    same = _same(sending, rows)
    found = Changes()
    if same is None:
        _begin(sending, rows, today, found)
        return found, True
    _check_first(sending, same, correct, found)
    _end(sending, same, found)
    return found, False


def begun(sending: Sending, day: date) -> Changes:
    """An assignment that nobody has dated begins on a day."""
    found = Changes()
    _begin(replace(sending, first=day), (), day, found)
    return found


def _same(sending: Sending, rows: Sequence[Sent]) -> Sent | None:
    """The assignment that the row is about: that of its first day, else the latest."""
    if sending.first is None:
        return rows[-1] if rows else None
    for row in rows:
        if agrees(sending.first, row.valid_from, inferred="posted_from" in sending.inferred):
            return row
    last = plain(sending.last)
    return next(
        (
            row
            for row in rows
            if sending.first < row.valid_to and (last is None or last >= row.valid_from)
        ),
        None,
    )


def _begin(sending: Sending, rows: Sequence[Sent], today: date, found: Changes) -> None:
    first, last = sending.first, plain(sending.last)
    if first is None:
        return
    if first > today:
        found.refuse("posted_from", "日期还没有到，请核对年份。")
    if not sending.organization.lives_on(first):
        words = f"“{sending.organization.name}”在 {first:%Y-%m-%d} 尚未登记或已经终止，请核对日期。"
        found.refuse("posted_from", words)
    _check_span(first, last, found)
    key = rows[0].person_key if rows else sending.key
    values = {
        "name": sending.name,
        "workplace": sending.workplace or "",
        "telephone": sending.telephone or "",
    }
    if rows:
        values = rows[-1].values
    line = (sending.organization.id, sending.kind, key)
    found.say(InstructorAssignment, line, values, (first, rules.day_after(last)))
    who = person(sending.name, values["workplace"])
    until = f" 至 {last:%Y-%m-%d}" if last else ""
    found.lines.append(_line(sending, "—", f"{who}（{first:%Y-%m-%d} 起{until}）"))


def _check_first(sending: Sending, same: Sent, correct: bool, found: Changes) -> None:
    first = sending.first
    if first is None or agrees(first, same.valid_from, inferred="posted_from" in sending.inferred):
        return
    if not correct:
        words = (
            f"在册自 {same.valid_from:%Y-%m-%d} 起派驻，与表中不同；"
            "确系在册记错的，请勾选“更正”后再导入。"
        )
        found.refuse("posted_from", words)
        return
    if not sending.organization.lives_on(first):
        found.refuse("posted_from", "派驻日期早于组织的成立登记日期，请核对。")
    key = (same.organization_id, same.kind, same.person_key)
    found.say(InstructorAssignment, key, same.values, (first, same.valid_from))
    found.say(InstructorAssignment, key, None, (same.valid_from, min(first, same.valid_to)))
    before, after = f"{same.valid_from:%Y-%m-%d} 起", f"{first:%Y-%m-%d} 起"
    found.lines.append(_line(sending, f"{same.who} {before}", f"{same.who} {after}"))


def _end(sending: Sending, same: Sent, found: Changes) -> None:
    """Another last day ends the assignment there, or lets it go on."""
    if sending.last is None:
        return
    last = plain(sending.last)
    known = rules.last_day_of(same.valid_to)
    if last is None and known is None:
        return
    if last is not None and agrees(last, known, inferred="posted_to" in sending.inferred):
        return
    _check_span(sending.first or same.valid_from, last, found)
    key, after = (same.organization_id, same.kind, same.person_key), rules.day_after(last)
    found.say(InstructorAssignment, key, None, (after, same.valid_to))
    found.say(InstructorAssignment, key, same.values, (same.valid_to, after))
    words = [
        f"{same.who} 至 {day:%Y-%m-%d}" if day else f"{same.who} 在任" for day in (known, last)
    ]
    found.lines.append(_line(sending, *words))


def _check_span(first: date, last: date | None, found: Changes) -> None:
    try:
        rules.check_span(first, last)
    except RuleBroken as broken:
        found.refuse("posted_to", str(broken))


def _line(sending: Sending, before: str, after: str) -> dict[str, str]:
    return {"label": sending.kind.label, "before": before, "after": after}
