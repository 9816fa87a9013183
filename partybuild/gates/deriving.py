"""From what was gathered to rows of verdicts. Set-based, no statement of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from partybuild.clock.workdays import Exceptions
from partybuild.gates import rules as verdicts
from partybuild.gates import ruling
from partybuild.gates.gathering import FRAME, Ground
from partybuild.gates.kinds import Verdict
from partybuild.gates.rules import (
    BEFORE_RULE,
    BEFORE_START,
    FOREVER,
    SWITCHED_OFF,
    Stretch,
    Trigger,
    Waived,
)
from partybuild.gates.ruling import SyncRule

LONGEST = 200
Row = dict[str, Any]


def rows(ground: Ground, ids: Collection[int], exceptions: Exceptions) -> Iterator[Row]:
    """The rows of these organizations, without change numbers."""
    for number in ids:
        if number not in ground.frames:
            continue
        for name, versions in ground.rules.items():
            found = sorted(
                ground.triggers[name].get(number, ()), key=lambda each: (each.on, each.key)
            )
            beyond = [each.on for each in found[1:]] + [FOREVER]
            for trigger, following in zip(found, beyond, strict=False):
                yield from _of_trigger(ground, trigger, following, versions, exceptions)


def _of_trigger(
    ground: Ground,
    trigger: Trigger,
    following: date,
    versions: Sequence[SyncRule],
    exceptions: Exceptions,
) -> Iterator[Row]:
    number, name = trigger.organization_id, versions[0].name
    rule = ruling.holding(versions, trigger.on)
    excused = _excused(ground, trigger, rule)
    if excused or rule is None:
        found = [Stretch(trigger.on, FOREVER, Verdict.NOT_APPLICABLE, reason=excused)]
    else:
        found = verdicts.stretches(
            trigger,
            following,
            ground.answers[name].get(number, ()),
            [waived for waived, _ in ground.waivers.get((number, name), ())],
            rule,
            exceptions,
        )
    shared = {
        "organization_id": number,
        "rule": name,
        "policy_id": rule.policy_id if rule else None,
        "trigger_on": trigger.on,
        "trigger_key": trigger.key,
        "trigger_document": trigger.document[:LONGEST],
        "next_on": following,
    }
    reasons = dict(ground.waivers.get((number, name), ()))
    for stretch in found:
        values = shared | _values(stretch, reasons)
        for frame in ground.frames[number]:
            start, end = max(frame.start, stretch.start), min(frame.end, stretch.end)
            if start < end:
                placed = dict(zip(FRAME, frame.values, strict=True))
                yield {"valid_from": start, "valid_to": end, **values, **placed}


def _excused(ground: Ground, trigger: Trigger, rule: SyncRule | None) -> str:
    """Why nothing was called for on the day of the trigger, blank where something was."""
    if trigger.excused:
        return trigger.excused
    if trigger.on < ground.first_day(trigger.organization_id, trigger.on):
        return BEFORE_START
    if rule is None:
        return BEFORE_RULE
    return "" if rule.enabled else SWITCHED_OFF


def _values(stretch: Stretch, reasons: Mapping[Waived, str]) -> Row:
    answer = stretch.answer
    return {
        "verdict": stretch.verdict,
        "late_days": stretch.late,
        "on_time_by": stretch.on_time_by,
        "due_on": stretch.due_on,
        "answer_kind": answer.kind if answer else None,
        "answered_on": answer.on if answer else None,
        "answer_document": answer.document[:LONGEST] if answer else "",
        "review_on": answer.until if answer else None,
        "waiver_id": stretch.waiver.id if stretch.waiver else None,
        "reason": (reasons[stretch.waiver] if stretch.waiver else stretch.reason)[:LONGEST],
    }
