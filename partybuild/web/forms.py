"""What all forms share: Chinese messages, and one way from a form to a command."""

from collections.abc import Callable
from typing import Any, TypeVar

from wtforms import Form
from wtforms.validators import InputRequired, Length

from partybuild.access.actor import Actor
from partybuild.db.work import work
from partybuild.rules import RuleBroken

R = TypeVar("R")


class ChineseForm(Form):
    """A form whose built-in messages are Chinese."""

    class Meta:
        """Message catalogue of WTForms."""

        locales = ("zh_CN", "zh")


def required(message: str = "请填写此项。") -> InputRequired:
    """A field that must be filled in."""
    return InputRequired(message)


def at_most(length: int) -> Length:
    """A field of at most `length` characters."""
    return Length(max=length, message=f"最多 {length} 个字。")


def submit(form: Form, actor: Actor, command: Callable[[Actor], R]) -> R | None:
    """Run the command in a transaction when the form is valid.

    None when it is not, or when a rule said no; the sentence then stands in `form.form_errors`
    and everything typed is kept.
    """
    if not form.validate():
        return None
    try:
        with work(actor) as running:
            return command(running.actor)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return None


def perform(actor: Actor, command: Callable[[Actor], R]) -> R:
    """Run a command that needs no form in a transaction; a rule's no becomes a page with 409."""
    with work(actor) as running:
        return command(running.actor)


def choices(kinds: Any, blank: str = "") -> dict[str, str]:
    """Choices of an enum with labels, with an empty one first when `blank` names it."""
    found = {kind.value: kind.label for kind in kinds}
    return {"": blank, **found} if blank else found
