"""Screening rules, and what the facts of a Party organization say against it by them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.clock.days import months_later
from partybuild.party.kinds import Formation
from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.known import Known
from partybuild.rectification.screening.looking import TESTS


@dataclass(frozen=True, slots=True)
class Rule:
    """One situation. `automatic`: a round proposes by it; else only a person does."""

    key: str
    label: str
    test: Test
    on: bool
    automatic: bool
    limit: int
    source: str
    own: bool = False
    """Added by an area."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of an area, and how young a Party organization is left out of rounds."""

    rules: tuple[Rule, ...]
    new_months: int

    def rule(self, key: str) -> Rule | None:
        """The rule with this key, if there is one."""
        return next((each for each in self.rules if each.key == key), None)

    @property
    def screened(self) -> list[Rule]:
        """Those by which a round proposes."""
        return [each for each in self.rules if each.on and each.automatic]


@dataclass(frozen=True, slots=True)
class Ground:
    """One rule that is met: because rule, values, dates."""

    rule: str
    label: str
    words: str
    source: str
    since: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def left_out(rules: Rules, known: Known, day: date) -> str:
    """Why a round does not look at it; blank where it does."""
    if known.formation is Formation.TEMPORARY:
        return "临时党组织"
    if months_later(known.founded_on, rules.new_months) > day:
        return f"成立不满{rules.new_months}个月"
    return ""


def grounds(rules: Rules, known: Known, day: date) -> list[Ground]:
    """What a round proposes it for on `day`; nothing for what is left out."""
    if left_out(rules, known, day):
        return []
    found = (ground(rule, known, day) for rule in rules.screened)
    return [each for each in found if each is not None]


def ground(rule: Rule, known: Known, day: date) -> Ground | None:
    """What the facts say by one rule, None where they do not meet it or cannot say."""
    test = TESTS.get(rule.test)
    seen = test(known, rule.limit, day) if test else None
    if seen is None:
        return None
    return Ground(rule.key, rule.label, seen.words, rule.source, seen.since, seen.values)


def least(percent: int, screened: int) -> int:
    """The least number that makes so many percent: for information, never a target."""
    return -(-screened * percent // 100)
