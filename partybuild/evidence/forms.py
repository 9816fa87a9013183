"""One way from a form with files to a command."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from wtforms import Form

from partybuild.access.actor import Actor
from partybuild.evidence.arrivals import Paper, Sent, received
from partybuild.evidence.rules import Slot
from partybuild.rules import RuleBroken
from partybuild.web import forms

R = TypeVar("R")


def submit(
    form: Form,
    actor: Actor,
    sent: Sent,
    slots: Iterable[Slot],
    command: Callable[[Actor, Sequence[Paper]], R],
) -> R | None:
    """Take the files of a valid form in, then run the command with them in a transaction.

    None when the form, a file or a rule said no; the sentence stands in the form.
    """
    if not form.validate():
        return None
    try:
        papers = received(sent, slots)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return None
    return forms.submit(form, actor, lambda actor: command(actor, papers))
