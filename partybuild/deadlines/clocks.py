"""Clocks on cases: started, paused, resumed and stopped inside the commands of other rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible, writable
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, current_work
from partybuild.deadlines import calendar, rules
from partybuild.deadlines.models import CaseClock, ClockPause
from partybuild.deadlines.rules import Pause, Reading, Term
from partybuild.regions.placing import PLACING
from partybuild.rules import RuleBroken

OWNERS = ("organization_id", "party_organization_id")


@dataclass(frozen=True, slots=True)
class Start:
    """A term that begins to run on a subject; `placed` is the Filed row it is about."""

    subject_kind: str
    subject_id: int
    kind: str
    title: str
    term: Term
    placed: Any
    basis: str = ""


def placing_of(row: Any) -> dict[str, Any]:
    """The columns that file a row where `row` (Filed, or of the registers) stands."""
    values = {name: getattr(row, name) for name in PLACING}
    values |= {name: getattr(row, name, None) for name in OWNERS}
    table = getattr(row, "__tablename__", "")
    if table in ("organization", "party_organization"):
        values[f"{table}_id"] = row.id
    return values


def start_clock(actor: Actor, start: Start) -> CaseClock:
    """A running clock with its due day. Inside `work`; OutOfReach where the subject is not in reach."""
    current_work()
    term = start.term
    row = CaseClock(
        subject_kind=start.subject_kind,
        subject_id=start.subject_id,
        kind=start.kind,
        title=start.title,
        basis=start.basis,
        started_on=term.started,
        days=term.days,
        working=term.working,
        rolls=term.rolls,
        state="running",
        due_on=rules.due(term, (), calendar.exceptions()),
        **placing_of(start.placed),
    )
    db.session.add(row)
    db.session.flush()
    return row


def pause(actor: Actor, clock_id: int, day: date, reason: str) -> CaseClock:
    """The clock stands still from `day` on; RuleBroken without a reason or out of order."""
    row = _held(actor, clock_id, "running")
    if not reason.strip():
        raise RuleBroken("请写明暂停期限的原因。")
    before = pauses_of(actor, [row.id]).get(row.id, ())
    stopped = ClockPause(clock_id=row.id, paused_on=day, reason=reason.strip(), by=actor.label)
    row.due_on = rules.due(row.term, (*before, Pause(day)), calendar.exceptions())
    if row.due_on is not None:
        raise RuleBroken(f"期限已于 {row.due_on:%Y-%m-%d} 届满，不能再暂停。")
    row.state = "paused"
    db.session.add(stopped)
    db.session.flush()
    return row


def resume(actor: Actor, clock_id: int, day: date) -> CaseClock:
    """The clock runs again from `day` on, that day counted; its due day has moved."""
    row = _held(actor, clock_id, "paused")
    query = writable(actor, ClockPause).where(
        ClockPause.clock_id == row.id, ClockPause.resumed_on.is_(None)
    )
    lasting: ClockPause = db.session.scalars(query).one()
    rules.check(row.term, [Pause(lasting.paused_on, day)])
    lasting.resumed_on = day
    db.session.flush()
    row.state = "running"
    row.due_on = due_of(row, pauses_of(actor, [row.id]).get(row.id, ()))
    db.session.flush()
    return row


def stop(actor: Actor, clock_id: int, day: date) -> CaseClock:
    """What the clock waited for has happened on `day`; its due day stays to be read."""
    row = _held(actor, clock_id, "running", "paused")
    if day < row.started_on:
        raise RuleBroken(f"办结日期不能早于起算日 {row.started_on:%Y-%m-%d}。")
    row.state, row.stopped_on = "stopped", day
    db.session.flush()
    return row


def _held(actor: Actor, clock_id: int, *states: str) -> CaseClock:
    current_work()
    query = writable(actor, CaseClock).where(CaseClock.id == clock_id).with_for_update()
    row: CaseClock | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise OutOfReach
    if row.state not in states:
        words = {"running": "正在计时", "paused": "已经暂停", "stopped": "已经办结"}[row.state]
        raise Stale(f"“{row.title}”的期限{words}，请刷新后再办。")
    return row


def due_of(row: CaseClock, pauses: Sequence[Pause]) -> date | None:
    """The due day of a clock by the calendar as it stands."""
    return rules.due(row.term, pauses, calendar.exceptions())


def pauses_of(actor: Actor, clock_ids: Sequence[int]) -> Mapping[int, Sequence[Pause]]:
    """The pauses of these clocks in their order, by clock."""
    query = visible(actor, ClockPause).where(ClockPause.clock_id.in_(clock_ids))
    found: dict[int, list[Pause]] = {}
    for row in db.session.scalars(query.order_by(ClockPause.paused_on, ClockPause.id)):
        found.setdefault(row.clock_id, []).append(Pause(row.paused_on, row.resumed_on))
    return found


def clocks(actor: Actor, subject_kind: str, subject_id: int) -> Sequence[CaseClock]:
    """Every clock on a subject, in the order they were started."""
    query = visible(actor, CaseClock).where(
        CaseClock.subject_kind == subject_kind, CaseClock.subject_id == subject_id
    )
    return db.session.scalars(query.order_by(CaseClock.started_on, CaseClock.id)).all()


def reading(actor: Actor, row: CaseClock) -> Reading:
    """The clock as it stands today: due day, days used and left."""
    pauses = pauses_of(actor, [row.id]).get(row.id, ())
    return rules.read(row.term, pauses, clock.today(), calendar.exceptions())


def computing(row: CaseClock, pauses: Sequence[Pause] = ()) -> str:
    """How the due day was counted, for its title: 起算日, 天数, 暂停."""
    unit = "个工作日" if row.working else "日"
    parts = [f"{row.started_on:%Y-%m-%d} 起算（当日不计）", f"{row.days} {unit}"]
    for each in pauses:
        until = f"{each.end:%Y-%m-%d} 恢复" if each.end else "尚未恢复"
        parts.append(f"{each.start:%Y-%m-%d} 暂停，{until}")
    if row.basis:
        parts.append(row.basis)
    return "；".join(parts)
