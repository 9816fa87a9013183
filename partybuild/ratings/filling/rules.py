"""What a self score may be, and what is still missing before sending. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from partybuild.ratings.kinds import Tier
from partybuild.ratings.schemes.rules import Indicator, Scheme, asked, earned, refusal
from partybuild.rules import RuleBroken

MOST_NOTE = 1000
SIGNED = "signed"
"""The slot of the paper that the branch signed, where an officer enters for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given to one item; `points` (tenths) is read only where the item has no options."""

    points: int | None = None
    options: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that stands between the branch and sending, with what it lacks."""

    indicator: Indicator
    words: str


def points_of(item: Indicator, answer: Answer, deductions: Collection[str] = ()) -> int:
    """The points an answer comes to; RuleBroken where it is none that the item knows."""
    known = {option.key for option in item.options}
    if not item.options:
        if answer.points is None:
            raise RuleBroken(f"请填写“{item.label}”的自评分。")
        reason = refusal(item, answer.points)
        if reason:
            raise RuleBroken(reason)
        return answer.points
    if not answer.options:
        raise RuleBroken(f"请为“{item.label}”选一项。")
    if set(answer.options) - known:
        raise RuleBroken(f"“{item.label}”没有这个选项，请从页面上重新选择。")
    if len(answer.options) > 1 and not item.multiple:
        raise RuleBroken(f"“{item.label}”只能选一项。")
    return earned(item, answer.options, deductions).points


def check_note(item: Indicator, answer: Answer) -> None:
    """RuleBroken for an explanation that is too long to be kept."""
    if len(answer.note) > MOST_NOTE:
        raise RuleBroken(f"“{item.label}”的说明最多 {MOST_NOTE} 字。")


def missing(
    scheme: Scheme, points: Mapping[str, int], with_files: Collection[str]
) -> Sequence[Missing]:
    """Items without a self score, and those that need a file and have none, in order."""
    found = []
    for item in asked(scheme, Tier.SELF):
        if item.key not in points:
            found.append(Missing(item, "还没有自评分"))
        elif item.evidence and points[item.key] and item.key not in with_files:
            found.append(Missing(item, "须附佐证材料"))
    return found


def item(scheme: Scheme, key: str) -> Indicator:
    """The item that the branch scores itself; RuleBroken where there is none of that key."""
    for each in asked(scheme, Tier.SELF):
        if each.key == key:
            return each
    raise RuleBroken("没有这个评分项，请从页面上进入。")


def seal(parts: Iterable[object]) -> str:
    """A short word for exactly these answers: whoever saves says what they saw."""
    text = "\n".join(repr(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
