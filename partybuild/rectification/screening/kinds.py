"""The words of screening rules: what a rule looks at, and how its limit is typed. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from partybuild.organizations.kinds import Coded


class Test(Coded):
    """What a rule looks at; the label asks for its limit."""

    __test__ = False
    """No class of tests, whatever its name says."""

    SECRETARY = "secretary", "书记空缺超过"
    NAMELESS = "nameless", "启用日以来没有登记过书记，超过"
    TERM = "term", "任期届满未换届、也无延期批准，超过"
    LIFE = "life", "没有开展组织生活满"
    UNREPORTED = "unreported", "启用日以来没有报告组织生活满"
    COMMITTEE = "committee", "应设未设支委会，或者委员缺额"
    INSPECTION = "inspection", "依托单位年检不合格，或者连续未参检达到"
    LISTED = "listed", "依托单位在活动异常或者严重违法失信名单"
    STAR = "star", "评星不高于"
    SATISFACTION = "satisfaction", "党员群众满意度低于"
    MEMBERS = "members", "正式党员少于"
    COVERED = "covered", "覆盖的社会组织少于"
    SEATS = "seats", "委员缺额达到"
    HAND = "hand", "由人认定"


class Limit(NamedTuple):
    """The unit of a limit and between which numbers it lies."""

    unit: str
    least: int
    most: int


LIMITS: Mapping[Test, Limit] = {
    Test.SECRETARY: Limit("天", 0, 3660),
    Test.NAMELESS: Limit("天", 0, 3660),
    Test.TERM: Limit("天", 0, 3660),
    Test.LIFE: Limit("个月", 1, 60),
    Test.UNREPORTED: Limit("个月", 1, 60),
    Test.INSPECTION: Limit("年", 1, 10),
    Test.STAR: Limit("星", 0, 4),
    Test.SATISFACTION: Limit("%", 1, 100),
    Test.MEMBERS: Limit("人", 1, 100),
    Test.COVERED: Limit("家", 1, 100),
    Test.SEATS: Limit("名", 1, 20),
}
"""Tests without an entry have no limit."""
ADDED = (Test.HAND, Test.SECRETARY, Test.TERM, Test.LIFE, Test.MEMBERS, Test.COVERED, Test.SEATS)
"""What a rule that an area adds may look at: a person's word, or a threshold on a known fact."""
