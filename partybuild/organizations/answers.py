"""How the form pages of organizations answer: kept, asked again, or late."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.organizations import pages, queries
from partybuild.web import respond
from partybuild.web.forms import submit


def tried(form: Any, actor: Actor, command: Callable[[Actor], Any]) -> tuple[Any, int]:
    """(the command's result, 200), or (None, 422 or 409) with the sentence in the form."""
    try:
        result = submit(form, actor, command)
    except Stale as late:
        form.form_errors.append(str(late))
        return None, 409
    return result, 200 if result is not None else 422


def kept(organization_id: int, done: str) -> ResponseReturnValue:
    """Back to the organization's page, saying what was done."""
    flash(f"已保存：{done}。", "fine")
    return respond.done(url_for("organizations.show", organization_id=organization_id))


def ask(
    actor: Actor, organization_id: int, name: str, form: Any, status: int = 200
) -> ResponseReturnValue:
    """The page `name` with its form about one organization.

    A late form takes over the number of what happened meanwhile: sent again, it is meant so.
    """
    (seen,) = pages.seen(actor, [organization_id], clock.today())
    if status == 409:
        form.version.data = str(queries.version(actor, organization_id))
    return respond.page(
        f"organizations/{name}.html",
        status=status,
        seen=seen,
        form=form,
        life=queries.life(actor, organization_id),
        mark=queries.mark_of(actor, seen.subject.unit_id, seen.subject.body_id),
        offers=pages.offers(actor) if name == "unit" else {},
    )
