"""The words of what follows an inspection, each with the label shown on screen. Pure."""

from partybuild.organizations.kinds import Coded


class Measure(Coded):
    """Kinds of cases; the code is the kind of the process."""

    ORDER = "order", "责令限期整改"
    INTERVIEW = "interview", "约谈"
    LISTING = "listing", "活动异常名录"
    DISHONEST = "dishonest", "严重违法失信名单"
    DORMANT = "dormant", "僵尸型清理"


class OrderResult(Coded):
    """What the registrar found when the order's measures were looked at."""

    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class PenaltyKind(Coded):
    """行政处罚 as the three regulations and the charity law name them (domain.md 3.5)."""

    WARNING = "warning", "警告"
    CORRECTION = "correction", "责令改正"
    FINE = "fine", "罚款"
    CONFISCATION = "confiscation", "没收违法所得"
    SUSPENSION = "suspension", "限期停止活动"
    REPLACEMENT = "replacement", "责令撤换直接负责的主管人员"
    CANCELLATION = "cancellation", "撤销登记"
    REVOCATION = "revocation", "吊销登记证书"


class ProposalKind(Coded):
    """What the system proposes; nothing happens until a person takes it up."""

    OVERDUE_ORDER = "overdue_order", "整改未按期完成"
    UNREPORTED = "unreported", "未按规定报送年报"
    SYNC_MISSING = "sync_missing", "登记同步为“缺”"
    UNBUILT = "unbuilt", "应建未建"
    TWO_YEARS = "two_years", "列入异常名录满期限未移出"
    ABSENT_YEARS = "absent_years", "连续未参检"

    @property
    def measure(self) -> Measure:
        """The kind of case it leads to."""
        if self is ProposalKind.TWO_YEARS:
            return Measure.DISHONEST
        return Measure.DORMANT if self is ProposalKind.ABSENT_YEARS else Measure.LISTING

    @property
    def ground(self) -> str:
        """The ground of the listing it leads to."""
        return _GROUNDS.get(self, "")


_GROUNDS = {
    ProposalKind.OVERDUE_ORDER: "rectification",
    ProposalKind.UNREPORTED: "report",
    ProposalKind.SYNC_MISSING: "party",
    ProposalKind.UNBUILT: "party",
    ProposalKind.TWO_YEARS: "two_years",
}
