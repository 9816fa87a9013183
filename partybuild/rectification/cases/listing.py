"""Items of the lists of a case, found by what a form names."""

from collections.abc import Sequence

from partybuild.rectification.cases.queries import File
from partybuild.rectification.models import Measure, Problem
from partybuild.rules import RuleBroken


def problem_of(file: File, problem_id: int) -> Problem:
    """A problem of this very case; RuleBroken for another's."""
    for each in file.problems:
        if each.id == problem_id:
            return each
    raise RuleBroken("所选的问题不在本件的问题清单里，请刷新后重新选择。")


def problems_of(file: File, ids: Sequence[int]) -> list[Problem]:
    """Problems of this very case; RuleBroken where none is named or one is another's."""
    if not ids:
        raise RuleBroken("请选择至少一个要重新整顿的问题。")
    return [problem_of(file, each) for each in dict.fromkeys(ids)]


def measure_of(file: File, measure_id: int, *, closed: bool) -> Measure:
    """A measure of this very case, closed or open as wanted; RuleBroken else."""
    for each in (each for rows in file.measures.values() for each in rows):
        if each.id != measure_id:
            continue
        if (each.closed_on is not None) is not closed:
            raise RuleBroken(
                "这项措施还没有销号。" if closed else "这项措施已经销号，请刷新后再办。"
            )
        return each
    raise RuleBroken("所选的措施不在本件的措施清单里，请刷新后重新选择。")


def reopen(measure: Measure) -> None:
    """A measure is open again; what had closed it stays in the events."""
    measure.closed_on, measure.closing, measure.closed_by, measure.files = None, "", "", []
