"""Entering organization life: on the Party organization's page, and on a secretary's phone."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.party import asking, life, life_commands
from partybuild.party.answers import kept, tried
from partybuild.party.display import display
from partybuild.party.feature import party
from partybuild.party.forms_life import HandLifeForm, LifeForm, StrikeForm
from partybuild.party.kinds import LifeKind
from partybuild.party.life_commands import Held
from partybuild.web import respond

RECORD = Permission.LIFE_RECORD
FRAGMENT = "party/_life.html"


def _held(form: LifeForm) -> Held:
    day, topic = form.held_on.data, form.topic.data
    return Held(LifeKind(form.kind.data), day, form.due.data, form.attended.data, topic)


@party.action("/<int:party_id>/life", needs=RECORD)
def record(actor: Actor, party_id: int) -> ResponseReturnValue:
    """One line, entered on the Party organization's page."""
    form = LifeForm(request.form)
    made, status = tried(
        form, actor, lambda who: life_commands.record_life(who, party_id, _held(form))
    )
    if made is None:
        return _lines(actor, party_id, form, status)
    flash("已登记组织生活。", "fine")
    if respond.is_htmx():
        return _lines(actor, party_id, LifeForm(held_on=clock.today()))
    return respond.done(f"{url_for('party.show', party_id=party_id)}#life")


def _lines(actor: Actor, party_id: int, form: LifeForm, status: int = 200) -> ResponseReturnValue:
    shown = display(actor, party_id, clock.today())
    return respond.page(
        "party/life.html",
        fragment=FRAGMENT,
        status=status,
        shown=shown,
        year=life.year_of(actor, shown.row, shown.facts, shown.day),
        form=form,
    )


@party.page("/<int:party_id>/life", needs=Permission.PARTY_READ)
def lines(actor: Actor, party_id: int) -> ResponseReturnValue:
    """A year's organization life of one Party organization."""
    return _lines(actor, party_id, LifeForm(held_on=clock.today()))


@party.page("/life/<int:life_id>/removal", needs=RECORD)
def removal(actor: Actor, life_id: int) -> ResponseReturnValue:
    """The question why a line is to be struck out."""
    return respond.page("party/removal.html", line=life.line(actor, life_id), form=StrikeForm())


@party.action("/life/<int:life_id>/removal", needs=RECORD)
def strike(actor: Actor, life_id: int) -> ResponseReturnValue:
    """Strike a line out; the reason stays in the history."""
    form = StrikeForm(request.form)
    number, status = tried(
        form, actor, lambda who: life_commands.strike_life(who, life_id, form.reason.data)
    )
    if number is None:
        line = life.line(actor, life_id)
        return respond.page("party/removal.html", status=status, line=line, form=form)
    return kept("划去一条组织生活", f"{url_for('party.show', party_id=number)}#life")


@party.page("/life/new", needs=RECORD)
def new_life(actor: Actor) -> ResponseReturnValue:
    """A secretary's page: what was held, when, how many came; and this year's lines."""
    chosen = asking.number(request.args.get("party"))
    return _new_life(actor, HandLifeForm(held_on=clock.today(), party=chosen))


@party.action("/life/new", needs=RECORD)
def record_by_hand(actor: Actor) -> ResponseReturnValue:
    """Enter the line; the page is ready for the next."""
    form = HandLifeForm(request.form)
    form.party.choices = {row.id: row.name for row in life.own(actor, form.party.data)}
    made, status = tried(
        form, actor, lambda who: life_commands.record_life(who, form.party.data, _held(form))
    )
    if made is None:
        return _new_life(actor, form, status)
    return kept("组织生活", url_for("party.new_life", party=form.party.data))


def _new_life(actor: Actor, form: HandLifeForm, status: int = 200) -> ResponseReturnValue:
    mine = life.own(actor, form.party.data)
    form.party.choices = {row.id: row.name for row in mine}
    if form.party.data not in form.party.choices:
        form.party.data = mine[0].id if mine else None
    shown = display(actor, form.party.data, clock.today()) if mine else None
    year = life.year_of(actor, shown.row, shown.facts, shown.day) if shown else None
    return respond.page(
        "party/new_life.html", status=status, form=form, mine=mine, shown=shown, year=year
    )
