"""What the system knows of an item, in words, and the answer that follows where it is plain. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from partybuild.inspections.kinds import Conclusion
from partybuild.party.kinds import LifeKind
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.schemes.rules import Indicator, Option


class Grade(Enum):
    """How well a fact stands, as far as it says so by itself."""

    FULL = "full"
    MIDDLE = "middle"
    SOME = "some"
    """More than nothing; how much, the fact does not say."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact in words; no grade where people have to weigh it."""

    words: str
    grade: Grade | None = None


_GRADES = {
    Conclusion.QUALIFIED: Grade.FULL,
    Conclusion.REPORTED: Grade.FULL,
    Conclusion.BASIC: Grade.MIDDLE,
    Conclusion.REPORTED_LATE: Grade.MIDDLE,
}


def term(last_day: date | None, extended_to: date | None, elects: bool, day: date) -> Known:
    """The term of office on `day`: running, prolonged with approval, or over."""
    if not elects:
        return Known("临时党组织不换届")
    if last_day is None:
        return Known("没有登记任期届满日期，请联系党务干部补登")
    if day <= last_day:
        return Known(f"任期至 {last_day:%Y-%m-%d}", Grade.FULL)
    if extended_to is not None and day <= extended_to:
        words = f"任期 {last_day:%Y-%m-%d} 届满，经批准延期至 {extended_to:%Y-%m-%d}"
        return Known(words, Grade.MIDDLE)
    return Known(f"任期 {extended_to or last_day:%Y-%m-%d} 届满，未登记换届", Grade.NONE)


def secretary(name: str, since: date | None) -> Known:
    """Whether there is a secretary; a name of "" is a vacancy."""
    if not name:
        return Known("没有登记在任书记", Grade.NONE)
    words = f"书记{name}" + (f"，{since:%Y-%m-%d}起任职" if since else "")
    return Known(words, Grade.SOME)


def inspection(words: str, conclusion: Conclusion | None) -> Known:
    """The conclusion of the inspection that the round reads; `words` name it."""
    if conclusion is None:
        return Known(words)
    return Known(words, _GRADES.get(conclusion, Grade.NONE))


def members(full: int | None, probationary: int | None) -> Known:
    """How many members it manages."""
    if full is None:
        return Known("没有登记党员数")
    return Known(f"登记正式党员 {full} 名、预备党员 {probationary or 0} 名")


def life(counts: Mapping[LifeKind, int], year: int) -> Known:
    """How often organization life was entered in a year."""
    held = [f"{kind.label} {counts[kind]} 次" for kind in LifeKind if counts.get(kind)]
    if not held:
        return Known(f"{year}年还没有登记组织生活")
    return Known(f"{year}年已登记{'、'.join(held)}")


def plain(item: Indicator, known: Known | None) -> Answer | None:
    """The answer that follows from a fact; None where the item leaves it to be weighed."""
    if known is None or known.grade is None or item.multiple or item.deductions:
        return None
    if item.options:
        option = _option(item, known.grade)
        return Answer(options=(option.key,)) if option else None
    if known.grade is Grade.FULL:
        return Answer(points=item.points)
    return Answer(points=0) if known.grade is Grade.NONE else None


def _option(item: Indicator, grade: Grade) -> Option | None:
    """The one option that says so; None where none or several do."""
    worth = sorted({each.points for each in item.options}, reverse=True)
    wanted = {
        Grade.FULL: worth[:1] if worth[0] == item.points else [],
        Grade.MIDDLE: worth[1:2] if len(worth) == 3 else [],
        Grade.SOME: worth[:-1] if worth[-1] == 0 else worth,
        Grade.NONE: [0],
    }[grade]
    found = [each for each in item.options if each.points in wanted]
    return found[0] if len(found) == 1 else None
