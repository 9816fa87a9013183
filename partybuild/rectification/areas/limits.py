"""What is wanted of units and how long they have, as policy."""

from collections.abc import Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.policies import queries
from partybuild.policies.models import Policy
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape
from partybuild.rectification.areas.rules import Limit

KIND = "area-limits"
COVERED, WORK, ELIGIBLE, SYNC, OVERDUE = "covered", "work", "eligible", "sync", "overdue"
DEFAULT = Default(
    KIND,
    KIND,
    "后进地区指标限值",
    "系统随附，样例；请按本地要求发布新版本",
    {COVERED: 85, WORK: 95, ELIGIBLE: 95, SYNC: 90, OVERDUE: 0, "answer_days": 15, "days": 90},
)
SHAPE = Shape(
    DEFAULT,
    [
        Item(COVERED, "组织覆盖率不低于", "%", most=100),
        Item(WORK, "工作覆盖率不低于", "%", most=100),
        Item(ELIGIBLE, "应建已建率不低于", "%", most=100),
        Item(SYNC, "各项同步率不低于", "%", most=100),
        Item(OVERDUE, "逾期未办事项不超过", "件", most=9999),
        Item("answer_days", "发出后多少天内报送整改承诺", "天", least=1, most=90),
        Item("days", "整改期限", "天", least=1, most=730),
    ],
    "自生效日起各单位的指标按新的限值标红，新发出的督促件按新的期限；"
    "已经发出的督促件写明的要求和期限不变。",
)
_LABELS = {COVERED: "组织覆盖率", WORK: "工作覆盖率", ELIGIBLE: "应建已建率"}


def held() -> tuple[Mapping[str, Any], str]:
    """What holds today, and which version of which source it is, in words."""
    found: Policy | None = next(iter(queries.holding(KIND, clock.today())), None)
    if found is None:
        return DEFAULT.content, f"第1版，{DEFAULT.source}"
    return DEFAULT.content | found.content, f"第{found.version}版，{found.source}"


def limits(content: Mapping[str, Any], rules: Sequence[tuple[str, str]]) -> list[Limit]:
    """Every figure that can be named, in the order of the page; `rules`: (key, label) of sync."""
    found = [Limit(key, label, str(content[key])) for key, label in _LABELS.items()]
    wanted = str(content[SYNC])
    found += [Limit(f"{SYNC}:{rule}", f"{label}同步率", wanted) for rule, label in rules]
    return [*found, Limit(OVERDUE, "逾期未办事项", str(content[OVERDUE]), "件", rising=False)]
