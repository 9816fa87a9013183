"""Pages of the registration gate."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.gates.registration import (
    asking,
    commands,
    papers,
    passing,
    process,
    queries,
    showing,
)
from partybuild.gates.registration.asking import BASE, FRAME, NOTES
from partybuild.gates.registration.commands import Application
from partybuild.gates.registration.forms import AnswerForm, DoneForm, NoteForm
from partybuild.gates.registration.passing import Registered
from partybuild.gates.registration.rules import Matter
from partybuild.notices.panel import papers as papers_of
from partybuild.party.choosing import organization_named, party_named
from partybuild.web import respond
from partybuild.web.feature import Feature

registrations = Feature("registrations", __name__, url_prefix="/registrations")
READ, HANDLE = Permission.CASES_READ, Permission.REGISTRATIONS_HANDLE
ANSWER = Permission.REGISTRATIONS_ANSWER


@registrations.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Cases of the area, with filters."""
    asked = asking.filters(request.args)
    found = showing.listed(actor, asked.state, asked.matter, asked.words, asked.after)
    return respond.page(
        "registrations/index.html",
        found=found,
        asked=asked,
        states=process.TABLE.states,
        today=clock.today(),
        receives=actor.may(HANDLE),
    )


@registrations.page("/new", needs=HANDLE)
def new(actor: Actor) -> ResponseReturnValue:
    """The form of a new application."""
    matter, number = asking.matter_asked(request.args)
    return _new(actor, matter, number, asking.opening(actor, matter, number))


@registrations.action("", needs=HANDLE, files=6)
def receive(actor: Actor) -> ResponseReturnValue:
    """Take in an application."""
    matter, number = asking.matter_asked(request.form)
    form = asking.opening(actor, matter, number, request.form)
    name = asking.name_of(actor, form, number)

    def take(who: Actor, papers: Any) -> int:
        return commands.receive(
            who, Application(matter, name, form.members(), form.fields(), number, papers)
        )

    made = asking.submit(form, actor, matter, take)
    if made is None:
        return _new(actor, matter, number, form, 422)
    return respond.done(f"{BASE}/{made}")


def _new(
    actor: Actor, matter: Matter, number: int | None, form: Any, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "registrations/new.html",
        status=status,
        form=form,
        matter=matter,
        **asking.subject(actor, number),
        slots=showing.slots(matter),
        offers=asking.offers(actor),
        action=BASE,
    )


@registrations.page("/<int:case_id>", needs=READ)
def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One case: what is applied for, what is called for, what was answered, what can be done."""
    return _show(actor, case_id)


def _show(actor: Actor, case_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    version = str(found.case.version)
    answer = forms.get("answer") or AnswerForm(day=clock.today(), version=version)
    done = forms.get("done") or DoneForm(day=clock.today(), version=version)
    return respond.page(
        "registrations/show.html",
        status=status,
        shown=found,
        typed=forms.get("typed"),
        labels=showing.LABELS,
        handles=actor.may(HANDLE),
        offers=asking.offers(actor),
        answer=answer.offer(found.row.matter),
        done=done,
        paper_offers=papers.offered(actor, found.row),
        **papers_of(actor, case_id=case_id),
    )


@registrations.page("/<int:case_id>/edit", needs=HANDLE)
def edit(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The application again, to be mended."""
    row = queries.row(actor, case_id)
    version = showing.shown(actor, case_id).case.version
    return _edit(actor, case_id, asking.filled(actor, row, version))


@registrations.action("/<int:case_id>/revise", needs=HANDLE, files=6)
def revise(actor: Actor, case_id: int) -> ResponseReturnValue:
    """Replace what the application says."""
    row = queries.row(actor, case_id)
    matter, form = row.matter, asking.filled(actor, row, 0, request.form)
    name = (form.name.data if matter in asking.NEW else "") or row.name

    def take(who: Actor, papers: Any) -> bool:
        said = Application(matter, name, form.members(), form.fields(), papers=papers)
        commands.revise(who, case_id, said, form.seen())
        return True

    if not asking.submit(form, actor, matter, take):
        return _edit(actor, case_id, form, 422)
    return respond.done(f"{BASE}/{case_id}")


def _edit(actor: Actor, case_id: int, form: Any, status: int = 200) -> ResponseReturnValue:
    row = queries.row(actor, case_id)
    return respond.page(
        "registrations/new.html",
        status=status,
        form=form,
        matter=row.matter,
        **asking.subject(actor, asking.number_of(actor, row)),
        slots=showing.slots(row.matter),
        offers=asking.offers(actor),
        action=f"{BASE}/{case_id}/revise",
    )


@registrations.action("/<int:case_id>/answer", needs=ANSWER, files=6)
def answer(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The Party side answers."""
    row = queries.row(actor, case_id)
    form = AnswerForm(request.form).offer(row.matter)

    def take(who: Actor, papers: Any) -> bool:
        party_id = party_named(who, form.party.data or "", "党组织")
        onward = organization_named(who, form.onward.data or "", "牵头或挂靠的社会组织")
        said, issues = form.answer(party_id, onward), bool(form.reply.data)
        commands.answer(who, case_id, form.seen(), said, papers, reply=issues)
        return True

    if not asking.submit(form, actor, None, take):
        return _show(actor, case_id, 422, answer=form)
    flash("已答复，登记机关可以继续办理。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@registrations.action("/<int:case_id>/pass", needs=HANDLE)
def let_pass(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The registration is done, and what it brings about is written."""
    form = DoneForm(request.form)

    def take(who: Actor, papers: Any) -> int:
        done = Registered(
            form.day.data,
            form.number.data or "",
            form.document.data or "",
            form.note.data or "",
            form.accepted.data or "",
        )
        return passing.let_pass(who, case_id, form.seen(), done) or FRAME

    if not asking.submit(form, actor, None, take):
        return _show(actor, case_id, 422, done=form)
    flash("已办结，名册和党组织情况已写入。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@registrations.action("/<int:case_id>/<action>", needs=READ)
def step(actor: Actor, case_id: int, action: str) -> ResponseReturnValue:
    """A step that needs only words: send on, return, ask again, refuse, withdraw."""
    form = NoteForm(request.form)
    command = NOTES.get(action, asking.unknown)

    def take(who: Actor, papers: Any) -> bool:
        command(who, case_id, form)
        return True

    if not asking.submit(form, actor, None, take):
        typed = {
            "action": action,
            "note": form.note.data,
            "document": form.document.data,
            "sentence": "；".join(form.form_errors) or "请核对后再提交。",
        }
        return _show(actor, case_id, 422, typed=typed)
    return respond.done(f"{BASE}/{case_id}")
