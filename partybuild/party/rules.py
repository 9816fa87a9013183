"""What holds of Party organizations: their tree, their terms, what the field warns of. Pure.

支部条例 is 《中国共产党支部工作条例（试行）》 (2018);
任期意见 is 《关于党的基层组织任期的意见》 (2018-07-12).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from partybuild.clock.days import years_later
from partybuild.organizations.kinds import Coded
from partybuild.organizations.thresholds import COMMITTEE_FROM, MOST_IN_BRANCH, MOST_IN_JOINT
from partybuild.party.kinds import Formation, PartyKind
from partybuild.rules import RuleBroken

FOREVER = date.max
TERM_YEARS = {PartyKind.COMMITTEE: 5, PartyKind.GENERAL_BRANCH: 3, PartyKind.BRANCH: 3}
"""党委一般 5 年，总支、支部一般 3 年 (任期意见); a work committee is sent, not elected."""
BELOW = {
    PartyKind.WORK_COMMITTEE: (PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE),
    PartyKind.COMMITTEE: (PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE),
    PartyKind.GENERAL_BRANCH: (PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE),
    PartyKind.BRANCH: (PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE, PartyKind.GENERAL_BRANCH),
}
"""Kind → the kinds under which it may stand."""


class WarningCode(Coded):
    """What a Party organization is warned of; the label is the word of chips and filters."""

    JOINT_OVER_FIVE = "joint_over_five", "联合超过5家"
    JOINT_UNDER_TWO = "joint_under_two", "联合不足2家"
    SINGLE_OVER_ONE = "single_over_one", "单独却覆盖多家"
    COMMITTEE_DUE = "committee_due", "应设支委会"
    OVER_FIFTY = "over_fifty", "支部超过50人"
    OUTSIDE_TREE = "outside_tree", "上级不在树中"
    SEATS_SHORT = "seats_short", "委员缺额"
    HOLLOW = "hollow", "空壳"
    TERM_OVERDUE = "term_overdue", "逾期未换届"


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to look into; it never forbids."""

    code: WarningCode
    sentence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A living Party organization on a day, as far as warnings need it.

    `superior_stands` is whether it has a superior that exists on that day; `last_day` the last day
    of its term, an approved postponement included; None is unknown everywhere.
    """

    kind: PartyKind
    formation: Formation | None
    social: bool
    covered: int
    full: int | None
    probationary: int | None
    has_committee: bool | None
    seats_due: int | None
    seats_filled: int | None
    superior_stands: bool
    last_day: date | None


def warnings(of: Standing, day: date) -> list[Warning]:
    """What the rules of the field say about a Party organization on a day."""
    return [*_of_cover(of), *_of_members(of), *_of_place(of, day)]


def _of_cover(of: Standing) -> Iterator[Warning]:
    if of.kind is not PartyKind.BRANCH:
        return
    formation = of.formation or way_of(of.covered)
    if formation is Formation.JOINT and of.covered > MOST_IN_JOINT:
        yield Warning(
            WarningCode.JOINT_OVER_FIVE,
            f"联合党支部覆盖 {of.covered} 家组织，一般不超过 5 家；"
            "可将具备条件的单独组建，或分设支部。",
        )
    if formation is Formation.JOINT and of.covered == 1:
        yield Warning(
            WarningCode.JOINT_UNDER_TWO,
            "联合党支部只覆盖 1 家组织，不足 2 家；请补充覆盖组织，或改为单独组建。",
        )
    if formation is Formation.SINGLE and of.covered > 1:
        yield Warning(
            WarningCode.SINGLE_OVER_ONE,
            f"组建方式为单独组建，却覆盖 {of.covered} 家组织；请核对组建方式。",
        )
    # 空壳 stays counted and is listed (contract: Who is what).
    if of.social and of.covered == 0:
        yield Warning(
            WarningCode.HOLLOW, "现在没有覆盖任何社会组织（空壳）；请登记覆盖组织，或办理撤销。"
        )


def way_of(covered: int) -> Formation:
    """A blank way of setting up: 单独 when it covers one, else 联合, shown 推定 (contract)."""
    return Formation.JOINT if covered > 1 else Formation.SINGLE


def _of_members(of: Standing) -> Iterator[Warning]:
    if of.kind is not PartyKind.BRANCH:
        return
    if (of.full or 0) >= COMMITTEE_FROM and not of.has_committee:
        known = "没有设" if of.has_committee is False else "没有登记是否设"
        yield Warning(
            WarningCode.COMMITTEE_DUE,
            f"正式党员 {of.full} 人，7 人以上应当设支部委员会，现在{known}支委会。",
        )
    members = (of.full or 0) + (of.probationary or 0)
    if members > MOST_IN_BRANCH:
        yield Warning(
            WarningCode.OVER_FIFTY,
            f"党支部有党员 {members} 人，一般不超过 50 人；可设党总支或分设支部。",
        )


def _of_place(of: Standing, day: date) -> Iterator[Warning]:
    if not of.superior_stands and of.kind is not PartyKind.WORK_COMMITTEE:
        yield Warning(
            WarningCode.OUTSIDE_TREE, "没有登记上级党组织，或上级已经撤销；请在“变更”中选定上级。"
        )
    if (of.seats_filled or 0) < (of.seats_due or 0):
        yield Warning(
            WarningCode.SEATS_SHORT, f"委员应配 {of.seats_due} 名，实配 {of.seats_filled or 0} 名。"
        )
    if of.last_day is not None and of.last_day < day:
        yield Warning(
            WarningCode.TERM_OVERDUE,
            f"任期已于 {of.last_day:%Y-%m-%d} 届满，尚未换届；请换届，或登记经批准的延期。",
        )


def day_after(last_day: date | None) -> date:
    """The first day after an inclusive last day, as facts store it; FOREVER where none is given."""
    return FOREVER if last_day is None else last_day + timedelta(days=1)


def last_day_of(valid_to: date) -> date | None:
    """The last day on which a fact still holds, as pages show it; None while it goes on."""
    return None if valid_to == FOREVER else valid_to - timedelta(days=1)


def last_day_of_term(kind: PartyKind, started_on: date) -> date | None:
    """The usual last day, inclusive, of a term that begins on a day; None for a work committee."""
    years = TERM_YEARS.get(kind)
    return years_later(started_on, years) - timedelta(days=1) if years else None


def check_term(started_on: date, last_day: date) -> None:
    """RuleBroken unless the term ends after it begins and lasts five years at most (党章)."""
    if last_day <= started_on:
        raise RuleBroken("任期届满日期应在本届任期起之后，请核对两个日期。")
    if last_day >= years_later(started_on, 5):
        raise RuleBroken("每届任期不超过五年；届满日期是最后一天，延期请另行登记批复。")


def check_extension(last_day: date | None, extended_to: date, document: str) -> None:
    """RuleBroken unless it postpones a known term by a year at most, by a document (任期意见)."""
    if last_day is None:
        raise RuleBroken("还没有登记任期届满日期，请先登记本届任期，再登记延期。")
    if not document.strip():
        raise RuleBroken("延期须经上级党组织批准，请填写批复文号。")
    if not last_day < extended_to <= years_later(last_day, 1):
        latest = years_later(last_day, 1)
        raise RuleBroken(
            f"延期一般不超过一年：应在 {last_day:%Y-%m-%d} 之后，不晚于 {latest:%Y-%m-%d}。"
        )


def check_kind_below(kind: PartyKind, superior: PartyKind) -> None:
    """RuleBroken unless `kind` may stand directly under `superior`."""
    if superior not in BELOW[kind]:
        allowed = "、".join(dict.fromkeys(above.label for above in BELOW[kind]))
        raise RuleBroken(
            f"{kind.label}不能设在{superior.label}之下，请选择{allowed}作为上级党组织。"
        )


def check_no_loop(number: int, superiors: Collection[int]) -> None:
    """RuleBroken when a Party organization would stand under itself; `superiors` go to the top."""
    if number in superiors:
        raise RuleBroken("上级党组织不能是本党组织，也不能是它的下级，请另选上级。")


def check_exists(name: str, founded_on: date, dissolved_on: date | None, day: date) -> None:
    """RuleBroken unless something founded and (not) ended then exists on `day`."""
    if day < founded_on:
        raise RuleBroken(f"“{name}”{founded_on:%Y-%m-%d} 才成立，生效日期不能早于这一天。")
    if dissolved_on is not None and day >= dissolved_on:
        raise RuleBroken(f"“{name}”已于 {dissolved_on:%Y-%m-%d} 终止，这一天起不能再登记变更。")


def check_not_ahead(day: date, today: date) -> None:
    """RuleBroken for a day to come: what is kept as of today would not follow by itself."""
    if day > today:
        raise RuleBroken("生效日期不能晚于今天，请在当天或之后登记。")


def check_dissolution(links: int, foreign: int, ended_too: bool, children: int) -> None:
    """RuleBroken while anything would be left hanging.

    `links` are live on the day, `foreign` of them out of the person's reach; `ended_too` says that
    they are to end the same day.
    """
    if children:
        raise RuleBroken(f"下面还有 {children} 个党组织，请先改变它们的上级，或先撤销它们。")
    if foreign:
        raise RuleBroken(f"还覆盖着 {foreign} 家不在您管理范围内的组织，请由上级党务干部办理撤销。")
    if links and not ended_too:
        raise RuleBroken(
            f"还覆盖着 {links} 家组织，请核对名单并确认覆盖关系同日结束，或先逐一解除。"
        )


def check_headcount(full: int | None, probationary: int | None) -> None:
    """RuleBroken when neither number is given."""
    if full is None and probationary is None:
        raise RuleBroken("请至少填写正式党员数或预备党员数之一。")


def check_seats(has_committee: bool | None, due: int | None, filled: int | None) -> None:
    """RuleBroken when seats are given where no committee is set up."""
    if has_committee is False and (due or filled):
        raise RuleBroken("不设支委会时，委员应配、实配请留空。")


def check_span(first: date, last: date | None) -> None:
    """RuleBroken when the last day, inclusive, lies before the first."""
    if last is not None and last < first:
        raise RuleBroken(f"结束日期不能早于开始的那一天（{first:%Y-%m-%d}）。")


def check_may_cover(kind: PartyKind) -> None:
    """RuleBroken for a work committee: it leads, it never covers (contract: Who is what)."""
    if kind is PartyKind.WORK_COMMITTEE:
        raise RuleBroken("工作委员会只领导党组织，不直接覆盖社会组织；请选择党委、党总支或党支部。")
