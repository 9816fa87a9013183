"""Gate one: what a registration must answer about Party building. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partybuild.clock.days import months_later
from partybuild.gates.registration.leaving_rules import Fate
from partybuild.organizations.kinds import Coded
from partybuild.organizations.thresholds import ENOUGH_MEMBERS
from partybuild.rules import RuleBroken


class Matter(Coded):
    """What is registered."""

    FOUNDING = "founding", "成立登记"
    CHANGE = "change", "变更登记"
    ENDING = "ending", "注销登记"
    FILING = "filing", "备案"
    MAKEUP = "makeup", "补办"


class Calls(Coded):
    """What the facts call for."""

    OWN = "own", "同步建立党组织"
    JOIN = "join", "联合组建或挂靠"
    INSTRUCTOR = "instructor", "派驻党建工作指导员"


class AnswerKind(Coded):
    """How the Party side has answered."""

    APPROVED = "approved", "同步批准建立党组织"
    JOINED = "joined", "纳入已有党组织"
    INSTRUCTOR = "instructor", "派驻指导员"
    NOT_YET = "not-yet", "暂不具备条件"
    WAIVED = "waived", "豁免"
    SETTLED = "settled", "党组织已作安排"
    """For a change or an end: what becomes of members and Party organization is said."""


class Paper(Coded):
    """What an application brings (民函〔2016〕257号；民函〔2018〕78号)."""

    PROMISE = "promise", "社会组织党建工作承诺书"
    SURVEY = "survey", "社会组织党员情况调查表"
    CHARTER = "charter", "章程（草案）"


PAPERS: Mapping[Matter, tuple[Paper, ...]] = {
    Matter.FOUNDING: (Paper.PROMISE, Paper.SURVEY, Paper.CHARTER),
    Matter.MAKEUP: (),
    Matter.CHANGE: (),
    Matter.ENDING: (),
    Matter.FILING: (),
}
ANSWERS: Mapping[Matter, tuple[AnswerKind, ...]] = {
    Matter.FOUNDING: (
        AnswerKind.APPROVED,
        AnswerKind.JOINED,
        AnswerKind.INSTRUCTOR,
        AnswerKind.NOT_YET,
        AnswerKind.WAIVED,
    ),
    Matter.MAKEUP: (
        AnswerKind.APPROVED,
        AnswerKind.JOINED,
        AnswerKind.INSTRUCTOR,
        AnswerKind.NOT_YET,
        AnswerKind.WAIVED,
    ),
    Matter.CHANGE: (AnswerKind.SETTLED,),
    Matter.ENDING: (AnswerKind.SETTLED,),
    Matter.FILING: (),
}


@dataclass(frozen=True, slots=True)
class Members:
    """Members known at the application; None where nobody has counted."""

    full: int | None = None
    probationary: int | None = None
    staff: int | None = None


def calls_for(members: Members) -> Calls:
    """What so many members call for; nobody counted calls for an instructor, who counts."""
    full, all_of_them = members.full or 0, (members.full or 0) + (members.probationary or 0)
    if full >= ENOUGH_MEMBERS:
        return Calls.OWN
    return Calls.JOIN if all_of_them else Calls.INSTRUCTOR


def call_sentence(members: Members) -> str:
    """What the facts call for, as a sentence for both desks."""
    full, probationary = members.full or 0, members.probationary or 0
    counted = f"正式党员 {full} 名" + (f"、预备党员 {probationary} 名" if probationary else "")
    call = calls_for(members)
    if call is Calls.OWN:
        return f"{counted}，具备单独组建条件：党组织设立应与登记同步审批。"
    if call is Calls.JOIN:
        return f"{counted}，不足三名正式党员：可与邻近、同行业组织联合组建，或挂靠已有党组织。"
    return "没有党员：应当派驻党建工作指导员或联络员，开展党的工作。"


def check_members(members: Members) -> None:
    """RuleBroken where the members outnumber the staff, with both numbers."""
    total = (members.full or 0) + (members.probationary or 0)
    if members.staff is not None and total > members.staff:
        raise RuleBroken(f"党员 {total} 名多于从业人员 {members.staff} 名，请核对。")


def missing(matter: Matter, papers: frozenset[str], clauses: tuple[bool, bool]) -> list[str]:
    """What an application still lacks, in words; nothing when it may be sent on.

    `clauses`: whether the charter carries 党的建设 and 社会主义核心价值观 (民函〔2018〕78号).
    """
    lacking = [f"《{p.label}》" for p in PAPERS[matter] if p.value not in papers]
    if matter is Matter.FOUNDING:
        names = ("章程中党的建设条款", "章程中社会主义核心价值观条款")
        lacking += [n for n, present in zip(names, clauses, strict=True) if not present]
    return lacking


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Party side answers."""

    kind: AnswerKind
    day: date
    reason: str = ""
    document: str = ""
    review_on: date | None = None
    """For 暂不具备: when it is looked at again; for 豁免: its last day."""
    party_id: int | None = None
    """The body above a new branch, or the Party organization that takes the organization in."""
    party_name: str = ""
    secretary: str = ""
    person: str = ""
    workplace: str = ""
    telephone: str = ""
    members: str = ""
    """For 注销: where the members' organizational ties go."""
    fate: Fate | None = None
    onward_id: int | None = None
    """The organization to which a Party organization that stays is attached."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What policy says of answers on the day they are given."""

    review_months: int
    """暂不具备 is looked at again after so many months at the latest."""
    waiver_months: int
    answer_days: int
    """How long the Party side has to answer."""
    working: bool
    """Whether those are working days."""


def check_answer(matter: Matter, members: Members, answer: Answer, terms: Terms) -> None:
    """RuleBroken where the answer lacks what its kind demands, or does not fit the facts."""
    if answer.kind not in ANSWERS[matter]:
        raise RuleBroken(f"“{matter.label}”不用“{answer.kind.label}”答复，请另选一种。")
    _CHECKS[answer.kind](members, answer, terms)


def _approved(members: Members, answer: Answer, terms: Terms) -> None:
    _demand(answer.party_name, "请填写批准建立的党组织全称。")
    _demand(answer.document, "请填写批准建立党组织的批复文号。")
    if answer.party_id is None:
        raise RuleBroken("请选择上级党组织。")
    if (members.full or 0) < ENOUGH_MEMBERS:
        raise RuleBroken(
            f"正式党员 {members.full or 0} 名，不足三名，不能单独建立党支部；请改用联合组建或挂靠。"
        )


def _joined(members: Members, answer: Answer, terms: Terms) -> None:
    if answer.party_id is None:
        raise RuleBroken("请选择纳入的党组织。")


def _instructor(members: Members, answer: Answer, terms: Terms) -> None:
    _demand(answer.person, "请填写指导员姓名。")


def _not_yet(members: Members, answer: Answer, terms: Terms) -> None:
    _demand(answer.reason, "暂不具备条件的，请写明原因。")
    latest = months_later(answer.day, terms.review_months)
    if answer.review_on is None or not answer.day < answer.review_on <= latest:
        raise RuleBroken(
            f"请填写复查日期，在答复日之后、{latest:%Y-%m-%d} 之前（{terms.review_months}个月内）。"
        )


def _waived(members: Members, answer: Answer, terms: Terms) -> None:
    _demand(answer.reason, "豁免须写明理由。")
    latest = months_later(answer.day, terms.waiver_months)
    if answer.review_on is None or not answer.day < answer.review_on <= latest:
        raise RuleBroken(
            f"请填写豁免到期日，在答复日之后、{latest:%Y-%m-%d} 之前（{terms.waiver_months}个月内）。"
        )


def _settled(members: Members, answer: Answer, terms: Terms) -> None:
    _demand(answer.reason, "请写明党员去向和党组织的安排。")


def _demand(text: str, sentence: str) -> None:
    if not text.strip():
        raise RuleBroken(sentence)


PASSING: Mapping[Matter, str] = {
    Matter.FOUNDING: "准予登记（办结）",
    Matter.MAKEUP: "准予登记（办结）",
    Matter.CHANGE: "准予变更登记（办结）",
    Matter.ENDING: "准予注销登记（办结）",
    Matter.FILING: "准予备案（办结）",
}
"""What the button says that finishes a case."""
_CHECKS = {
    AnswerKind.APPROVED: _approved,
    AnswerKind.JOINED: _joined,
    AnswerKind.INSTRUCTOR: _instructor,
    AnswerKind.NOT_YET: _not_yet,
    AnswerKind.WAIVED: _waived,
    AnswerKind.SETTLED: _settled,
}


def unanswered(matter: Matter, members: Members, body: str) -> str:
    """Why the registrar may not pass it yet: what is called for and who answers."""
    who = f"“{body}”" if body else "党建工作机构"
    if matter in {Matter.CHANGE, Matter.ENDING}:
        return f"{who}还没有答复党员和党组织的安排，不能办结。"
    return (
        f"{who}还没有答复，不能准予登记。{call_sentence(members)}"
        "可答复：同步批准、纳入已有党组织、派驻指导员、暂不具备（写明原因和复查日期），或批准豁免。"
    )
