"""文书: the ledger of papers, one paper, issuing, receipts, voiding, blank forms."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import OutOfReach
from partybuild.deadlines.calendar import words
from partybuild.notices import asking, commands, queries, rendering, sheet
from partybuild.notices.commands import Issue, Receipt
from partybuild.notices.forms import ReceiptForm, VoidForm, given, paper_form
from partybuild.notices.kinds import KINDS, Way
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

notices = Feature("notices", __name__, url_prefix="/notices")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@notices.page("", needs=Permission.NOTICES_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """发文登记: the papers in reach, newest first."""
    asked, chosen = asking.read(request.args)
    before = request.args.get("before", "")
    cursor = asking.place(before or request.args.get("after", ""))
    found = queries.ledger(actor, asked, clock.today())
    page = queries.page(found, cursor, back=bool(before))
    here = url_for(".index")
    paging = {
        "previous": f"{here}?{urlencode(chosen | {'before': page.previous})}",
        "next": f"{here}?{urlencode(chosen | {'after': page.next})}",
    }
    return respond.page(
        "notices/index.html",
        page=page,
        chosen=chosen,
        active=asking.active(chosen, here),
        paging={name: url if getattr(page, name) else "" for name, url in paging.items()},
        **asking.context(actor),
    )


@notices.action("/workbook", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor) -> ResponseReturnValue:
    """The ledger as asked for, as a workbook."""
    asked, chosen = asking.read(request.form)
    made = sheet.made(actor, asked, asking.sentence(chosen))
    name = f"发文登记{clock.today():%Y%m%d}.xlsx"
    return send_file(BytesIO(made), as_attachment=True, download_name=name)


@notices.page("/<int:notice_id>", needs=Permission.NOTICES_READ)
def show(actor: Actor, notice_id: int) -> ResponseReturnValue:
    """One paper: what it says, its receipt, what can be done."""
    return _page(actor, notice_id)


def _page(
    actor: Actor,
    notice_id: int,
    receipt: ReceiptForm | None = None,
    void: VoidForm | None = None,
) -> ResponseReturnValue:
    notice = queries.notice(actor, notice_id)
    due = notice.receipt_due
    return respond.page(
        "notices/show.html",
        status=422 if receipt or void else 200,
        notice=notice,
        lines=asking.lines(notice),
        left=words(clock.today(), due, True) if due else "",
        receipt_form=receipt or ReceiptForm(received_on=clock.today()),
        void_form=void or VoidForm(),
        opened="receipt" if receipt else "void" if void else "",
        **asking.context(actor),
    )


@notices.page("/<int:notice_id>/paper.docx", needs=Permission.NOTICES_READ)
def paper(actor: Actor, notice_id: int) -> ResponseReturnValue:
    """The file, byte for byte as it went out."""
    name = asking.file_name(queries.notice(actor, notice_id))
    return _file(queries.content(actor, notice_id), name)


def _file(content: bytes, name: str) -> ResponseReturnValue:
    answer = send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@notices.action("/<int:notice_id>/receipt", needs=Permission.NOTICES_ISSUE)
def receipt(actor: Actor, notice_id: int) -> ResponseReturnValue:
    """Enter the receipt."""
    form = ReceiptForm(request.form)

    def entered(actor: Actor) -> Any:
        way = Way(form.way.data)
        day, receiver, note = form.received_on.data, form.receiver.data, form.note.data
        return commands.receipt(actor, notice_id, Receipt(day, way, receiver or "", note or ""))

    if submit(form, actor, entered) is None:
        return _page(actor, notice_id, receipt=form)
    flash("已登记回执。", "fine")
    return respond.done(url_for(".show", notice_id=notice_id))


@notices.action("/<int:notice_id>/void", needs=Permission.NOTICES_ISSUE)
def void(actor: Actor, notice_id: int) -> ResponseReturnValue:
    """Void the paper; it keeps its number."""
    form = VoidForm(request.form)
    reason = form.reason.data or ""
    if submit(form, actor, lambda actor: commands.void(actor, notice_id, reason)) is None:
        return _page(actor, notice_id, void=form)
    flash("已作废，文号保留。", "fine")
    return respond.done(url_for(".show", notice_id=notice_id))


@notices.page("/new", needs=Permission.NOTICES_ISSUE)
def choose(actor: Actor) -> ResponseReturnValue:
    """Which paper to issue; about an organization where one is named."""
    about = asking.about(actor, request.args)
    kinds = [kind for kind in KINDS.values() if actor.role in kind.side.roles]
    return respond.page("notices/choose.html", kinds=kinds, about=about)


@notices.page("/new/<kind>", needs=Permission.NOTICES_ISSUE)
def new(actor: Actor, kind: str) -> ResponseReturnValue:
    """The form of a kind, filled in with what the register knows."""
    asked = commands.kind_of(actor, kind)
    about = asking.about(actor, request.args)
    form = paper_form(asked)(data=asking.known(asked, about))
    return respond.page("notices/new.html", kind=asked, form=form, about=about)


@notices.action("/new/<kind>", needs=Permission.NOTICES_ISSUE)
def create(actor: Actor, kind: str) -> ResponseReturnValue:
    """Issue the paper and show it with its number."""
    asked = commands.kind_of(actor, kind)
    form = paper_form(asked)(request.form)

    def issued(actor: Actor) -> int:
        about = asking.about(actor, request.form)
        more = {name: form[name].data or "" for name in asking.HEAD if name in form}
        wanted = Issue(kind, given(asked, form), issued_on=form["issued_on"].data)
        wanted = asking.placed(asking.completed(wanted, more), about)
        return commands.issue(actor, wanted).id

    number = submit(form, actor, issued)
    if number is None:
        about = asking.about(actor, request.form)
        return respond.page("notices/new.html", status=422, kind=asked, form=form, about=about)
    return respond.done(url_for(".show", notice_id=number))


@notices.page("/blanks", needs=Permission.NOTICES_READ)
def blanks(actor: Actor) -> ResponseReturnValue:
    """空白表格, to be filled in by pen; they bear no number."""
    kinds = [kind for kind in KINDS.values() if kind.blank]
    return respond.page("notices/blanks.html", kinds=kinds)


@notices.page("/blanks/<kind>.docx", needs=Permission.NOTICES_READ)
def blank(actor: Actor, kind: str) -> ResponseReturnValue:
    """One blank form."""
    asked = KINDS.get(kind)
    if asked is None or not asked.blank:
        raise OutOfReach
    return _file(rendering.shipped(asked, blank=True), f"{asked.name}（空白）.docx")
