"""The approval of a Party organization beside its founding, as a file says them."""

from collections.abc import Mapping
from datetime import date

from partybuild.party import founding_rules
from partybuild.party.importing.change import Changes
from partybuild.party.importing.given import agrees
from partybuild.party.importing.wishes import Wish
from partybuild.rules import RuleBroken

FOUNDED, APPROVED = "founded_on", "approved_on"


def check(wish: Wish, known: Mapping[str, date | None], first_day: date, found: Changes) -> None:
    """Refuse an approval later than the founding; warn where it is history up to 启用日.

    `known`: both days by the register, nothing of a new one; what a file only repeats is let be.
    """
    said = {
        name: day
        for name in (FOUNDED, APPROVED)
        if isinstance(day := wish.values.get(name), date)
        and not agrees(day, known.get(name), inferred=wish.inferred(name))
    }
    days = {**known, **said}
    founded, approved = days.get(FOUNDED), days.get(APPROVED)
    if not said or founded is None or not founding_rules.is_late(founded, approved):
        return
    if agrees(founded, approved, inferred=wish.inferred(FOUNDED)):
        return
    try:
        founding_rules.check_approval(founded, approved, first_day)
    except RuleBroken as broken:
        found.refuse(APPROVED if APPROVED in said else FOUNDED, str(broken))
    else:
        found.warnings.append(
            f"批准日期 {approved:%Y-%m-%d} 晚于成立日期 {founded:%Y-%m-%d}，"
            "是启用日以前的历史，照表导入，请核对原件。"
        )
