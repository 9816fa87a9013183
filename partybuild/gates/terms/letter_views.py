"""Pages of 换届提示函 for a list: chosen, previewed, issued in one act, fetched as one zip."""

from io import BytesIO
from typing import Any

from flask import request, send_file
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.gates.terms import letters
from partybuild.gates.terms.letters import Letter
from partybuild.gates.terms.term_asking import BASE
from partybuild.gates.terms.term_forms import LetterForm
from partybuild.gates.terms.term_views import terms
from partybuild.notices.queries import symbol
from partybuild.web import respond
from partybuild.web.forms import submit

ISSUE = Permission.NOTICES_ISSUE


def _chosen(values: list[str]) -> list[int]:
    return [int(text) for text in values if text.isascii() and text.isdecimal() and len(text) < 12]


@terms.page("/letters", needs=ISSUE)
def letters_new(actor: Actor) -> ResponseReturnValue:
    """Who would get a letter, before any is issued."""
    return _preview(actor, _chosen(request.args.getlist("party")), LetterForm())


def _preview(actor: Actor, ids: list[int], form: Any, status: int = 200) -> ResponseReturnValue:
    found = letters.addressees(actor, ids)
    return respond.page(
        "terms/letters.html",
        status=status,
        form=form,
        found=found,
        refused=[each for each in found if each.refusal],
    )


@terms.action("/letters", needs=ISSUE)
def letters_issue(actor: Actor) -> ResponseReturnValue:
    """Issue them all, or none."""
    ids, form = _chosen(request.form.getlist("party")), LetterForm(request.form)

    def make(who: Actor) -> int:
        said = Letter(
            form.contact.data, form.telephone.data, form.request_by.data, form.signer.data or ""
        )
        return letters.letters(who, ids, said)

    made = submit(form, actor, make)
    if made is None:
        return _preview(actor, ids, form, 422)
    return respond.done(f"{BASE}/letters/{made}")


@terms.page("/letters/<int:change>", needs=ISSUE)
def letters_made(actor: Actor, change: int) -> ResponseReturnValue:
    """The letters of one act, with their numbers."""
    found = letters.issued_by(actor, change)
    return respond.page("terms/letters_made.html", found=found, change=change, symbol=symbol)


@terms.page("/letters/<int:change>/letters.zip", needs=ISSUE)
def letters_zip(actor: Actor, change: int) -> ResponseReturnValue:
    """All of them in one file."""
    content = letters.packed(actor, letters.issued_by(actor, change))
    name = f"换届提示函{change}.zip"
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=name)
