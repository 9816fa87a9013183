"""Secretary, term of office and members of a Party organization."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import FOREVER
from partybuild.db.work import audit_detail, needs
from partybuild.facts.commands import known
from partybuild.facts.histories import Because, Change
from partybuild.facts.rules import Row
from partybuild.organizations.subject import shown
from partybuild.party import rules, term_rules
from partybuild.party.display import party
from partybuild.party.models import (
    PartyHeadcount,
    PartyOrganization,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.standing import rows_on
from partybuild.party.subject import LABELS
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell
from partybuild.rules import RuleBroken

KEEP = Permission.PARTY_KEEP


@dataclass(frozen=True, slots=True)
class Secretary:
    """Who becomes secretary; the last day is known only where it is already past or fixed."""

    name: str
    telephone: str = ""
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Members it manages, None where nobody has counted."""

    full: int | None
    probationary: int | None


@needs(KEEP, "任命书记")
def appoint_secretary(
    actor: Actor, number: int, version: int, secretary: Secretary, why: Why
) -> None:
    """Somebody is secretary from a day on, perhaps to a known last day."""
    appoint(actor, number, secretary, why, version)


def appoint(
    actor: Actor, number: int, secretary: Secretary, why: Why, version: int | None = None
) -> None:
    """As `appoint_secretary`, inside the command of another process."""
    row = _standing(actor, number, version, why.day)
    rules.check_span(why.day, secretary.last_day)
    name, telephone = secretary.name.strip(), secretary.telephone.strip()
    before = _row_on(PartySecretary, number, why.day)
    was = before.values if before else {}
    lines = [changed(LABELS["secretary"], was.get("name", ""), name)]
    if was.get("telephone", "") != telephone:
        old, new = shown("telephone", was.get("telephone", "")), shown("telephone", telephone)
        lines.append(changed(LABELS["telephone"], old, new))
    end = min(rules.day_after(secretary.last_day), row.dissolved_on or FOREVER)
    values = {"name": name, "telephone": telephone}
    told = Told(PartySecretary, (number,), values, why.day, end)
    _tell(actor, row, told, because(actor, "任命书记", why, row), lines)


@needs(KEEP, "书记离任")
def leave_secretary(actor: Actor, number: int, version: int, last_day: date, why: Why) -> None:
    """The secretary of a day was it for the last time on that day."""
    row = _standing(actor, number, version, last_day)
    held = _row_on(PartySecretary, number, last_day)
    if held is None:
        raise RuleBroken(f"{last_day:%Y-%m-%d} 没有登记书记，请核对离任日期。")
    first = rules.day_after(last_day)
    if first >= held.valid_to:
        raise RuleBroken("书记在这一天已经离任，无需重复登记。")
    told = Told(PartySecretary, (number,), None, first, held.valid_to)
    lines = [changed(LABELS["secretary"], held.values["name"], "")]
    _tell(actor, row, told, because(actor, "书记离任", why, row), lines)


@needs(KEEP, "登记任期")
def set_term(actor: Actor, number: int, version: int, last_day: date | None, why: Why) -> None:
    """A term begins on the day and lasts to its last one; blank is the usual one (任期意见)."""
    begin_term(actor, number, last_day, why, version)


def begin_term(
    actor: Actor, number: int, last_day: date | None, why: Why, version: int | None = None
) -> None:
    """As `set_term`, inside the command of another process."""
    started_on = why.day
    row = _standing(actor, number, version, started_on)
    last = last_day or rules.last_day_of_term(row.kind, started_on)
    if last is None:
        raise RuleBroken("工作委员会是派出机关，不按届次换届，无需登记任期。")
    rules.check_term(started_on, last)
    term_rules.check_after(started_on, _last_elected(number))
    values = {"started_on": started_on, "last_day": last, "extended_to": None, "document": ""}
    before = _row_on(PartyTerm, number, started_on)
    end = row.dissolved_on or FOREVER
    told = Told(PartyTerm, (number,), values, started_on, end)
    _tell(actor, row, told, because(actor, "登记任期", why, row), _compared(before, values))


@needs(KEEP, "登记延期")
def extend_term(actor: Actor, number: int, version: int, extended_to: date, why: Why) -> None:
    """The running term may last to a later day, a year at most, by the superior's approval."""
    extend(actor, number, extended_to, why, version)


def extend(
    actor: Actor, number: int, extended_to: date, why: Why, version: int | None = None
) -> None:
    """As `extend_term`, inside the command of another process."""
    row = _standing(actor, number, version, why.day)
    before = _row_on(PartyTerm, number, why.day)
    last = before.values["last_day"] if before else None
    rules.check_extension(last, extended_to, why.document)
    values = {"extended_to": extended_to, "document": why.document.strip()}
    end = before.valid_to if before else FOREVER
    told = Told(PartyTerm, (number,), values, why.day, end)
    _tell(actor, row, told, because(actor, "登记延期", why, row), _compared(before, values))


@needs(KEEP, "登记党员数")
def count_members(actor: Actor, number: int, version: int, members: Members, why: Why) -> None:
    """So many members from a day on."""
    full, probationary = members.full, members.probationary
    row = _standing(actor, number, version, why.day)
    rules.check_headcount(full, probationary)
    values = {"full": full, "probationary": probationary}
    before = _row_on(PartyHeadcount, number, why.day)
    end = row.dissolved_on or FOREVER
    told = Told(PartyHeadcount, (number,), values, why.day, end)
    _tell(actor, row, told, because(actor, "登记党员数", why, row), _compared(before, values))


def _standing(actor: Actor, number: int, version: int | None, day: date) -> PartyOrganization:
    row = opened(actor, number, version)
    rules.check_exists(row.name, row.founded_on, row.dissolved_on, day)
    return row


def _last_elected(number: int) -> date | None:
    lines = known(PartyTerm, [(number,)]).get((number,), [])
    days = [line.values["started_on"] for line in lines if line.values["started_on"]]
    return max(days, default=None)


def _row_on(model: type[Any], number: int, day: date) -> Row | None:
    rows = known(model, [(number,)]).get((number,), [])
    return next((row for row in rows if row.valid_from <= day < row.valid_to), None)


def _compared(before: Row | None, values: dict[str, Any]) -> list[Change]:
    was = before.values if before else {}
    lines = [
        changed(LABELS[key], shown(key, was.get(key)), shown(key, value))
        for key, value in values.items()
        if was.get(key) != value and not (was.get(key) is None and value == "")
    ]
    if not lines:
        raise RuleBroken("与已登记的内容相同，没有改动。")
    return lines


def _tell(
    actor: Actor, row: PartyOrganization, told: Told, cause: Because, lines: list[Change]
) -> None:
    tell(actor, [told], cause, Lines(told.valid_from, {row.id: lines}))
    audit_detail(object=("party", row.id), day=told.valid_from.isoformat(), reason=cause.reason)


@needs(Permission.TELEPHONES_REVEAL, "查看电话全号")
def reveal_telephone(actor: Actor, number: int) -> str:
    """The secretary's telephone in full, for once; who asked stands in the audit."""
    shown = party(actor, number)
    row = rows_on(actor, PartySecretary, [number], clock.today()).get(number)
    audit_detail(object=("party", number), name=shown.name)
    return row.telephone if row else ""
