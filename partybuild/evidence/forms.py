"""One way from a form with files to a command."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from wtforms import Form

from partybuild.access.actor import Actor
from partybuild.evidence import held
from partybuild.evidence.arrivals import Paper, Sent, arrive, chosen
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
    """Take the files of a form in, then run the command with them in a transaction.

    None when the form, a file or a rule said no; the sentence stands in the form, and the files
    that are good wait for the next submit (`held`), so that nobody chooses them again.
    """
    wanted = list(slots)
    valid = form.validate()
    papers, said = held.taken_back(actor, wanted)
    new, refused = taken(sent, wanted)
    papers, said = [*papers, *new], [*said, *refused]
    form.form_errors.extend(said)
    made = None
    if valid and not said:
        made = forms.submit(form, actor, lambda actor: command(actor, papers))
    if made is None:
        held.hold(actor, papers)
    return made


def taken(sent: Sent, slots: Iterable[Slot]) -> tuple[list[Paper], list[str]]:
    """The good files of a form, arrived, and a sentence for each that cannot be taken."""
    papers, said = [], []
    for slot in slots:
        for file in chosen(sent, slot):
            try:
                papers.append(Paper(slot.key, arrive(file)))
            except RuleBroken as broken:
                said.append(str(broken))
    return papers, said
