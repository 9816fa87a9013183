"""The forms of acceptance and look-back as they begin, and what they say."""

from collections.abc import Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.clock.days import months_later
from partybuild.evidence.arrivals import Paper
from partybuild.rectification.cases.accepting import Back, Judgement
from partybuild.rectification.cases.forms import AcceptForm, LookForm, RefuseForm, numbers
from partybuild.rectification.cases.guards import short
from partybuild.rectification.cases.showing import Shown
from partybuild.rectification.cases.watching import Looked
from partybuild.rectification.kinds import LookBackResult


def forms(found: Shown, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Both forms of an acceptance; those in `typed` as they were refused."""
    data = {"version": str(found.file.case.version), "day": clock.today()}
    return {"accept": accept_form(data=data), "refuse": refuse_form(found, data=data)} | dict(typed)


def accept_form(given: Any = None, data: Mapping[str, Any] | None = None) -> AcceptForm:
    """验收通过."""
    return AcceptForm(given, prefix="accept-", data=data)


def refuse_form(
    found: Shown, given: Any = None, data: Mapping[str, Any] | None = None
) -> RefuseForm:
    """验收不通过, with the problems of the case to choose from."""
    begun = {"due_on": months_later(clock.today(), 1), **(data or {})}
    form = RefuseForm(given, prefix="refuse-", data=begun)
    form.problems.choices = _problems(found)
    return form


def _problems(found: Shown) -> dict[str, str]:
    return {str(each.id): f"{each.number}. {short(each.words)}" for each in found.file.problems}


def judgement(form: AcceptForm, papers: Sequence[Paper]) -> Judgement:
    """What a valid form says."""
    return Judgement(
        form.day.data,
        form.people.data or "",
        form.words.data or "",
        form.satisfaction.data,
        papers,
    )


def back(form: RefuseForm) -> Back:
    """What a refusal opens again."""
    return Back(numbers(form.problems.data), form.due_on.data)


def look_form(found: Shown, given: Any = None) -> LookForm:
    """The look-back that is due."""
    due = found.look_back
    data = {
        "version": str(found.file.case.version),
        "look_back": str(due.id) if due else "",
        "day": clock.today(),
    }
    form = LookForm(given, data=data)
    form.problems.choices = _problems(found)
    return form


def looked(form: LookForm, papers: Sequence[Paper]) -> Looked:
    """What a valid form says."""
    return Looked(
        next(iter(numbers([form.look_back.data])), 0),
        LookBackResult(form.result.data),
        form.day.data,
        form.words.data or "",
        numbers(form.problems.data),
        papers,
    )
