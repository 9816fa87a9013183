"""Conditions of steps that are not met, as sentences by the name of the guard. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from partybuild.enforcement import rules
from partybuild.enforcement.rules import Terms


class Listed(Protocol):
    """What these read of an entry."""

    warned_on: date | None
    answer_due: date | None
    objected_on: date | None
    listed_on: date | None


def order(state: str, deadline: date, today: date) -> Mapping[str, str]:
    """Of an order: no extension after its end, no next step before."""
    late = rules.overdue(deadline, today)
    said = {}
    if late and state != "failed":
        said["extension"] = f"整改期限 {deadline:%Y-%m-%d} 已过，延期须在届满前办理。"
    if not late and state != "failed":
        said["overdue"] = f"整改期限 {deadline:%Y-%m-%d} 还没有过，验收不合格或者逾期后才能转入。"
    return said


def interview(at: date, waiting: int, today: date) -> Mapping[str, str]:
    """Of an interview: not before its day, not closed while promises are open."""
    said = {}
    if at > today:
        said["day"] = f"约谈日期是 {at:%Y-%m-%d}，还没有到。"
    if waiting:
        said["closed"] = f"还有 {waiting} 项承诺没有销号，全部销号后才能办结。"
    else:
        said["promises"] = "没有待销号的承诺。"
    return said


def listing(
    held: Listed, lapses: bool, dishonest: bool, terms: Terms, today: date
) -> Mapping[str, str]:
    """Of an entry in 活动异常名录."""
    said = _answer(held, today)
    if not dishonest:
        said["dishonest"] = "该组织还没有列入严重违法失信名单，列入后自动转出。"
    if held.listed_on is not None:
        until = rules.lapse_day(held.listed_on, terms.lapse_months)
        if today < until:
            said["lapse"] = f"列入满 {terms.lapse_months} 个月（{until:%Y-%m-%d}）后才能期满移出。"
    if not lapses:
        said["lapse"] = "该事由有应当履行的义务，须履行后申请移出，不能期满移出。"
    return said


def dishonest(
    held: Listed, since: date | None, living: bool, terms: Terms, today: date
) -> Mapping[str, str]:
    """Of an entry in 严重违法失信名单: two years, counted anew from a later event."""
    said = _answer(held, today)
    if since is not None:
        until = rules.two_years(since, terms.dishonest_years)
        if today < until:
            said["served"] = (
                f"自 {since:%Y-%m-%d} 起满 {terms.dishonest_years} 年"
                f"（{until:%Y-%m-%d}）没有新的列入情形，才能申请移出。"
            )
    if living:
        said["ended"] = "该组织没有注销、撤销或者吊销，不能按注销移出。"
    return said


def _answer(held: Listed, today: date) -> dict[str, str]:
    if held.warned_on is None or held.objected_on is not None:
        return {}
    if held.answer_due is not None and today <= held.answer_due:
        return {
            "answer": f"陈述申辩期限到 {held.answer_due:%Y-%m-%d}，期满或者收到意见后才能决定。"
        }
    return {}


@dataclass(frozen=True, slots=True)
class Runs:
    """The last days of the two terms of a 事先告知书; None where they do not run."""

    hearing: date | None = None
    defence: date | None = None


def dormant(held: Any, state: str, runs: Runs, terms: Terms, today: date) -> Mapping[str, str]:
    """Of a cancellation: its terms run to their ends."""
    said = _terms(held, runs, today)
    if held.hearing_on is None:
        said["held"] = "还没有通知听证的时间，请先通知听证。"
    elif held.hearing_on > today:
        said["held"] = f"听证定于 {held.hearing_on:%Y-%m-%d}，还没有举行。"
    if state == "published":
        days = terms.public_notice_days
        until = rules.served_on(held.published_on, True, days)
        if today < until:
            said["delivered"] = (
                f"公告自 {held.published_on:%Y-%m-%d} 起满 {days} 日"
                f"（{until:%Y-%m-%d}）视为送达，还没有满。"
            )
    return said


def _terms(held: Any, runs: Runs, today: date) -> dict[str, str]:
    """听证 may be asked for on the last day still; the decision waits until that day has passed."""
    said = {}
    hearing = None if held.asked_on is not None else runs.hearing
    last = max((day for day in (hearing, runs.defence) if day is not None), default=None)
    if last is not None and today <= last:
        said["terms"] = f"陈述申辩和要求听证的期限到 {last:%Y-%m-%d}，期满后才能决定。"
    if hearing is not None and today > hearing:
        said["asked"] = f"要求听证的期限已于 {hearing:%Y-%m-%d} 届满，不能再受理。"
    return said
