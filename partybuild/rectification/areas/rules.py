"""Figures that a unit is urged over, what it promised, and what is refused. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from partybuild.rectification.kinds import AreaMeasure
from partybuild.rules import RuleBroken

MOST_PROMISES = 5
"""Entered at once."""
_RATE, _COUNT = re.compile(r"[0-9]{1,3}(\.[0-9])?"), re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that can be named: what is wanted of it where nobody says otherwise."""

    key: str
    label: str
    wanted: str
    unit: str = "%"
    rising: bool = True
    """Whether more is better."""


@dataclass(frozen=True, slots=True)
class Named:
    """A figure of a unit on a day beside what is wanted of it."""

    key: str
    label: str
    value: str | None
    """None where there is nothing to divide by."""
    wanted: str
    unit: str = "%"
    rising: bool = True
    path: str = ""
    """Address of the list behind it."""

    @property
    def short(self) -> bool:
        """Whether it falls short of what is wanted."""
        if self.value is None or not self.wanted:
            return False
        value, wanted = Decimal(self.value), Decimal(self.wanted)
        return value < wanted if self.rising else value > wanted

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return "—" if self.value is None else f"{self.value}{self.unit}"

    @property
    def demanded(self) -> str:
        """What is wanted, in words."""
        return f"{'不低于' if self.rising else '不超过'}{self.wanted}{self.unit}"

    def kept(self) -> dict[str, Any]:
        """As it is stored with the case."""
        return asdict(self)


def read(rows: Sequence[Mapping[str, Any]]) -> list[Named]:
    """Figures as they were stored."""
    return [Named(**row) for row in rows]


def chosen(found: Sequence[Named], wanted: Mapping[str, str]) -> list[Named]:
    """The figures named, each with what is wanted of it.

    RuleBroken where none is, where one has no value, a demand is no number, or is met already.
    """
    known = {each.key: each for each in found}
    if not wanted or wanted.keys() - known.keys():
        raise RuleBroken("请至少选择一项指标，写明要求。")
    return [_demanded(known[key], text.strip()) for key, text in wanted.items()]


def _demanded(figure: Named, text: str) -> Named:
    text = text.removesuffix("%").strip()
    rate = figure.unit == "%"
    fits = _RATE.fullmatch(text) and Decimal(text) <= 100 if rate else _COUNT.fullmatch(text)
    if not fits:
        example = " 0 到 100 的数，如 85.0" if rate else "整数，如 0"
        raise RuleBroken(f"“{figure.label}”的要求请填写{example}。")
    if figure.value is None:
        raise RuleBroken(f"“{figure.label}”现在没有数，不能作为督促的指标。")
    made = replace(figure, wanted=text)
    if not made.short:
        raise RuleBroken(
            f"“{figure.label}”现为 {figure.shown}，已经达到“{made.demanded}”的要求，"
            "请去掉这一项，或者改写要求。"
        )
    return made


@dataclass(frozen=True, slots=True)
class Vow:
    """A promise as typed."""

    words: str
    person: str
    due_on: date


def vows(typed: Sequence[tuple[str, str, date | None]], today: date, last: date) -> list[Vow]:
    """The promises among the typed lines, blank ones left out; RuleBroken names the faulty line."""
    found = []
    for number, (words, person, until) in enumerate(typed, start=1):
        if not words and not person and until is None:
            continue
        if not words or not person or until is None:
            raise RuleBroken(f"第 {number} 项承诺的内容、责任人和完成日期要一起填写。")
        if until < today:
            raise RuleBroken(f"第 {number} 项承诺的完成日期 {until:%Y-%m-%d} 早于今天，请核对。")
        if until > last:
            raise RuleBroken(
                f"第 {number} 项承诺的完成日期晚于整改期限 {last:%Y-%m-%d}，"
                "请提前，或者先办理延期。"
            )
        found.append(Vow(words, person, until))
    if not found:
        raise RuleBroken("请至少登记一项承诺：内容、责任人和完成日期。")
    return found


def check_days(answer_by: date, last: date, issued: date, measure: AreaMeasure) -> None:
    """RuleBroken unless the paper, the answer (or interview) and the end follow one another."""
    what = "约谈日期" if measure is AreaMeasure.INTERVIEW else "报送承诺的日期"
    if answer_by < issued:
        raise RuleBroken(f"{what} {answer_by:%Y-%m-%d} 早于今天，请核对。")
    if last < answer_by:
        raise RuleBroken(f"整改期限 {last:%Y-%m-%d} 早于{what}，请核对。")


def check_longer(what: str, before: date | None, until: date, today: date) -> None:
    """RuleBroken unless an extension goes beyond the day that holds, and beyond today."""
    if until < today:
        raise RuleBroken(f"延期后的日期 {until:%Y-%m-%d} 早于今天，请核对。")
    if before is not None and until <= before:
        raise RuleBroken(f"“{what}”现在的期限是 {before:%Y-%m-%d}，延期后的日期应当更晚。")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case has come, for the conditions of its steps."""

    measure: AreaMeasure
    state: str
    due_on: date | None
    open_promises: int
    promises: int
    figures: Sequence[Named]
    """The named figures as they are now, beside what is wanted."""


def refusals(at: Progress, today: date) -> dict[str, str]:
    """Sentences of the conditions that are not met, by the name of the guard."""
    said = {}
    waits = at.measure is AreaMeasure.INTERVIEW and at.state == "issued"
    if waits and at.due_on is not None and at.due_on > today:
        said["promises"] = f"约谈日期是 {at.due_on:%Y-%m-%d}，还没有到；改期请办理“延期”。"
    if not at.open_promises:
        said["promise"] = "没有待销号的承诺。"
    kept = _unkept(at)
    if kept:
        said["kept"] = kept
    return said


def _unkept(at: Progress) -> str:
    if at.open_promises:
        return f"还有 {at.open_promises} 项承诺没有销号，全部销号后才能办结。"
    if at.measure is not AreaMeasure.CIRCULAR and not at.promises:
        return f"{at.measure.label}须先登记整改承诺，逐项销号后才能办结。"
    short = [each for each in at.figures if each.short]
    if at.measure is AreaMeasure.SUPERVISION and short:
        words = "；".join(f"{each.label}现为 {each.shown}，要求{each.demanded}" for each in short)
        return f"{words}。指标达到要求后才能摘牌。"
    return ""


def again(then: Sequence[Named], found: Mapping[str, Named]) -> list[Named]:
    """Figures named before as they are found now, beside what was demanded; gone ones have none."""
    return [
        replace(
            each,
            value=found[each.key].value if each.key in found else None,
            path=found[each.key].path if each.key in found else "",
        )
        for each in then
    ]
