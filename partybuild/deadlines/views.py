"""The pages of to-dos, of the working-day calendar and of reminders."""

from datetime import date
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.deadlines import commands, forms, keeping, ladders, rail, todo
from partybuild.deadlines.calendar import words as calendar_words
from partybuild.deadlines.entries import Entry
from partybuild.deadlines.rules import Channel, Standing
from partybuild.deadlines.year import year
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

deadlines = Feature("deadlines", __name__)
READ = Permission.POLICIES_READ
KEEP = Permission.CALENDAR_KEEP


@deadlines.page("/todo", needs=Permission.SIGNED_IN)
def items(actor: Actor) -> ResponseReturnValue:
    """Single items across every source by due day; a leader sees how many."""
    page = todo.page(actor, todo.read(request.args))
    rail.keep(actor, page.open)
    return respond.page("deadlines/items.html", page=page, standings=list(Standing))


@deadlines.page("/calendar", needs=READ)
def calendar(actor: Actor) -> ResponseReturnValue:
    """The working-day calendar of this year."""
    return _calendar(clock.today().year)


@deadlines.page("/calendar/<int:number>", needs=READ)
def calendar_year(actor: Actor, number: int) -> ResponseReturnValue:
    """The working-day calendar of a year."""
    return _calendar(number)


def _calendar(number: int, status: int = 200, **given: Any) -> ResponseReturnValue:
    try:
        page = year(number)
    except ValueError:
        abort(404)
    blank = {"day": forms.DayForm(), "removal": None, "wrong": ""}
    return respond.page("deadlines/calendar.html", status=status, page=page, **(blank | given))


@deadlines.action("/calendar/<int:number>/days", needs=KEEP)
def keep_day(actor: Actor, number: int) -> ResponseReturnValue:
    """One day by the office's own entry."""
    form = forms.DayForm(request.form)

    def keep(actor: Actor) -> int:
        entry = Entry(form.day.data, form.worked.data == "1", form.basis.data.strip())
        return keeping.set_day(actor, entry, form.reason.data.strip())

    moved = submit(form, actor, keep)
    if moved is None:
        return _calendar(number, 422, day=form, wrong="day")
    return _said(form.day.data.year, moved)


@deadlines.action("/calendar/<int:number>/days/<day>/removal", needs=KEEP)
def clear_day(actor: Actor, number: int, day: str) -> ResponseReturnValue:
    """The office's own entry for a day is taken away again."""
    form = forms.Reasoned(request.form)
    try:
        found = date.fromisoformat(day)
    except ValueError:
        abort(404)

    def clear(actor: Actor) -> int:
        return keeping.clear_day(actor, found, form.reason.data.strip())

    moved = submit(form, actor, clear)
    if moved is None:
        return _calendar(number, 422, removal=form)
    return _said(number, moved)


def _said(number: int, moved: int) -> ResponseReturnValue:
    flash(f"工作日历已更新，已重算 {moved} 个期限。", "fine")
    return respond.done(url_for(".calendar_year", number=number))


@deadlines.page("/reminders/<kind>/<int:number>", needs=Permission.PARTY_READ)
def reminders(actor: Actor, kind: str, number: int) -> ResponseReturnValue:
    """The ladder of a due day, and who was reminded of it when and how."""
    form = forms.ReminderForm(data={"sent_on": clock.today()})
    return _reminders(actor, commands.subject(actor, kind, number), form)


def _reminders(actor: Actor, about: Any, form: Any, status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    return respond.page(
        "deadlines/reminders.html",
        status=status,
        about=about,
        steps=ladders.steps(about.due_on, today) if about.due_on else [],
        words=calendar_words(today, about.due_on, False) if about.due_on else "",
        late=about.due_on is not None and about.due_on < today,
        log=commands.reminders(actor, about.kind, about.id),
        form=form,
    )


@deadlines.action("/reminders/<kind>/<int:number>", needs=Permission.REMINDERS_SEND)
def remind(actor: Actor, kind: str, number: int) -> ResponseReturnValue:
    """Log a letter, a call or a talk."""
    form = forms.ReminderForm(request.form)

    def log(actor: Actor) -> Any:
        sent = commands.Sent(Channel(form.channel.data), form.sent_on.data, form.note.data or "")
        return commands.remind(actor, kind, number, sent)

    if submit(form, actor, log) is None:
        return _reminders(actor, commands.subject(actor, kind, number), form, 422)
    return respond.done(url_for(".reminders", kind=kind, number=number))
