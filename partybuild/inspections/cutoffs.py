"""Until when an organization must have been registered to be expected: published policy."""

from datetime import date
from typing import NamedTuple

from partybuild.inspections import rules
from partybuild.inspections.kinds import Regime
from partybuild.policies import queries as policies
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape, Type

KIND = "inspection-cutoff"
DEFAULT = Default(
    KIND,
    "应检截止日",
    "年检年报应检截止日",
    "样例：社会团体、基金会以被检年度 12 月 31 日前登记为应检，民办非企业单位（社会服务机构）以 "
    "6 月 30 日前登记为应检；年报以 12 月 31 日为准；各地通知不同，请按本地当年通知修改",
    {
        "inspection": {"association": "12-31", "private_unit": "06-30", "foundation": "12-31"},
        "report": {"association": "12-31", "private_unit": "12-31", "foundation": "12-31"},
    },
)
_KINDS = {"association": "社会团体", "private_unit": "民办非企业单位", "foundation": "基金会"}
SHAPE = Shape(
    DEFAULT,
    [
        Item(f"{regime}.{kind}", f"{word}：{label}", "月-日", Type.MONTH_DAY)
        for regime, word in (("inspection", "年检"), ("report", "年报"))
        for kind, label in _KINDS.items()
    ],
    "在被检年度这一天以前登记的列入应检。自生效日起起草的批次按新的日期；已经冻结的应检名单不变。",
)


class Holding(NamedTuple):
    """The cut-offs that hold, and the version they come from; None: as shipped."""

    policy_id: int | None
    days: rules.Cutoffs


def holding(regime: Regime, year: int, day: date) -> Holding:
    """Cut-offs of a year inspected by the version in force on `day`, else as shipped."""
    for policy in policies.holding(KIND, day):
        return Holding(policy.id, rules.cutoffs(policy.content, regime, year))
    return Holding(None, rules.cutoffs(DEFAULT.content, regime, year))
