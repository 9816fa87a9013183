"""Elections of a board follow each other. Pure."""

from collections.abc import Sequence
from datetime import date

from partybuild.facts.rules import Row
from partybuild.rules import RuleBroken

ELECTED = "elected_on"


def check_order(
    rows: Sequence[Row], elected_on: date | None, day: date, *, correct: bool = False
) -> None:
    """RuleBroken for an election before the last one known on `day`, or after the one that follows.

    `correct`: the election known on `day` is the one put right, so its neighbours count.
    """
    if elected_on is None:
        return
    known = _on(rows, day) if correct else None
    others = [(row, held) for row in rows if (held := row.values.get(ELECTED)) and held != known]
    before = max((held for row, held in others if row.valid_from <= day), default=None)
    after = min((held for row, held in others if row.valid_from > day), default=None)
    if before is not None and elected_on < before:
        mend = "" if correct else "；在册的日期记错的，请用“更正”"
        raise RuleBroken(
            f"换届日期 {elected_on:%Y-%m-%d} 早于上一次换届 {before:%Y-%m-%d}，请核对日期{mend}。"
        )
    if after is not None and elected_on > after:
        raise RuleBroken(
            f"换届日期 {elected_on:%Y-%m-%d} 晚于后一次换届 {after:%Y-%m-%d}，请核对日期。"
        )


def repeats(rows: Sequence[Row], elected_on: date, day: date) -> bool:
    """Whether a day of which only month or year was written says nothing but what is known."""
    known = _on(rows, day)
    if known is None or known.year != elected_on.year:
        return False
    return elected_on.month in (1, known.month)


def _on(rows: Sequence[Row], day: date) -> date | None:
    here = next((row for row in rows if row.valid_from <= day < row.valid_to), None)
    held: date | None = here.values.get(ELECTED) if here else None
    return held
