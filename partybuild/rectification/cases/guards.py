"""Conditions of steps that are not met, as sentences. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from partybuild.clock.days import months_later
from partybuild.rules import RuleBroken

FEW = 3


class Item(Protocol):
    """What these read of a problem or a measure."""

    id: int
    words: str
    closed_on: date | None


class Dated(Item, Protocol):
    """A measure."""

    person: str
    due_on: date


class Look(Protocol):
    """A look-back."""

    months: int
    due_on: date
    void: bool
    done_on: date | None


L = TypeVar("L", bound=Look)


def plan(
    outline: tuple[str, str],
    problems: Sequence[Item],
    measures: Mapping[int, Sequence[Dated]],
    today: date,
    term_to: date,
) -> str:
    """Why a plan cannot be submitted, blank where it can. `outline`: cause and leader."""
    cause, leader = outline
    if not cause.strip():
        return "请先填写原因分析。"
    if not leader.strip():
        return "请先填写包联领导。"
    if not problems:
        return "问题清单还没有内容，请先列出问题。"
    for problem in problems:
        waiting = [each for each in measures.get(problem.id, ()) if each.closed_on is None]
        if problem.closed_on is None and not waiting:
            return f"问题“{short(problem.words)}”还没有待落实的措施，请先补充措施。"
        late = next((each for each in waiting if not today <= each.due_on <= term_to), None)
        if late is not None:
            return (
                f"措施“{short(late.words)}”的完成时限 {late.due_on:%Y-%m-%d} 应在今天至整顿期限"
                f" {term_to:%Y-%m-%d} 之间，请修改。"
            )
    return ""


def all_closed(problems: Sequence[Item], measures: Mapping[int, Sequence[Dated]]) -> str:
    """What is still open, blank where nothing is."""
    waiting = [each for list_ in measures.values() for each in list_ if each.closed_on is None]
    if waiting:
        named = "；".join(short(each.words) for each in waiting[:FEW])
        more = "等" if len(waiting) > FEW else ""
        return f"还有 {len(waiting)} 项措施没有销号（{named}{more}），全部销号后才能申请验收。"
    bare = next((each for each in problems if each.closed_on is None), None)
    return f"问题“{short(bare.words)}”还没有措施，请先补充措施并销号。" if bare else ""


def due(looks: Sequence[Look], today: date) -> str:
    """Why no look-back can be entered, blank where one can."""
    waiting = open_looks(looks)
    if not waiting:
        return "回头看已全部完成，可以办结。"
    if waiting[0].due_on > today:
        first = waiting[0]
        return f"下一次回头看（{first.months}个月）{first.due_on:%Y-%m-%d} 到期，到期后登记。"
    return ""


def looked_back(looks: Sequence[Look]) -> str:
    """Why the case cannot be finished, blank where it can."""
    waiting = open_looks(looks)
    if not waiting:
        return ""
    last = waiting[-1]
    return (
        f"还有 {len(waiting)} 次回头看没有做（最后一次 {last.due_on:%Y-%m-%d}），做完后才能办结。"
    )


def open_looks(looks: Sequence[L]) -> list[L]:
    """Look-backs that are still to be made, by their days."""
    return sorted(
        (each for each in looks if each.done_on is None and not each.void),
        key=lambda each: each.due_on,
    )


def short(words: str) -> str:
    """Words as a sentence names them."""
    return words if len(words) <= 20 else f"{words[:20]}…"


def check_said(**texts: str) -> None:
    """RuleBroken unless every text says something; the keys are what they are called."""
    for name, text in texts.items():
        if not text.strip():
            raise RuleBroken(f"请填写{name}。")


def check_deadline(due_on: date, today: date, term_to: date) -> None:
    """RuleBroken for the deadline of a measure before today or after 整顿期限."""
    if due_on < today:
        raise RuleBroken(f"完成时限不能早于今天（{today:%Y-%m-%d}），请重新填写。")
    if due_on > term_to:
        raise RuleBroken(
            f"完成时限不能晚于整顿期限 {term_to:%Y-%m-%d}，请提前，或者先由上级延长整顿期限。"
        )


def check_past(day: date, since: date, today: date, what: str) -> None:
    """RuleBroken for a day to come, or before `since`."""
    if day > today:
        raise RuleBroken(f"{what}不能晚于今天，请在当天或之后登记。")
    if day < since:
        raise RuleBroken(f"{what}不能早于 {since:%Y-%m-%d}，请核对。")


def check_month(month: date, since: date, today: date) -> None:
    """RuleBroken for a month to come or one that had ended when the plan was approved."""
    if month > today:
        raise RuleBroken("不能报送以后月份的进展，请核对月份。")
    if months_later(month, 1) <= since:
        raise RuleBroken(f"方案 {since:%Y-%m-%d} 批准，请报送这个月或以后的进展。")


def check_satisfaction(percent: int | None, least: int, *, passing: bool) -> None:
    """RuleBroken for what is no percentage, and for a pass below the least."""
    if percent is None:
        return
    if not 0 <= percent <= 100:
        raise RuleBroken("满意度是百分比，请填写 0 到 100 之间的整数。")
    if passing and percent < least:
        raise RuleBroken(f"满意度 {percent}% 低于 {least}%，不能通过验收，请办理验收不通过。")
