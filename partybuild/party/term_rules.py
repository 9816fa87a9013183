"""Elections of a Party organization follow each other. Pure."""

from datetime import date

from partybuild.rules import RuleBroken


def check_after(held_on: date, last: date | None) -> None:
    """RuleBroken for an election before the last one; of the same day it is the same."""
    if last is not None and held_on < last:
        raise RuleBroken(
            f"换届日期 {held_on:%Y-%m-%d} 早于上一次换届 {last:%Y-%m-%d}，请核对日期。"
        )
