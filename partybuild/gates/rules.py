"""Verdicts: from a trigger, its answers and waivers to what holds on which days. Pure.

A verdict is never typed: it follows from the facts, by the version of the rule that held on the
day of the trigger. Days are half-open; an answer counts on its own day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from partybuild.clock.workdays import Exceptions, add_workdays, workdays_between
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.ruling import SyncRule

FOREVER = date.max
_DAY = timedelta(days=1)
BEFORE_START = "启用日之前"
BEFORE_RULE = "规则生效之前"
SWITCHED_OFF = "规则未启用"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What happened on the organization's side and calls for an answer.

    `excused`: why no answer is called for (不适用). `expected`: what answers this very one, where
    that is less than the rule allows. `key` tells apart triggers of one day.
    """

    organization_id: int
    on: date
    document: str = ""
    key: str = ""
    excused: str = ""
    expected: frozenset[AnswerKind] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Party side did, on which day, by which document.

    `until`: the review day of an answer that holds only so long. `key`: answers only the trigger
    with this key, also outside the window.
    """

    organization_id: int
    kind: AnswerKind
    on: date
    document: str = ""
    until: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """Days [start, end) on which an item is waived."""

    id: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [start, end) of one verdict, with what it was derived from."""

    start: date
    end: date
    verdict: Verdict
    late: int = 0
    """How late the answer came, in the rule's own days."""
    on_time_by: date | None = None
    due_on: date | None = None
    """Last day of 待办."""
    answer: Answer | None = None
    waiver: Waived | None = None
    reason: str = ""
    """Why 不适用."""


def stretches(
    trigger: Trigger,
    until: date,
    answers: Sequence[Answer],
    waivers: Sequence[Waived],
    rule: SyncRule,
    exceptions: Exceptions,
) -> list[Stretch]:
    """The verdicts of a trigger from its day on, without gaps; `until`: the day of the next one."""
    if trigger.excused:
        return [Stretch(trigger.on, FOREVER, Verdict.NOT_APPLICABLE, reason=trigger.excused)]
    fitting = _fitting(trigger, until, answers, rule, exceptions)
    found = list(_chain(trigger, fitting, rule, exceptions))
    for waiver in sorted(waivers, key=lambda each: (each.start, each.id)):
        found = [part for stretch in found for part in _waived(stretch, waiver)]
    return found


def later(day: date, days: int, working: bool, exceptions: Exceptions) -> date:
    """So many days on, back if negative."""
    return add_workdays(day, days, exceptions) if working else day + timedelta(days=days)


def _fitting(
    trigger: Trigger, until: date, answers: Sequence[Answer], rule: SyncRule, exceptions: Exceptions
) -> list[Answer]:
    """The answers to this trigger by day; of one day, those that hold for good first."""
    expected = rule.expected if trigger.expected is None else trigger.expected
    first = date.min if rule.before is None else _first(trigger.on, rule, exceptions)
    last = until if until == FOREVER or rule.before is None else _first(until, rule, exceptions)
    fitting = [
        answer
        for answer in answers
        if answer.kind in expected
        and (answer.key == trigger.key if answer.key else first <= answer.on < last)
    ]
    return sorted(fitting, key=lambda answer: (answer.on, answer.until is not None))


def _first(day: date, rule: SyncRule, exceptions: Exceptions) -> date:
    return later(day, -(rule.before or 0), rule.working, exceptions)


def _chain(
    trigger: Trigger, answers: Sequence[Answer], rule: SyncRule, exceptions: Exceptions
) -> Iterator[Stretch]:
    """待办 and 缺 until an answer, its verdict while it holds; again from its review day on."""
    start, worst, last = trigger.on, 0, None
    by = later(trigger.on, rule.after, rule.working, exceptions)
    due = max(by, later(trigger.on, rule.pending, rule.working, exceptions))
    for number, answer in enumerate(answers):
        at = max(answer.on, start)
        yield from _open(start, at, by, due, last)
        worst = max(worst, _late(answer, trigger, by, rule, exceptions))
        verdict = Verdict.LATE if worst else Verdict.IN_STEP
        settled = Stretch(at, FOREVER, verdict, worst, by, due, answer)
        if answer.until is None:
            yield settled
            return
        reopens = max(answer.until + _DAY, at)
        following = answers[number + 1].on if number + 1 < len(answers) else FOREVER
        start, last = max(min(reopens, following), at), answer
        if at < start:
            yield replace(settled, end=start)
        by = max(answer.until, trigger.on)
        due = later(by, max(rule.pending, rule.after), rule.working, exceptions)
    yield from _open(start, FOREVER, by, due, last)


def _open(start: date, end: date, by: date, due: date, last: Answer | None) -> Iterator[Stretch]:
    """Unanswered days: 待办 up to the due day, then 缺."""
    turns = min(max(due + _DAY, start), end)
    if start < turns:
        yield Stretch(start, turns, Verdict.PENDING, 0, by, due, last)
    if turns < end:
        yield Stretch(turns, end, Verdict.MISSING, 0, by, due, last)


def _late(
    answer: Answer, trigger: Trigger, by: date, rule: SyncRule, exceptions: Exceptions
) -> int:
    """How many of the rule's days outside its window; at least one for a day off after it."""
    start, end = by, answer.on
    if end <= by:
        if not answer.key or rule.before is None:
            return 0
        start, end = answer.on, _first(trigger.on, rule, exceptions)
        if start >= end:
            return 0
    if not rule.working:
        return (end - start).days
    return max(workdays_between(start, end, exceptions), 1)


_WAIVABLE = {Verdict.PENDING, Verdict.MISSING, Verdict.LATE}
"""There is nothing to waive in what was done in step, or was never called for."""


def _waived(stretch: Stretch, waiver: Waived) -> Iterator[Stretch]:
    start, end = max(stretch.start, waiver.start), min(stretch.end, waiver.end)
    if stretch.verdict not in _WAIVABLE or start >= end:
        yield stretch
        return
    if stretch.start < start:
        yield replace(stretch, end=start)
    yield replace(stretch, start=start, end=end, verdict=Verdict.WAIVED, waiver=waiver)
    if end < stretch.end:
        yield replace(stretch, start=end)


def on(found: Sequence[Stretch], day: date) -> Stretch | None:
    """The verdict at the end of a day; None before the trigger."""
    return next((each for each in found if each.start <= day < each.end), None)


def rate(counts: Mapping[Verdict, int]) -> str | None:
    """同步率 = 同步 ÷ (同步 + 迟 + 缺), per cent half up to one place; None where nothing counts."""
    n = counts.get(Verdict.IN_STEP, 0)
    d = n + counts.get(Verdict.LATE, 0) + counts.get(Verdict.MISSING, 0)
    if d == 0:
        return None
    tenths = (2000 * n + d) // (2 * d)
    return f"{tenths // 10}.{tenths % 10}"
