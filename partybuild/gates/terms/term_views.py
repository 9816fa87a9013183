"""Pages of terms of office: the list, its workbook and reminders, letters, postponements, mismatches."""

from io import BytesIO
from typing import Any

from flask import flash, request, send_file
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.rules import Channel
from partybuild.gates.terms import (
    letters,
    listing,
    mismatches,
    queries,
    reminding,
    sheet,
    term_asking,
)
from partybuild.gates.terms.letters import Letter
from partybuild.gates.terms.reminding import Postponing
from partybuild.gates.terms.term_asking import BASE
from partybuild.gates.terms.term_forms import LetterForm, PostponementForm, RemindersForm
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

terms = Feature("terms", __name__, url_prefix=BASE)
READ, REMIND = Permission.GATES_READ, Permission.REMINDERS_SEND
ISSUE, HANDLE = Permission.NOTICES_ISSUE, Permission.PROCEDURES_HANDLE


@terms.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Terms that end within the ladder or have ended, with the board's beside."""
    asked = term_asking.read(actor, request.args)
    return respond.page(
        "terms/index.html",
        page=listing.page(actor, asked),
        counts=listing.counts(actor, asked),
        reminds=actor.may(REMIND),
        issues=actor.may(ISSUE) and actor.may(Permission.PARTY_KEEP),
        keeps=actor.may(Permission.PARTY_KEEP),
        **term_asking.context(actor, asked),
    )


@terms.page("/sheet", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor) -> ResponseReturnValue:
    """The list as a workbook."""
    asked = term_asking.read(actor, request.args)
    content = sheet.made(actor, asked, term_asking.words(asked))
    name = f"{sheet.TITLE}{clock.today():%Y%m%d}.xlsx"
    return send_file(BytesIO(content), as_attachment=True, download_name=name)


@terms.page("/reminders", needs=REMIND)
def reminders(actor: Actor) -> ResponseReturnValue:
    """Who would be reminded, before it is logged."""
    asked = term_asking.read(actor, request.args)
    form = RemindersForm(sent_on=clock.today(), expected=listing.total(actor, asked))
    return _reminders(actor, asked, form)


def _reminders(actor: Actor, asked: Any, form: Any, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "terms/reminders.html",
        status=status,
        page=listing.page(actor, asked),
        form=form,
        words=term_asking.words(asked),
        address=term_asking.address(asked),
    )


@terms.action("/reminders", needs=REMIND)
def remind(actor: Actor) -> ResponseReturnValue:
    """Log a letter, a call or a talk for everybody on the list."""
    asked = term_asking.read(actor, request.args)
    form = RemindersForm(request.form)

    def log(who: Actor) -> int:
        sent = Sent(Channel(form.channel.data), form.sent_on.data, form.note.data or "")
        return reminding.remind_all(who, asked, sent, form.expected.data)

    made = submit(form, actor, log)
    if made is None:
        return _reminders(actor, asked, form, 422)
    flash(f"已为 {made} 个党组织登记提醒。", "fine")
    return respond.done(f"{BASE}?{term_asking.address(asked)}")


@terms.page("/<int:party_id>/letter", needs=ISSUE)
def letter(actor: Actor, party_id: int) -> ResponseReturnValue:
    """What a 换届提示函 asks for."""
    return _one(actor, "terms/letter.html", party_id, LetterForm())


@terms.action("/<int:party_id>/letter", needs=ISSUE)
def issue(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Issue a 换届提示函 and log it."""
    form = LetterForm(request.form)

    def make(who: Actor) -> int:
        said = Letter(
            form.contact.data, form.telephone.data, form.request_by.data, form.signer.data or ""
        )
        return letters.letter(who, party_id, said).id

    made = submit(form, actor, make)
    if made is None:
        return _one(actor, "terms/letter.html", party_id, form, 422)
    return respond.done(f"/notices/{made}")


@terms.page("/<int:party_id>/postponement", needs=HANDLE)
def postponement(actor: Actor, party_id: int) -> ResponseReturnValue:
    """What a postponement asks for."""
    return _one(actor, "terms/postponement.html", party_id, PostponementForm())


@terms.action("/<int:party_id>/postponement", needs=HANDLE)
def postpone(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Approve a postponement."""
    form = PostponementForm(request.form)

    def approve(who: Actor) -> str:
        said = Postponing(
            form.until.data, form.reason.data, form.document.data or "", form.request.data or ""
        )
        return reminding.postpone(who, party_id, said)

    made = submit(form, actor, approve)
    if made is None:
        return _one(actor, "terms/postponement.html", party_id, form, 422)
    flash(f"已登记延期，批复文号：{made}。", "fine")
    return respond.done(f"/party/{party_id}")


def _one(
    actor: Actor, template: str, party_id: int, form: Any, status: int = 200
) -> ResponseReturnValue:
    found = queries.known(actor, party_id)
    return respond.page(template, status=status, found=found, form=form)


@terms.page("/mismatches", needs=READ)
def unmatched(actor: Actor) -> ResponseReturnValue:
    """不同步清单, one way or the other."""
    way = request.args.get("way", mismatches.BOARD)
    way = way if way in mismatches.WAYS else mismatches.BOARD
    before = request.args.get("before", "")
    after = before or request.args.get("after", "")
    return respond.page(
        "terms/unmatched.html",
        page=mismatches.page(actor, way, after, bool(before)),
        way=way,
        ways=mismatches.WAYS,
        rule=mismatches.rule_today(),
        answers=actor.may(Permission.WAIVERS_GRANT),
    )
