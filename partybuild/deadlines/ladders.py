"""The reminder ladder as policy: at how many days before the due day somebody is reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partybuild import clock
from partybuild.db import db
from partybuild.deadlines import rules
from partybuild.policies import queries
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape, Type
from partybuild.rules import RuleBroken

KIND = "ladder"
NAME = "terms"
DEFAULTS = [
    Default(
        KIND,
        NAME,
        "任期届满提醒阶梯",
        "中央《关于党的基层组织任期的意见》（2018）：一般提前6个月以发函或者电话通知等形式提醒；"
        "90、60、30、0天各级为样例",
        {"rungs": list(rules.LADDER)},
    )
]
SHAPE = Shape(
    DEFAULTS[0],
    [
        Item(
            "rungs",
            "届满前多少天提醒",
            "天",
            Type.NUMBERS,
            most=730,
            hint="从早到晚用顿号分开，0 是届满当天；逾期以后系统一直提醒",
        )
    ],
    "自生效日起待办和提醒按新的阶梯排列；已经发出的提醒记录不变。",
)
KEPT = "partybuild_ladder"


def rungs() -> Sequence[int]:
    """The steps in force today, read once in a transaction; the shipped ones where none stand."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] is session.get_transaction():
        found: Sequence[int] = kept[1]
        return found
    held = {policy.name: policy for policy in queries.holding(KIND, clock.today())}
    steps = _steps(held[NAME].content) if NAME in held else rules.LADDER
    session.info[KEPT] = (session.get_transaction(), steps)
    return steps


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with the day it falls on; `reached` once that day has come."""

    label: str
    day: date
    reached: bool


def steps(due: date, today: date) -> Sequence[Step]:
    """The ladder of one due day, from the first rung to overdue."""
    days = [*rungs(), rules.OVERDUE.days]
    found = [(rules.Rung(each).label, due - timedelta(days=each)) for each in days]
    return [Step(label, day, day <= today) for label, day in found]


def _steps(content: dict[str, Any]) -> Sequence[int]:
    steps = content.get("rungs")
    if not isinstance(steps, list) or not all(
        isinstance(each, int) and each >= 0 for each in steps
    ):
        raise RuleBroken("提醒阶梯的内容应为 rungs：一列不小于 0 的天数。")
    return tuple(sorted(set(steps), reverse=True))
