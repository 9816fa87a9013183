"""What a round must be before it opens. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from partybuild.ratings.kinds import RoundState, Tier
from partybuild.rules import RuleBroken

FIRST_YEAR = 2012
"""组厅字〔2012〕6号 began classified grading (domain.md §4.1)."""
MOST_PUBLICITY_DAYS = 30


def check_windows(
    year: int, fill: tuple[date, date], review_to: Mapping[str, date], publicity_days: int
) -> None:
    """RuleBroken unless the windows follow one another in the order of the chain."""
    starts, ends = fill
    if not FIRST_YEAR <= year <= starts.year:
        raise RuleBroken(f"评定年度应在 {FIRST_YEAR} 到 {starts.year} 之间，现在是 {year}。")
    if ends < starts:
        raise RuleBroken(f"填报截止日 {ends:%Y-%m-%d} 早于开始日 {starts:%Y-%m-%d}，请核对。")
    before, what = ends, "填报"
    for tier in (Tier.FIRST, Tier.SECOND, Tier.FINAL):
        day = review_to.get(tier.value)
        if day is None:
            continue
        if day < before:
            raise RuleBroken(
                f"{tier.label}截止日 {day:%Y-%m-%d} 早于{what}截止日 {before:%Y-%m-%d}，请核对。"
            )
        before, what = day, tier.label
    if not 1 <= publicity_days <= MOST_PUBLICITY_DAYS:
        raise RuleBroken(f"公示天数应在 1 到 {MOST_PUBLICITY_DAYS} 个工作日之间。")


def check_categories(chosen: Sequence[str], known: Sequence[str]) -> None:
    """RuleBroken unless at least one category of the scheme takes part."""
    if not chosen:
        raise RuleBroken("请至少选一个参评类别。")
    strange = [key for key in chosen if key not in known]
    if strange:
        raise RuleBroken("所选类别不在这个评星方案里，请重新选择。")


def check_editable(state: RoundState) -> None:
    """RuleBroken unless the round is still a draft."""
    if state is not RoundState.DRAFT:
        raise RuleBroken("这一轮评星已经开展，条件不能再改；个别党组织可以单独补列或退出。")
