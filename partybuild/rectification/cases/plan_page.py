"""The page on which a plan is drafted: every form of it, by its key."""

from collections.abc import Mapping
from typing import Any

from partybuild.rectification.cases.forms import (
    MeasureForm,
    OutlineForm,
    ProblemForm,
    StepForm,
)
from partybuild.rectification.cases.showing import Shown
from partybuild.rectification.models import Measure

OUTLINE, PROBLEM = "outline", "problem"
_FORMS: Mapping[str, type[StepForm]] = {
    OUTLINE: OutlineForm,
    PROBLEM: ProblemForm,
    "measure": MeasureForm,
    "new": MeasureForm,
}


def of_problem(problem_id: int) -> str:
    """The key of the form that rewords a problem."""
    return f"problem-{problem_id}"


def of_measure(measure_id: int) -> str:
    """The key of the form that changes a measure."""
    return f"measure-{measure_id}"


def new_measure(problem_id: int) -> str:
    """The key of the form that adds a measure to a problem."""
    return f"new-{problem_id}"


def form(key: str, given: Any = None, data: Mapping[str, Any] | None = None) -> Any:
    """The form of a key, as typed or as it begins."""
    kind = _FORMS[key.partition("-")[0]]
    return kind(given, prefix=f"{key}-", data=data)


def forms(found: Shown, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Every form of the page; those in `typed` as they were refused."""
    row = found.file.row
    begun: dict[str, Mapping[str, Any]] = {
        OUTLINE: {"cause": row.cause, "leader": row.leader, "instructor": row.instructor},
        PROBLEM: {},
    }
    for problem in found.file.problems:
        begun[of_problem(problem.id)] = {"words": problem.words}
        begun[new_measure(problem.id)] = {"due_on": row.term_to}
        for measure in found.file.measures.get(problem.id, ()):
            begun[of_measure(measure.id)] = _said(measure)
    version = {"version": str(found.file.case.version)}
    return {key: form(key, None, {**data, **version}) for key, data in begun.items()} | dict(typed)


def _said(measure: Measure) -> Mapping[str, Any]:
    names = ("words", "person", "due_on", "proof")
    return {name: getattr(measure, name) for name in names}
