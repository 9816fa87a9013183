"""One way from a form of a case to its command."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import request

from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.evidence import forms as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.rules import Slot
from partybuild.rectification.cases.forms import StepForm
from partybuild.rules import RuleBroken

Command = Callable[[Actor, Sequence[Paper]], Any]


def submitted(
    form: StepForm, actor: Actor, slots: Sequence[Slot], command: Command
) -> tuple[bool, int]:
    """Whether the command was run with the files that came, and else the status of the answer.

    422 with the sentences in the form, 409 where somebody else was first; what was typed and sent
    is kept.
    """
    refused: list[int] = []

    def keep(actor: Actor, papers: Sequence[Paper]) -> bool:
        try:
            command(actor, papers)
        except Stale as stale:
            refused.append(409)
            raise RuleBroken(str(stale)) from stale
        return True

    done = evidence.submit(form, actor, request.files, slots, keep)
    return bool(done), refused[0] if refused else 422
