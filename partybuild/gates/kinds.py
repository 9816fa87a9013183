"""The words of 三同步: verdicts, and what answers a trigger. Pure."""

from partybuild.organizations.kinds import Coded


class Verdict(Coded):
    """How an item of an organization stands on a day."""

    IN_STEP = "in_step", "同步"
    LATE = "late", "迟"
    PENDING = "pending", "待办"
    MISSING = "missing", "缺"
    WAIVED = "waived", "豁免"
    NOT_APPLICABLE = "not_applicable", "不适用"

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        return _TONES[self]


_TONES = {
    Verdict.IN_STEP: "fine",
    Verdict.LATE: "soon",
    Verdict.PENDING: "soon",
    Verdict.MISSING: "late",
    Verdict.WAIVED: "neutral",
    Verdict.NOT_APPLICABLE: "neutral",
}


class AnswerKind(Coded):
    """What the Party side did."""

    APPROVED = "approved", "党组织经批准成立"
    INSTRUCTOR = "instructor", "派出指导员或联络员"
    NOT_YET = "not_yet", "暂不具备组建条件"
    EVALUATION = "evaluation", "党建评价公布"
    PARTY_ELECTION = "party_election", "党组织换届"
    SECRETARY = "secretary", "书记调整"
    COMMITTEE = "committee", "班子调整"
    NO_CHANGE = "no_change", "无需换届"
    COUNT = "count", "重新摸排党员"
    DONE = "done", "党建工作同步开展"
