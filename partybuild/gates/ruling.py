"""A sync rule: what one version of it says, and which version holds. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.gates.kinds import AnswerKind

KIND = "sync-rule"
"""The kind of policy that these are."""
MANUAL = "event"
"""Trigger of rules whose events are entered by hand as kind, day, document."""


@dataclass(frozen=True, slots=True)
class SyncRule:
    """One published version of a rule: trigger, expected answers, days, since when, from where."""

    name: str
    label: str
    trigger: str
    """What happens on the organization's side, in words."""
    by_hand: bool
    expected: frozenset[AnswerKind]
    before: int | None
    """An answer counts from so many days before the trigger; None: however early."""
    after: int
    """In step up to so many days after the trigger."""
    pending: int
    """待办 for so many days after the trigger (or after a passed review day), then 缺."""
    working: bool
    review_months: int
    """Default of the review day of 暂不具备."""
    legal_basis: str
    answers: str
    """Who answers."""
    enabled: bool
    valid_from: date
    version: int = 1
    policy_id: int | None = None
    """None for a shipped version that was never published anew."""
    source: str = ""

    @property
    def unit(self) -> str:
        """The word for its days."""
        return "个工作日" if self.working else "天"

    @property
    def window(self) -> str:
        """When an answer is in step, in words."""
        late = f"之后 {self.after} {self.unit}内" if self.after else "当天"
        if self.before is None:
            return f"{late}或更早" if not self.after else f"{late}（更早也可）"
        return f"之前 {self.before} {self.unit}到{late}" if self.before else late


def from_policy(content: Mapping[str, Any], **said: Any) -> SyncRule:
    """The rule that a policy's content says; `said` are its version, days and source."""
    values = dict(content)
    expected = frozenset(AnswerKind(kind) for kind in values.pop("expected"))
    return SyncRule(**values, expected=expected, **said)


def to_content(rule: SyncRule) -> dict[str, Any]:
    """What a policy keeps of a rule."""
    return {
        "trigger": rule.trigger,
        "by_hand": rule.by_hand,
        "expected": sorted(rule.expected),
        "before": rule.before,
        "after": rule.after,
        "pending": rule.pending,
        "working": rule.working,
        "review_months": rule.review_months,
        "legal_basis": rule.legal_basis,
        "answers": rule.answers,
        "enabled": rule.enabled,
    }


def holding(versions: Sequence[SyncRule], day: date) -> SyncRule | None:
    """Of the versions of one rule, in order of days, the one that holds; None before the first."""
    found = [version for version in versions if version.valid_from <= day]
    return found[-1] if found else None


def overlap(versions: Sequence[SyncRule], valid_from: date, today: date) -> str:
    """Why a version valid from that day cannot be published, blank where it can.

    A published version holds until the day before the next one's first day.
    """
    if valid_from <= today:
        return f"生效日期须在今天（{today:%Y-%m-%d}）之后，已经作出的判定不会被改写。"
    last = max((version.valid_from for version in versions), default=date.min)
    if valid_from <= last:
        return (
            f"生效日期 {valid_from:%Y-%m-%d} 与已发布的版本重叠：该规则已有自 {last:%Y-%m-%d} "
            "起生效的版本，请填写更晚的日期。"
        )
    return ""
