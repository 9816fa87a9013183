"""The words of annual inspection, each with the label shown on screen. Pure."""

from partybuild.organizations.kinds import Coded, OrganizationState


class Regime(Coded):
    """年检 ends in a conclusion; under 年报 the receipt of a report is confirmed."""

    INSPECTION = "inspection", "年检"
    REPORT = "report", "年报"


class CampaignState(Coded):
    """A draft may be edited; once opened its list is frozen; a closed one takes 补检 only."""

    DRAFT = "draft", "拟开放"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class Conclusion(Coded):
    """What the registrar found; 未参检 and 未报送 are the absence of a conclusion."""

    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"
    ABSENT = "absent", "未参检"
    REPORTED = "reported", "已报送"
    REPORTED_LATE = "reported_late", "逾期报送"
    UNREPORTED = "unreported", "未报送"

    @property
    def regime(self) -> Regime:
        """The regime whose word it is."""
        return Regime.REPORT if self in _REPORTS else Regime.INSPECTION

    @property
    def present(self) -> bool:
        """Whether the organization took part."""
        return self not in _ABSENCES


_REPORTS = (Conclusion.REPORTED, Conclusion.REPORTED_LATE, Conclusion.UNREPORTED)
_ABSENCES = (Conclusion.ABSENT, Conclusion.UNREPORTED)
PRESENT = tuple(each for each in Conclusion if each.present)
ABSENCES = tuple(each for each in Conclusion if not each.present)
FAILING = (Conclusion.UNQUALIFIED,)


def absence(regime: Regime) -> Conclusion:
    """The word for not having taken part."""
    return Conclusion.UNREPORTED if regime is Regime.REPORT else Conclusion.ABSENT


class Evaluation(Coded):
    """党建评价结论."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    AVERAGE = "average", "一般"
    POOR = "poor", "差"


class SpotCheck(Coded):
    """抽查结果 under 年报."""

    CLEAR = "clear", "未发现问题"
    FOUND = "found", "发现问题"
    UNREACHED = "unreached", "无法取得联系"


class Exclusion(Coded):
    """Why an organization of the register is not expected."""

    FILED = "filed", "仅备案"
    DEREGISTERED = "deregistered", "已注销"
    CANCELLED = "cancelled", "已撤销"
    REVOKED = "revoked", "已吊销"
    NEW = "new", "当年新登记未满期限"
    CHARITY = "charity", "慈善组织报送年报"
    NO_CHARITY = "no_charity", "不是慈善组织"
    ELSEWHERE = "elsewhere", "已列入其他单位的名单"
    OTHER = "other", "其他（注明）"


ENDED = {
    OrganizationState.DEREGISTERED: Exclusion.DEREGISTERED,
    OrganizationState.CANCELLED: Exclusion.CANCELLED,
    OrganizationState.REVOKED: Exclusion.REVOKED,
}

MEASURES = {
    "rectify": "责令限期整改",
    "interviewed": "约谈",
    "penalised": "行政处罚",
    "listed": "列入异常名录",
}
"""处理措施 by the column that holds each."""
