"""What a Party organization is, as a file says it: opening values, changes, founding, dissolution.

Places and superiors may still be negative here: refs of the file, made ids when it is written.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from partybuild.imports.values import CLEAR
from partybuild.organizations.timelines import row_on, touched
from partybuild.party import rules
from partybuild.party.importing.change import Changes, When
from partybuild.party.importing.given import agrees, plain
from partybuild.party.importing.timelines import Rows, holding, ordered
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import (
    PartyHeadcount,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.rules import RuleBroken

BLANKS: Mapping[str, Any] = {
    "name": None,
    "kind": None,
    "formation": None,
    "social": True,
    "approval_number": "",
    "approved_on": None,
    "has_committee": None,
    "seats_due": None,
    "seats_filled": None,
}
"""The values of a profile that a row gives itself, each with what 清空 makes of it."""
NEVER_BLANK = {"name": "党组织名称", "kind": "党组织类型", "founded_on": "成立日期"}
REFERS = ("parent_id", "region_id", "lead_organization_id")
Refers = Mapping[str, int | None]
"""Ids or refs of what a row refers to; a name is missing where the row does not say it."""
Shown = Callable[[str, Any], Any]
"""(column, id) → name, for what a profile refers to."""


def opening(wish: Wish, refers: Refers) -> dict[str, Any]:
    """Every value of a new profile."""
    said = {name: plain(wish.values.get(name), blank) for name, blank in BLANKS.items()}
    return {**dict.fromkeys(REFERS), **said, **refers}


def check(wish: Wish, profile: Mapping[str, Any], today: date, found: Changes) -> None:
    """Refuse what contradicts itself, and days that have not come yet."""
    for name, label in NEVER_BLANK.items():
        if wish.values.get(name) is CLEAR:
            found.refuse(name, f"{label}不能清空，请填写。")
    for name in ("founded_on", "dissolved_on", "secretary_from", "term_started_on"):
        day = plain(wish.values.get(name))
        if day is not None and day > today:
            found.refuse(name, "日期还没有到，请核对年份。")
    seats = (profile[name] for name in ("has_committee", "seats_due", "seats_filled"))
    try:
        rules.check_seats(*seats)
    except RuleBroken as broken:
        found.refuse("seats_due", str(broken))


def changes(wish: Wish, rows: Rows, refers: Refers, when: When, shown: Shown) -> Changes:
    """What changes of a known profile."""
    found = Changes()
    before = row_on(rows, when.day)
    if before is None:
        return found
    said = {
        name: plain(wish.values[name], blank)
        for name, blank in BLANKS.items()
        if name in wish.values and not (name in NEVER_BLANK and wish.values[name] is CLEAR)
    }
    known = before.values["approved_on"]
    if said.get("approved_on") and agrees(
        said["approved_on"], known, inferred=wish.inferred("approved_on")
    ):
        said["approved_on"] = known
    different = touched(before.values, {**said, **refers})
    for each in holding(rows, different, when):
        found.say(PartyProfile, (wish.number,), each.values, (each.valid_from, each.valid_to))
    for name, value in different.items():
        found.tell(name, shown(name, before.values[name]), shown(name, value))
    return found


def founding(wish: Wish, rows: Rows, corrected: Changes, when: When) -> Changes:
    """Another founding day: an error of the register, to be corrected only when asked for.

    Days that come to be before the known ones hold what is `corrected` of the first.
    """
    found = Changes()
    day = wish.values.get("founded_on")
    if not isinstance(day, date) or agrees(
        day, when.founded_on, inferred=wish.inferred("founded_on")
    ):
        return found
    if not when.correct:
        known = f"{when.founded_on:%Y-%m-%d}"
        words = f"与在册的成立日期（{known}）不同；确系在册记错的，请勾选“更正”后再导入。"
        found.refuse("founded_on", words)
        return found
    if day >= when.end:
        found.refuse("founded_on", "成立日期不早于撤销日期，请核对。")
    first = dict(ordered(rows)[0].values)
    for told in corrected.told:
        if told.valid_from == when.founded_on:
            first |= told.values or {}
    found.say(PartyProfile, (wish.number,), first, (day, when.founded_on))
    found.say(PartyProfile, (wish.number,), None, (when.founded_on, day))
    found.tell("founded_on", when.founded_on, day)
    return found


def dissolution(wish: Wish, when: When) -> tuple[Changes, date | None]:
    """The end the file says, and its day where it is news; links are the caller's."""
    found = Changes()
    said = wish.values.get("dissolved_on")
    known = wish.body.dissolved_on if wish.body is not None else None
    if said is None or (said is CLEAR and known is None):
        return found, None
    if known is not None:
        if said is CLEAR or not agrees(said, known, inferred=wish.inferred("dissolved_on")):
            words = (
                f"在册的撤销日期是 {known:%Y-%m-%d}，与表中不同；请核对，撤销有误的请联系上级办理。"
            )
            found.refuse("dissolved_on", words)
        return found, None
    if said <= when.founded_on:
        words = f"撤销日期应晚于成立日期（{when.founded_on:%Y-%m-%d}），请核对。"
        found.refuse("dissolved_on", words)
        return found, None
    for model in (PartyProfile, PartySecretary, PartyTerm, PartyHeadcount):
        found.say(model, (wish.number,), None, (said, date.max))
    found.tell("dissolved_on", None, said)
    return found, said
