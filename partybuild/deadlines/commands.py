"""Reminders: letters and calls that people log, and what the system said by itself, once a rung."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, needs, work
from partybuild.deadlines import ladders, ports, rules
from partybuild.deadlines.clocks import placing_of
from partybuild.deadlines.models import Reminder
from partybuild.deadlines.ports import Subject
from partybuild.deadlines.rules import Channel
from partybuild.regions import queries as regions
from partybuild.regions.commands import set_setting
from partybuild.rules import RuleBroken

TURNED_ON = "reminded_on"
BATCH = 2000
SYSTEM_SAYS = "已列入待办"


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder as somebody logs it."""

    channel: Channel
    sent_on: date
    note: str = ""


def subject(actor: Actor, kind: str, number: int) -> Subject:
    """What a reminder is about, in reach; OutOfReach where there is none."""
    found = ports.subjects[kind](actor, number) if kind in ports.subjects else None
    if found is None:
        raise OutOfReach
    return found


@needs(Permission.REMINDERS_SEND, "登记提醒")
def remind(actor: Actor, kind: str, number: int, sent: Sent) -> Reminder:
    """The log says when and how somebody was reminded of the due day of a subject in reach."""
    about = subject(actor, kind, number)
    (row,) = log(actor, [about], sent)
    audit_detail(object=(about.kind, about.id), channel=sent.channel.value, due=str(about.due_on))
    return row


def log(actor: Actor, subjects: Sequence[Subject], sent: Sent) -> list[Reminder]:
    """The same for many, inside the command of another process; a log line for each subject."""
    if sent.channel is Channel.SYSTEM:
        raise RuleBroken("系统提醒由系统自己登记，请选择发函、电话或当面。")
    if sent.sent_on > clock.today():
        raise RuleBroken("提醒日期不能晚于今天，请在提醒之后再登记。")
    undated = next((about for about in subjects if about.due_on is None), None)
    if undated is not None:
        raise RuleBroken(f"“{undated.title}”没有到期日，不用登记提醒。")
    note = sent.note.strip()
    rows = [_row(about, sent.channel, sent.sent_on, actor.label, note) for about in subjects]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _row(about: Subject, channel: Channel, day: date, by: str, note: str) -> Reminder:
    assert about.due_on is not None
    step = rules.rung(day, about.due_on, ladders.rungs())
    return Reminder(
        subject_kind=about.kind,
        subject_id=about.id,
        due_on=about.due_on,
        rung=step.days if step else None,
        channel=channel,
        sent_on=day,
        by=by,
        note=note,
        **_placed(about.placed),
    )


def _placed(placed: Any) -> dict[str, Any]:
    return dict(placed) if isinstance(placed, dict) else placing_of(placed)


def reminders(actor: Actor, kind: str, number: int) -> Sequence[Reminder]:
    """The log of a subject, newest first."""
    query = visible(actor, Reminder).where(
        Reminder.subject_kind == kind, Reminder.subject_id == number
    )
    return db.session.scalars(query.order_by(Reminder.sent_on.desc(), Reminder.id.desc())).all()


def turn(actor: Actor) -> int:
    """Log once a day which subjects have come to a new rung of their ladder; how many.

    The system reminds by showing them among the to-dos; the row proves since when. Run again after
    a crash it adds only what is missing.
    """
    today = clock.today()
    if regions.setting(TURNED_ON) == today.isoformat():
        return 0
    until = today + timedelta(days=max(ladders.rungs(), default=0))
    written = 0
    for source in ports.sources:
        if source.reminded is None:
            continue
        found = list(source.reminded(actor, until))
        for part in _batches(found):
            with work(actor) as running:
                written += note_rungs(running.actor, source.key, part, today)
    with work(actor):
        set_setting(TURNED_ON, today.isoformat())
    return written


def _batches(found: Iterable[Subject]) -> Iterator[list[Subject]]:
    rest = iter(found)
    while part := list(islice(rest, BATCH)):
        yield part


@needs(Permission.SIGNED_IN, "系统提醒")
def note_rungs(actor: Actor, source: str, found: Sequence[Subject], today: date) -> int:
    """Log the rung that each subject has come to, where it is not logged yet; how many."""
    query = visible(
        actor, Reminder, Reminder.subject_kind, Reminder.subject_id, Reminder.due_on, Reminder.rung
    ).where(
        Reminder.channel == Channel.SYSTEM,
        Reminder.subject_id.in_([about.id for about in found]),
    )
    known = {tuple(row) for row in db.session.execute(query)}
    rows = [_row(about, Channel.SYSTEM, today, "系统", SYSTEM_SAYS) for about in found]
    new = [
        row
        for row in rows
        if row.rung is not None
        and (row.subject_kind, row.subject_id, row.due_on, row.rung) not in known
    ]
    db.session.add_all(new)
    audit_detail(source=source, written=len(new), day=today.isoformat())
    return len(new)
