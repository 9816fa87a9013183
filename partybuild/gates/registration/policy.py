"""What published policy says of the registration gate on a day."""

from datetime import date

from partybuild.gates import gathering, ruling, waiving
from partybuild.gates.registration.rules import Terms
from partybuild.rules import RuleBroken

RULE = "registration"


def terms(day: date) -> Terms:
    """The terms of the sync rule that holds on a day; RuleBroken where none does."""
    rule = ruling.holding(gathering.published().get(RULE, ()), day)
    if rule is None:
        raise RuleBroken("这一天没有生效的登记同步规则，请联系安全管理员发布。")
    return Terms(rule.review_months, waiving.longest(), rule.pending, rule.working)
