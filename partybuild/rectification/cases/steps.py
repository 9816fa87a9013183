"""Steps of a case that are taken on its own page: read from the form, and taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.notices.rules import printable
from partybuild.rectification import process
from partybuild.rectification.cases import ending, moving, planning, watching, working
from partybuild.rectification.cases.forms import numbers
from partybuild.rectification.cases.working import Extension
from partybuild.rules import RuleBroken

MOST = 1000


@dataclass(frozen=True, slots=True)
class Typed:
    """A step as its form says it."""

    action: str
    version: int
    fields: Mapping[str, Any]

    @property
    def label(self) -> str:
        """What the step is called."""
        return process.TABLE.step(self.action).label

    @property
    def note(self) -> str:
        """The reason or words."""
        return str(self.fields["note"])


def read(form: MultiDict[str, str], action: str) -> Typed:
    """The step that was sent; OutOfReach for one that is not taken in this way."""
    if action not in _TAKE:
        raise OutOfReach
    measures = {name: form[name] for name in form if name.startswith("due-")}
    fields = {
        "note": printable(form.get("note", ""))[:MOST],
        "number": printable(form.get("number", ""))[:120],
        "until": form.get("until", ""),
        "problems": form.getlist("problems"),
        **measures,
    }
    return Typed(action, next(iter(numbers([form.get("version")])), 0), fields)


def take(actor: Actor, case_id: int, typed: Typed) -> Any:
    """The step is taken; RuleBroken, Stale, NotPermitted or OutOfReach else."""
    return _TAKE[typed.action](actor, case_id, typed)


def _day(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(f"请填写{what}，写成 2026-12-31 的样子。") from None


def _extend(actor: Actor, case_id: int, typed: Typed) -> Any:
    measures = {
        number: _day(text, "措施的新时限")
        for name, text in typed.fields.items()
        if name.startswith("due-") and text
        for number in numbers([name.removeprefix("due-")])
    }
    until = _day(typed.fields["until"], "延长后的整顿期限")
    return working.extend(actor, case_id, typed.version, Extension(until, typed.note, measures))


_TAKE: Mapping[str, Callable[[Actor, int, Typed], Any]] = {
    "submit": lambda who, case, said: planning.submit(who, case, said.version, said.note),
    "approve": lambda who, case, said: planning.approve(
        who, case, said.version, said.fields["number"], said.note
    ),
    "send_back": lambda who, case, said: planning.send_back(who, case, said.version, said.note),
    "extend": _extend,
    "apply": lambda who, case, said: working.apply(who, case, said.version, said.note),
    "finish": lambda who, case, said: watching.finish(who, case, said.version, said.note),
    "relapse": lambda who, case, said: watching.relapse(
        who, case, said.version, numbers(said.fields["problems"]), said.note
    ),
    "take_over": lambda who, case, said: moving.take_over(who, case, said.version, said.note),
    "withdraw": lambda who, case, said: ending.withdraw(who, case, said.version, said.note),
}
