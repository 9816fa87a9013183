"""Verdicts as rows of a list: names of units, words, today's reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.coverage.lists import in_reach
from partybuild.deadlines import calendar
from partybuild.gates import gathering
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V
from partybuild.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Row:
    """A verdict as the list shows it."""

    id: int
    name: str
    code: str
    unit: str
    kind: str
    rule: str
    verdict: Verdict
    words: str
    trigger_on: date
    trigger_document: str
    answered_on: date | None
    answer: str
    answer_document: str
    due_on: date | None
    note: str
    in_reach: bool


def rows(actor: Actor, found: Sequence[V], day: date) -> list[Row]:
    """The verdicts as rows, with names of units and today's reach."""
    units = regions.named([each.unit_id for each in found])
    reached = in_reach(actor, [each.organization_id for each in found])
    versions = gathering.rules()
    return [
        _row(each, units[each.unit_id].name, versions, day, each.organization_id in reached)
        for each in found
    ]


def _row(
    found: V, unit: str, versions: Mapping[str, Sequence[Any]], day: date, reached: bool
) -> Row:
    rule = versions[found.rule][-1]
    return Row(
        id=found.organization_id,
        name=found.name,
        code=found.code,
        unit=unit,
        kind=found.kind.label.partition("（")[0],
        rule=rule.label,
        verdict=found.verdict,
        words=words(found, rule.working, day),
        trigger_on=found.trigger_on,
        trigger_document=found.trigger_document,
        answered_on=found.answered_on,
        answer=found.answer_kind.label if found.answer_kind else "",
        answer_document=found.answer_document,
        due_on=found.due_on,
        note=found.reason,
        in_reach=reached,
    )


def words(found: V, working: bool, day: date) -> str:
    """The verdict in words, as of a day: 同步, 迟 3 天, 待办（还剩 2 个工作日）, 缺."""
    if found.verdict is Verdict.LATE:
        return f"迟 {found.late_days} {'个工作日' if working else '天'}"
    if found.verdict is Verdict.PENDING and found.due_on is not None:
        return f"待办（{calendar.words(day, found.due_on, working)}）"
    return found.verdict.label
