"""One statement of a file about something that is in the register, and how the preview tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.facts.histories import Change
from partybuild.organizations.subject import shown
from partybuild.party.subject import LABELS
from partybuild.party.telling import Told, changed

Days = tuple[date, date]
"""[first, after the last)."""
WORDS = {
    **LABELS,
    "founded_on": "成立日期",
    "dissolved_on": "撤销日期",
    "secretary_from": "书记任职日期",
    "secretary_to": "书记离任日期",
    "parent_id": LABELS["parent"],
    "region_id": LABELS["region"],
    "lead_organization_id": LABELS["lead_organization"],
}


@dataclass(frozen=True, slots=True)
class When:
    """From which day changed values hold, and up to which: the days on which the subject exists.

    `correct` says that they were wrong from their start.
    """

    day: date
    founded_on: date
    end: date
    correct: bool = False


@dataclass(slots=True)
class Changes:
    """Statements about one subject, the lines that tell them, and what is wrong with them."""

    told: list[Told] = field(default_factory=list)
    lines: list[Change] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    """(field of 党组织名册, sentence)."""
    warnings: list[str] = field(default_factory=list)

    def say(self, model: type[Any], key: tuple[Any, ...], values: Any, days: Days) -> None:
        """One more statement; nothing where its days are none."""
        if days[0] < days[1]:
            self.told.append(Told(model, key, values, *days))

    def tell(self, name: str, before: Any, after: Any) -> None:
        """One more line of before and after."""
        self.lines.append(changed(WORDS[name], dash(name, before), dash(name, after)))

    def refuse(self, name: str, sentence: str) -> None:
        """The field is wrong."""
        self.errors.append((name, sentence))

    def join(self, others: Sequence["Changes"]) -> None:
        """Take over what others found."""
        for other in others:
            self.told += other.told
            self.lines += other.lines
            self.errors += other.errors
            self.warnings += other.warnings


def dash(name: str, value: Any) -> str:
    """A value as the history shows it, blank for nothing."""
    text = shown("telephone" if name.endswith("telephone") else name, value)
    return "" if text == "—" else text
