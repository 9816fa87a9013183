"""Terms of office and guided procedures: what each demands, and by when. Pure.

任期意见 is 《关于党的基层组织任期的意见》 (2018-07-12); 选举条例 is 《中国共产党基层组织选举工作条例》
(2020); 支部条例 is 《中国共产党支部工作条例（试行）》 (2018).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from partybuild.clock.days import months_later
from partybuild.evidence.rules import Slot
from partybuild.organizations.kinds import Coded
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rules import RuleBroken

SURPLUS_PERCENT = 20
"""委员候选人的差额不少于应选人数的百分之二十 (选举条例)."""
ATTENDANCE = (4, 5)
"""到会有选举权的党员 ≥ 应到会的五分之四方可选举 (选举条例)."""


@dataclass(frozen=True, slots=True)
class Periods:
    """By when things are due, in months; policy says them (periods.py)."""

    request: int
    """换届请示 is filed so long before the last day."""
    reply: int
    """The superior replies, and results are reported, within so long."""
    elect: int
    """An approved branch elects within so long."""


SHIPPED = Periods(request=2, reply=1, elect=3)


class Matter(Coded):
    """What a procedure is about."""

    FOUNDING = "founding", "设立党组织"
    ELECTION = "election", "换届选举"
    DISSOLUTION = "dissolution", "撤销党组织"
    MERGER = "merger", "合并党组织"
    EXTENSION = "extension", "延期换届"
    APPOINTMENT = "appointment", "书记任职"


@dataclass(frozen=True, slots=True)
class Body:
    """The Party organization that a procedure is about, as far as the rules need it."""

    name: str
    kind: PartyKind
    formation: Formation | None
    founded_on: date
    started_on: date | None = None
    last_day: date | None = None
    """Of its term, an approved postponement included."""


def check_may_elect(body: Body) -> None:
    """RuleBroken for what holds no elections: 临时 branches and work committees."""
    if body.formation is Formation.TEMPORARY:
        raise RuleBroken(
            f"“{body.name}”是临时党组织，不进行换届（支部条例第八条）；书记由批准的党组织指定，"
            "期满或机构撤销后办理撤销。"
        )
    if body.kind is PartyKind.WORK_COMMITTEE:
        raise RuleBroken(f"“{body.name}”是派出的工作委员会，不按届次换届，书记由上级任命。")


@dataclass(frozen=True, slots=True)
class Ballot:
    """An election as it was held. Without a committee, only the secretary is elected."""

    held_on: date
    seats: int
    candidates: int
    due: int
    attended: int
    secretary: str
    last_day: date | None = None
    """Of the new term; the usual one where none is given."""


def check_names(seats: int, candidates: int) -> None:
    """RuleBroken unless candidates outnumber the seats by a fifth at least, with both numbers.

    Where no committee is set up (no seats) there is nobody to be left over.
    """
    if not seats:
        return
    least = seats + -(-seats * SURPLUS_PERCENT // 100)
    if candidates < least:
        raise RuleBroken(
            f"应选委员 {seats} 名，候选人 {candidates} 名，差额不足应选人数的 {SURPLUS_PERCENT}%，"
            f"候选人应不少于 {least} 名。"
        )


def check_ballot(ballot: Ballot, permitted_on: date, before: date | None) -> None:
    """RuleBroken for an election before the last one, before its permission, or without quorum."""
    if before is not None and ballot.held_on <= before:
        raise RuleBroken(
            f"选举日期 {ballot.held_on:%Y-%m-%d} 不晚于上一次换届 {before:%Y-%m-%d}，请核对日期。"
        )
    if ballot.held_on < permitted_on:
        raise RuleBroken(
            f"选举日期 {ballot.held_on:%Y-%m-%d} 早于上级批复 {permitted_on:%Y-%m-%d}，"
            "应当在批复之后召开党员大会选举。"
        )
    check_names(ballot.seats, ballot.candidates)
    part, whole = ATTENDANCE
    if ballot.due < 1 or ballot.attended > ballot.due:
        raise RuleBroken(
            f"应到会 {ballot.due} 名，实到会 {ballot.attended} 名：应到会须填写，实到会不能多于应到会。"
        )
    if ballot.attended * whole < ballot.due * part:
        least = -(-ballot.due * part // whole)
        raise RuleBroken(
            f"应到会 {ballot.due} 名，实到会 {ballot.attended} 名，不足五分之四，"
            f"至少须到会 {least} 名方可选举。"
        )


def check_order(day: date, last: date | None, today: date) -> None:
    """RuleBroken for a step to come, or dated before the step before it."""
    if day > today:
        raise RuleBroken("办理日期不能晚于今天，请在办理之后再登记。")
    if last is not None and day < last:
        raise RuleBroken(
            f"办理日期 {day:%Y-%m-%d} 早于上一步的 {last:%Y-%m-%d}，请按先后次序登记。"
        )


def due(
    matter: Matter, state: str, day: date, last_day: date | None, periods: Periods = SHIPPED
) -> date | None:
    """The last day of the state that a step of `day` leads to; None where no rule names one.

    `last_day`: of the running term. 请示 goes before it, 批复 and the result follow what was sent,
    each within its period.
    """
    if state in _REPLIES:
        return months_later(day, periods.reply)
    if matter is not Matter.ELECTION or last_day is None:
        return None
    if state == "studying":
        return months_later(last_day, -periods.request)
    return last_day if state in {"permitted", "agreed"} else None


_REPLIES = frozenset({"requested", "nominated", "elected", "reported", "chosen"})

SLOTS: Mapping[Matter, Mapping[str, tuple[Slot, ...]]] = {
    Matter.FOUNDING: {
        "request": (
            Slot("request", "设立党组织的请示"),
            Slot("members", "党员名册（只列人数也可）", required=False),
        ),
        "approve": (Slot("reply", "设立批复"),),
        "choose": (Slot("result", "选举结果或任职文件"),),
        "file": (Slot("record", "报上级组织部门备案件", required=False),),
    },
    Matter.ELECTION: {
        "request": (Slot("study", "支委会研究记录"), Slot("request", "换届请示")),
        "permit": (Slot("permission", "同意换届的批复"),),
        "nominate": (Slot("candidates", "候选人预备人选的请示"),),
        "agree": (Slot("agreement", "同意候选人预备人选的批复"),),
        "elect": (
            Slot("minutes", "党员大会选举记录"),
            Slot("votes", "选票统计和签到", required=False),
        ),
        "report": (Slot("report", "选举结果的报告"),),
        "confirm": (Slot("reply", "选举结果的批复"),),
    },
    Matter.DISSOLUTION: {
        "settle": (Slot("whereabouts", "党员去向安排"),),
        "request": (Slot("request", "撤销的请示"),),
        "approve": (Slot("reply", "撤销批复"),),
        "decide": (Slot("reply", "撤销决定"),),
        "file": (Slot("record", "报上级组织部门备案件", required=False),),
    },
    Matter.MERGER: {
        "settle": (Slot("whereabouts", "党员转接安排"),),
        "request": (Slot("request", "合并的请示"),),
        "approve": (Slot("reply", "合并批复"),),
        "decide": (Slot("reply", "合并决定"),),
        "file": (Slot("record", "报上级组织部门备案件", required=False),),
    },
    Matter.EXTENSION: {
        "request": (Slot("request", "延期换届的请示"),),
        "approve": (Slot("reply", "同意延期的批复", required=False),),
    },
    Matter.APPOINTMENT: {
        "request": (Slot("request", "书记任职的请示"),),
        "approve": (Slot("reply", "任职批复", required=False),),
    },
}
"""The papers that each step brings, by its action."""


def lacking(matter: Matter, taken: Collection[str], kept: Collection[str]) -> list[Slot]:
    """Required papers of the steps taken so far of which no file is kept."""
    wanted = [slot for action, slots in SLOTS[matter].items() if action in taken for slot in slots]
    return [slot for slot in wanted if slot.required and slot.key not in kept]


def unsettled(members: str, covered: int, heir: bool, ended_too: bool) -> str:
    """Why a dissolution may not go on yet: members or covered organizations have nowhere to go."""
    if not members.strip():
        return "还没有写明党员组织关系转到哪里，请先登记去向安排。"
    if covered and not heir and not ended_too:
        return (
            f"还覆盖着 {covered} 家社会组织，请先写明转由哪个党组织覆盖，或确认覆盖关系同日结束。"
        )
    return ""
