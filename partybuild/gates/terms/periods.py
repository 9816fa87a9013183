"""By when a request, a reply and a first election are due: published policy with its source."""

from datetime import date

from partybuild.gates.terms.rules import SHIPPED, Periods
from partybuild.policies import queries
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape

KIND = "procedure-periods"
REQUEST, REPLY, ELECT = "request_months", "reply_months", "elect_months"
DEFAULT = Default(
    KIND,
    KIND,
    "党组织程序期限",
    "批复一个月：《中国共产党支部工作条例（试行）》第六条；换届请示提前两个月、批准设立后三个月内选举："
    "样例，请按本地规定发布新版本",
    {REQUEST: SHIPPED.request, REPLY: SHIPPED.reply, ELECT: SHIPPED.elect},
)
SHAPE = Shape(
    DEFAULT,
    [
        Item(REQUEST, "换届请示提前", "个月", least=1, most=12),
        Item(REPLY, "请示、结果的批复", "个月", least=1, most=12),
        Item(ELECT, "批准设立后选举", "个月", least=1, most=12),
    ],
    "自生效日起办理的步骤按新的期限计；以前算好的期限不变。",
)


def holding(day: date) -> Periods:
    """The periods in force on a day; the shipped ones where none are published."""
    content = {**DEFAULT.content}
    for policy in queries.holding(KIND, day):
        content |= policy.content
    return Periods(int(content[REQUEST]), int(content[REPLY]), int(content[ELECT]))
