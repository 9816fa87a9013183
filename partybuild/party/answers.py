"""How the form pages of this room answer: kept, asked again, or late."""

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.web import respond
from partybuild.web.forms import submit
from partybuild.web.urls import HOME, safe_next


def tried(form: Any, actor: Actor, command: Callable[[Actor], Any]) -> tuple[Any, int]:
    """(what the command gave, 200), or (None, 422 or 409) with the sentence in the form.

    A command that gives nothing gives True.
    """

    def run(running: Actor) -> Any:
        result = command(running)
        return True if result is None else result

    try:
        result = submit(form, actor, run)
    except Stale as late:
        form.form_errors.append(f"{late}请核对现在的内容，确认无误后再保存一次。")
        return None, 409
    return result, 422 if result is None else 200


def kept(done: str, url: str) -> ResponseReturnValue:
    """On to `url`, saying what was done."""
    flash(f"已保存：{done}。", "fine")
    return respond.done(url)


def back(otherwise: str) -> str:
    """Where a form returns to: the page named in the address, else `otherwise`."""
    asked = safe_next(request.args.get("next"), request.host)
    return otherwise if asked == HOME else asked
