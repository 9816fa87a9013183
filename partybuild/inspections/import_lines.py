"""One row of 年检结果 against what stands: the steps it means, the values it leaves. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.inspections import process, rules
from partybuild.inspections.kinds import MEASURES, Conclusion, Evaluation, Regime
from partybuild.rules import RuleBroken

CONCLUDE = {
    process.DUE: "conclude",
    process.FILED: "conclude",
    process.ABSENT: "conclude",
    process.WANTS_CONCLUSION: "conclude_second",
}
EVALUATE = {
    process.DUE: "evaluate",
    process.FILED: "evaluate",
    process.ABSENT: "evaluate",
    process.WANTS_EVALUATION: "evaluate_second",
}
PLAIN = ("filed_on", *MEASURES, "document", "rectify_by", "note")
LABELS = {
    "filed_on": "参检日期",
    "conclusion": "年检结论",
    "score": "党建评价得分",
    "evaluation": "党建评价结论",
    **MEASURES,
    "document": "文号",
    "rectify_by": "整改期限",
    "note": "备注",
}


class Misplaced(RuleBroken):
    """A rule said no to what stands in one column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@contextmanager
def column(name: str) -> Iterator[None]:
    """What is refused inside is refused because of this column."""
    try:
        yield
    except Misplaced:
        raise
    except RuleBroken as broken:
        raise Misplaced(name, str(broken)) from None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What this person's import may say, and on which day."""

    keep: bool
    evaluate: bool
    day: date
    parts: frozenset[str] = frozenset()
    """Parts that they have played in the case already."""


@dataclass(frozen=True, slots=True)
class Window:
    """The campaign, as far as a row is concerned."""

    opens_on: date
    closes_on: date
    regime: Regime


@dataclass(slots=True)
class Course:
    """What a row comes to: steps by action, columns of the inspection, and the state after."""

    state: str
    steps: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def take(self, action: str, allowed: Allowed) -> None:
        """One step on; RuleBroken where this person has played another part."""
        step = process.TABLE.step(action)
        others = allowed.parts - {step.tier, ""}
        if others:
            part = sorted(others)[0]
            raise RuleBroken(f"您已在本件办理过“{part}”，“{step.label}”须由其他人员办理。")
        self.steps.append(action)
        self.state = step.target or self.state


def course(
    before: Mapping[str, Any],
    said: Mapping[str, Any],
    state: str,
    window: Window,
    allowed: Allowed,
) -> Course:
    """The steps and values by which the row becomes true; RuleBroken with the reason where it cannot."""
    found = Course(state)
    changed = {name: value for name, value in said.items() if before.get(name) != value}
    filed_on = changed.get("filed_on", before.get("filed_on"))
    if "filed_on" in changed and filed_on is not None:
        with column("filed_on"):
            rules.check_filed(filed_on, window.opens_on, allowed.day)
        found.values["late"] = rules.is_late(filed_on, window.closes_on)
    answers = {"conclusion", "evaluation", "score"} & changed.keys()
    if answers and state == process.PUBLISHED:
        raise RuleBroken("该组织本年度结论和党建评价已公布，不能用导入更改；请在页面上重新办理。")
    if answers and state in (process.RETURNED, process.WITHDRAWN):
        raise RuleBroken(f"该组织现在是“{process.STATES[state]}”，请先在页面上办理完再导入。")
    if answers and filed_on is not None:
        rules.check_dated("结论和评价", allowed.day, window.opens_on, filed_on, allowed.day)
    if "conclusion" in changed:
        _conclude(found, before, changed["conclusion"], window, allowed)
    if {"evaluation", "score"} & changed.keys():
        with column("evaluation"):
            _evaluate(found, before, changed, allowed)
    found.values |= {name: changed[name] for name in PLAIN if name in changed}
    if found.state == process.READY and allowed.keep and allowed.evaluate:
        _publish(found, before, allowed)
    return found


def _conclude(
    found: Course, before: Mapping[str, Any], conclusion: Conclusion, window: Window, by: Allowed
) -> None:
    rules.check_conclusion(conclusion, window.regime)
    if not conclusion.present:
        if found.state != process.ABSENT:
            _absent(found, conclusion, window, by)
        found.values |= {"conclusion": conclusion, "concluded_on": by.day}
        return
    found.take(CONCLUDE.get(found.state, "correct_conclusion"), by)
    found.values |= {"conclusion": conclusion, "concluded_on": by.day}


def _absent(found: Course, conclusion: Conclusion, window: Window, by: Allowed) -> None:
    if found.state != process.DUE:
        raise RuleBroken(
            f"该组织现在是“{process.STATES[found.state]}”，已经参检，不能记为{conclusion.label}。"
        )
    if by.day <= window.closes_on:
        raise RuleBroken(
            f"报送期限到 {window.closes_on:%Y-%m-%d} 为止，期限届满后才能记为{conclusion.label}。"
        )
    found.take("mark_absent", by)


def _evaluate(
    found: Course, before: Mapping[str, Any], changed: Mapping[str, Any], by: Allowed
) -> None:
    evaluation: Evaluation | None = changed.get("evaluation", before.get("evaluation"))
    if evaluation is None:
        raise RuleBroken("填写了党建评价得分，请一并填写党建评价结论。")
    conclusion = found.values.get("conclusion", before.get("conclusion"))
    if conclusion is not None and not conclusion.present:
        raise RuleBroken(f"“{conclusion.label}”的组织没有参检，不能作党建评价。")
    found.take(EVALUATE.get(found.state, "correct_evaluation"), by)
    found.values |= {"evaluation": evaluation, "evaluated_on": by.day}
    if "score" in changed:
        found.values["score"] = changed["score"]


def _publish(found: Course, before: Mapping[str, Any], by: Allowed) -> None:
    found.take("publish", by)
    after = {**before, **found.values}
    found.values["published_on"] = by.day
    if before.get("first_published_on") is None:
        found.values |= {
            "first_published_on": by.day,
            "first_conclusion": after["conclusion"],
            "first_evaluation": after["evaluation"],
        }


def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the preview says: label, before and after, for what differs."""
    return [
        {"label": label, "before": _shown(name, before.get(name)), "after": _shown(name, new)}
        for name, label in LABELS.items()
        if name in after and (new := after[name]) != before.get(name)
    ]


def _shown(name: str, value: Any) -> str:
    if name == "score":
        return rules.points(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    return str(getattr(value, "label", value))


def year_of(text: str) -> int:
    """The year inspected from `2025`, `2025年度`, `2025年度（2026年实施）`; RuleBroken otherwise."""
    digits = text.strip().removesuffix(".0")[:4]
    rest = text.strip().removesuffix(".0")[4:]
    if not digits.isdigit() or (rest and not rest.startswith("年")):
        raise RuleBroken(f"年度“{text}”无法识别，请填被检年度，如 2025。")
    return int(digits)


def measures(words: Sequence[str]) -> dict[str, bool]:
    """处理措施 by column."""
    return {name: label in words for name, label in MEASURES.items()}
