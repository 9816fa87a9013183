"""Who is expected, which days and answers are possible, and what years in a row come to. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from partybuild.inspections.kinds import (
    ENDED,
    CampaignState,
    Conclusion,
    Evaluation,
    Exclusion,
    Regime,
)
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.rules import RuleBroken

Cutoffs = Mapping[OrganizationKind, date]
FIRST_YEAR = 1989
"""《社会团体登记管理条例》 began annual inspection."""
TOP_SCORE = 1000
"""Tenths of a point."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides who is expected: year inspected, kinds, regime's cut-offs, whom it is for."""

    year: int
    kinds: frozenset[OrganizationKind]
    cutoffs: Cutoffs
    """Registered on the day or before: expected."""
    charities: bool
    """For charities, which report, or for all others."""
    frozen_on: date
    """Who has ended by the end of this day is not expected."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization of the area, as far as being expected is concerned."""

    kind: OrganizationKind
    registered_on: date
    charity: bool
    state: OrganizationState
    ended_on: date | None = None
    elsewhere: bool = False
    """Whether another campaign of the year expects it already."""


def considered(candidate: Candidate, terms: Terms) -> bool:
    """Whether the list names it at all: of the kinds asked for, and there in the year or since."""
    if candidate.ended_on is not None and candidate.ended_on < date(terms.year, 1, 1):
        return False
    filed = candidate.kind is OrganizationKind.FILED
    return (filed or candidate.kind in terms.kinds) and candidate.registered_on <= terms.frozen_on


def exclusion(candidate: Candidate, terms: Terms) -> Exclusion | None:
    """Why it is not expected, None where it is; the first reason of the list counts."""
    if candidate.kind is OrganizationKind.FILED:
        return Exclusion.FILED
    if candidate.ended_on is not None and candidate.ended_on <= terms.frozen_on:
        return ENDED[candidate.state]
    if candidate.registered_on > terms.cutoffs[candidate.kind]:
        return Exclusion.NEW
    if candidate.charity != terms.charities:
        return Exclusion.CHARITY if candidate.charity else Exclusion.NO_CHARITY
    return Exclusion.ELSEWHERE if candidate.elsewhere else None


def cutoffs(content: Mapping[str, Mapping[str, str]], regime: Regime, year: int) -> Cutoffs:
    """The last day of registration by kind, from a published policy of month-days.

    RuleBroken where a kind has none or a day does not exist.
    """
    days = content.get(regime.value, {})
    found = {}
    for kind in OrganizationKind:
        if not kind.registered:
            continue
        try:
            month, day = str(days[kind.value]).split("-")
            found[kind] = date(year, int(month), int(day))
        except (KeyError, ValueError):
            raise RuleBroken(
                f"应检截止日中“{regime.label}”一项缺少{kind.label}的月和日，或写得不对，"
                "请在“政策与口径”中写成 06-30 的样子。"
            ) from None
    return found


def rate(done: int, due: int) -> Decimal | None:
    """Done of due in percent, one place, half up; None where nothing is due."""
    if not due:
        return None
    return (Decimal(done) * 100 / due).quantize(Decimal("0.1"), ROUND_HALF_UP)


def title(year: int) -> str:
    """The year inspected with the year it is done in: 2025年度（2026年实施）."""
    return f"{year}年度（{year + 1}年实施）"


def check_campaign(
    year: int, regime: Regime, window: tuple[date, date], today: date, charities: bool
) -> None:
    """RuleBroken unless the year has ended, the window follows it, and charities report."""
    opens, closes = window
    if not FIRST_YEAR <= year < today.year:
        raise RuleBroken(
            f"被检年度应在 {FIRST_YEAR} 到 {today.year - 1} 之间，{year}年度还没有结束或不存在。"
        )
    if opens.year != year + 1:
        raise RuleBroken(f"{title(year)}的开始日期应在 {year + 1} 年内，现在是 {opens:%Y-%m-%d}。")
    if closes < opens:
        raise RuleBroken(f"结束日期 {closes:%Y-%m-%d} 早于开始日期 {opens:%Y-%m-%d}，请核对。")
    if charities and regime is not Regime.REPORT:
        raise RuleBroken("慈善组织报送年报，不参加年检（《慈善法》第十三条），请把方式改为“年报”。")


def check_editable(state: CampaignState, year: int) -> None:
    """RuleBroken once the campaign has been opened: its list and terms are frozen."""
    if state is not CampaignState.DRAFT:
        raise RuleBroken(
            f"{title(year)}已经开放，名单和条件已冻结，不能再改；"
            "个别组织可以在名单中补列或移出，并写明理由。"
        )


def check_running(state: CampaignState, year: int) -> None:
    """RuleBroken before the campaign has been opened."""
    if state is CampaignState.DRAFT:
        raise RuleBroken(f"{title(year)}还没有开放，请先开放再办理。")


def check_filed(filed_on: date | None, opens_on: date, today: date) -> date:
    """The day of filing where it is possible, else RuleBroken."""
    if filed_on is None:
        raise RuleBroken("请填写参检日期（报送年检材料的日期）。")
    if filed_on < opens_on:
        raise RuleBroken(
            f"参检日期 {filed_on:%Y-%m-%d} 早于本次开始日期 {opens_on:%Y-%m-%d}，请核对。"
        )
    if filed_on > today:
        raise RuleBroken(f"参检日期 {filed_on:%Y-%m-%d} 晚于今天，请核对。")
    return filed_on


def check_dated(what: str, day: date, opens_on: date, filed_on: date, today: date) -> None:
    """RuleBroken unless the day of a conclusion or evaluation follows opening and filing."""
    if day < opens_on:
        raise RuleBroken(
            f"{what}日期 {day:%Y-%m-%d} 早于本次开始日期 {opens_on:%Y-%m-%d}，请核对。"
        )
    if day < filed_on:
        raise RuleBroken(f"{what}日期 {day:%Y-%m-%d} 早于参检日期 {filed_on:%Y-%m-%d}，请核对。")
    if day > today:
        raise RuleBroken(f"{what}日期 {day:%Y-%m-%d} 晚于今天，请核对。")


def is_late(filed_on: date, closes_on: date) -> bool:
    """Whether it was filed after the window: 补检."""
    return filed_on > closes_on


def check_conclusion(conclusion: Conclusion, regime: Regime) -> None:
    """RuleBroken unless the word belongs to the regime."""
    if conclusion.regime is not regime:
        words = "、".join(each.label for each in Conclusion if each.regime is regime)
        raise RuleBroken(f"本次是{regime.label}，结论只能是{words}，不能是“{conclusion.label}”。")


def check_publishable(
    regime: Regime, conclusion: Conclusion | None, evaluation: Evaluation | None
) -> str:
    """Why the two answers cannot be published now; blank where they can."""
    if conclusion is None and evaluation is None:
        return "结论和党建评价都还没有，不能公布。"
    if evaluation is None:
        if regime is Regime.REPORT:
            return "还没有党建评价，不能确认收到年报；请党务部门先作出评价。"
        return "还没有党建评价，结论不能单独公布；请党务部门先作出评价。"
    if conclusion is None:
        return "还没有结论，党建评价不能单独公布；请登记管理部门先作出结论。"
    return ""


def score(text: str) -> int:
    """Points as typed, in tenths; RuleBroken beyond 0 to 100 or with more than one place."""
    try:
        value = Decimal(text.strip()) * 10
    except ArithmeticError:
        raise RuleBroken(f"党建评价得分“{text}”不是数字，请填 0 到 100，如 92.5。") from None
    if not value.is_finite() or value != int(value) or not 0 <= value <= TOP_SCORE:
        raise RuleBroken(f"党建评价得分“{text}”应在 0 到 100 之间，最多一位小数。")
    return int(value)


def points(tenths: int | None) -> str:
    """The score as written: 92.5, 88; blank where there is none."""
    if tenths is None:
        return ""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


@dataclass(frozen=True, slots=True)
class Streak:
    """Years in a row up to one year, the latest first: not taken part, and found 不合格."""

    absent: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """连续 2 年未参检（2024年度、2025年度）; blank where no two years stand together."""
        found = []
        for years, word in ((self.absent, "未参检"), (self.failed, "不合格")):
            if len(years) > 1:
                named = "、".join(f"{year}年度" for year in sorted(years))
                found.append(f"连续 {len(years)} 年{word}（{named}）")
        return "；".join(found)


def streak(answers: Mapping[int, Conclusion], year: int) -> Streak:
    """What the years up to `year` come to; a year without an answer ends the row."""
    return Streak(
        tuple(_back(answers, year, lambda answer: not answer.present)),
        tuple(_back(answers, year, lambda answer: answer is Conclusion.UNQUALIFIED)),
    )


def _back(
    answers: Mapping[int, Conclusion], year: int, holds: Callable[[Conclusion], bool]
) -> Iterable[int]:
    while year in answers and holds(answers[year]):
        yield year
        year -= 1


def measures(words: Sequence[str], known: Mapping[str, str]) -> dict[str, bool]:
    """Columns of 处理措施 by whether their word is among those given."""
    return {name: label in words for name, label in known.items()}
