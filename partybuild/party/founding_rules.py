"""What holds between the founding of a Party organization and its approval. Pure."""

from datetime import date

from partybuild.rules import RuleBroken


def check_approval(founded_on: date, approved_on: date | None, first_day: date = date.min) -> None:
    """RuleBroken for one founded before its approval, but where that is history.

    What was founded up to 启用日 (`first_day`) is the opening stock, taken as the files say it.
    """
    if is_late(founded_on, approved_on) and founded_on > first_day:
        raise RuleBroken(
            f"成立日期 {founded_on:%Y-%m-%d} 早于批复日期 {approved_on:%Y-%m-%d}，"
            "党组织应当先经批准再成立，请核对两个日期。"
        )


def is_late(founded_on: date, approved_on: date | None) -> bool:
    """Whether the approval came after the founding."""
    return approved_on is not None and founded_on < approved_on
