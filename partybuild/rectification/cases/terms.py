"""The terms of rectification as policy: what holds today, with the shipped values else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.db import db
from partybuild.policies import queries
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape, Type

KIND = "rectification-terms"
KEPT = "partybuild_rectification_terms"


@dataclass(frozen=True, slots=True)
class Terms:
    """Days, months and years by which a case is held; `look_back`: months, from near to far."""

    plan_days: int = 15
    approve_days: int = 10
    months: int = 6
    accept_days: int = 20
    progress_day: int = 5
    satisfaction_least: int = 60
    repeat_years: int = 3
    look_back: tuple[int, ...] = (3, 6, 12)


DEFAULT = Default(
    KIND,
    KIND,
    "软弱涣散整顿期限",
    "各级文件没有统一规定，均为样例：整顿期限六个月、方案十五日、验收二十日、次月5日前报进展、"
    "销号后三、六、十二个月回头看、三年内再犯认定屡改屡犯；满意度60%见地方排查标准",
    {
        "plan_days": 15,
        "approve_days": 10,
        "months": 6,
        "accept_days": 20,
        "progress_day": 5,
        "satisfaction_least": 60,
        "repeat_years": 3,
        "look_back": [12, 6, 3],
    },
)


def _check(content: Mapping[str, Any]) -> str:
    if min(content["look_back"]) < 1:
        return "回头看应在销号一个月以后，请核对月数。"
    return ""


SHAPE = Shape(
    DEFAULT,
    [
        Item("plan_days", "认定后报批整顿方案", "天", least=1, most=180),
        Item("approve_days", "收到方案后审批", "天", least=1, most=90),
        Item("months", "整顿期限（自认定之日起）", "个月", least=1, most=24),
        Item("accept_days", "初验、终验各", "天", least=1, most=90),
        Item("progress_day", "次月几日前报送上月进展", "日", least=1, most=28),
        Item("satisfaction_least", "满意度低于多少不能通过验收", "%", least=0, most=100),
        Item("repeat_years", "销号后多少年内再犯认定屡改屡犯", "年", least=1, most=10),
        Item(
            "look_back",
            "销号后回头看",
            "个月",
            Type.NUMBERS,
            most=36,
            hint="几次之间用顿号分开，如 12、6、3",
        ),
    ],
    "自生效日起认定、报批、验收和销号的按新的期限；已经算好的期限不变。",
    _check,
)


def terms() -> Terms:
    """The terms in force today, read once in a transaction; the shipped ones where none stand."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] is session.get_transaction() and kept[1] == clock.today():
        found: Terms = kept[2]
        return found
    held = _held()
    session.info[KEPT] = (session.get_transaction(), clock.today(), held)
    return held


def _held() -> Terms:
    content = {**DEFAULT.content}
    for policy in queries.holding(KIND, clock.today()):
        content |= policy.content
    numbers = {name: int(content[name]) for name in Terms.__slots__ if name != "look_back"}
    return Terms(**numbers, look_back=tuple(sorted(int(each) for each in content["look_back"])))
