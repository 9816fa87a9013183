"""The guided dissolution: each covered organization is answered for, one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.evidence.arrivals import Paper
from partybuild.notices.rules import printable
from partybuild.party import choosing
from partybuild.party.sending import COVERING
from partybuild.rectification.cases import ending
from partybuild.rectification.cases.ending import Covered, Dissolution
from partybuild.rectification.cases.forms import DissolveForm
from partybuild.rectification.cases.showing import Shown
from partybuild.rules import RuleBroken

NONE, ONE = "none", "one"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to become of one organization, as typed."""

    covered: Covered
    way: str
    """`one`: another Party organization covers it; `none`: none does; blank: not said yet."""
    words: str
    """Code or name of the one that does."""


def form(found: Shown, given: Any = None) -> DissolveForm:
    """The decision, as typed or as it begins."""
    data = {"version": str(found.file.case.version), "day": clock.today()}
    return DissolveForm(given, data=data)


def answers(actor: Actor, found: Shown, given: Mapping[str, str]) -> list[Answer]:
    """Every organization that must be answered for, with what was typed."""
    rows = ending.covered(actor, found.file.case.id)
    return [
        Answer(
            each,
            given.get(f"way-{each.id}", ""),
            printable(given.get(f"heir-{each.id}", ""))[:200],
        )
        for each in rows
    ]


def said(
    actor: Actor, form: DissolveForm, answered: Sequence[Answer], papers: Sequence[Paper]
) -> Dissolution:
    """What a valid form says; RuleBroken where an organization is not answered for."""
    return Dissolution(
        form.day.data,
        form.document.data or "",
        form.reason.data or "",
        form.members.data or "",
        {each.covered.id: _heir(actor, each) for each in answered},
        papers,
    )


def heirs(actor: Actor, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes and names of those that answer to the words of the one field that was typed in."""
    words = next((given[name] for name in given if name.startswith("heir-")), "")
    return [(row.code, row.name) for row in choosing.parties_like(actor, words, COVERING)]


def _heir(actor: Actor, answer: Answer) -> int | None:
    name = answer.covered.name
    if answer.way == NONE:
        return None
    if answer.way != ONE:
        raise RuleBroken(f"请选择{name}以后由谁覆盖；没有党组织覆盖的，请选“没有党组织覆盖”。")
    heir = choosing.party_named(actor, answer.words, f"覆盖{name}的党组织")
    if heir is None:
        raise RuleBroken(f"请填写以后覆盖{name}的党组织。")
    return heir
