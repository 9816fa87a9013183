"""What a row changes of an organization that stands in the register. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from partybuild.facts.rules import Row
from partybuild.organizations import boards, rules, timelines
from partybuild.organizations import given as blanks
from partybuild.organizations.differences import Difference, Model, Move, Standing, Unmatched, When
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    OrganizationContact,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.rules import RuleBroken

BLANKS: Mapping[Model, Mapping[str, Any]] = {
    OrganizationProfile: {},
    Headcount: blanks.HEADCOUNT,
    OrganizationContact: blanks.CONTACT,
    BoardTerm: blanks.BOARD,
    BuildPlan: blanks.PLAN,
}
_DAY = timedelta(days=1)


def compare(
    here: Standing,
    parts: Mapping[Model, Mapping[str, Any]],
    state: tuple[OrganizationState | None, date | None],
    when: When,
) -> Difference:
    """What the given values of each part and the given state change. Raises Unmatched."""
    found = Difference()
    day = _state(here, *state, when, found)
    for model, typed in parts.items():
        if typed:
            _part(here, model, typed, day, when, found)
    return found


def _part(
    here: Standing,
    model: Model,
    typed: Mapping[str, Any],
    day: date,
    when: When,
    found: Difference,
) -> None:
    rows = here.lines.get(model, ())
    row = timelines.row_on(rows, day)
    shown = row.values if row else {}
    touched = timelines.touched(shown, typed)
    if not touched:
        return
    if not when.correct:
        _check_day(here, day, when)
    if model is BoardTerm and boards.ELECTED in touched:
        _check_board(rows, typed[boards.ELECTED], day, when)
    names = list(touched)
    if row is None:
        typed = {**BLANKS[model], **typed}
    if when.correct:
        stretches = timelines.corrected(rows, typed, names, day, here.born)
    else:
        stretches = timelines.changed_from(rows, typed, names, day)
    found.moves += [Move(model, one.values, one.valid_from, one.valid_to) for one in stretches]
    found.changed += [(name, shown.get(name), value) for name, value in touched.items()]


def _check_board(rows: Sequence[Row], elected_on: date | None, day: date, when: When) -> None:
    try:
        boards.check_order(rows, elected_on, day, correct=when.correct)
    except RuleBroken as broken:
        raise Unmatched(boards.ELECTED, str(broken)) from None


def _check_day(here: Standing, day: date, when: When) -> None:
    try:
        rules.check_day(day, here.born, here.ended_on, when.today)
    except RuleBroken as broken:
        raise Unmatched("name", str(broken)) from None


def _state(
    here: Standing,
    state: OrganizationState | None,
    state_on: date | None,
    when: When,
    found: Difference,
) -> date:
    """Take the state down; the day on which the row's other values are to hold."""
    day = max(when.effective_on, here.born)
    if state is None:
        return day
    if state_on is not None and state_on < here.born:
        raise Unmatched("state_on", f"状态日期早于成立登记日期（{here.born:%Y-%m-%d}），请核对。")
    if here.ended_on is not None:
        _after_end(here, state, state_on, when, found)
    elif state.living:
        _living(here, state, state_on or day, found)
    else:
        day = min(day, _end(here, state, state_on, when, found) - _DAY)
    return max(day, here.born)


def _living(here: Standing, state: OrganizationState, day: date, found: Difference) -> None:
    before = here.on(OrganizationStanding, day).get("state")
    if before is state:
        return
    rows = here.lines[OrganizationStanding]
    typed = {"state": state, "document": ""}
    for one in timelines.changed_from(rows, typed, ["state", "document"], day):
        found.moves.append(Move(OrganizationStanding, one.values, one.valid_from, one.valid_to))
    found.changed.append(("state", before, state))


def _end(
    here: Standing,
    state: OrganizationState,
    state_on: date | None,
    when: When,
    found: Difference,
) -> date:
    if state_on is None:
        raise Unmatched("state_on", f"组织状态是{state.label}的，须填写状态日期，请补填。")
    try:
        rules.check_end(state_on, here.born, None, when.today)
    except RuleBroken as broken:
        raise Unmatched("state_on", str(broken)) from None
    before = here.on(OrganizationStanding, state_on - _DAY).get("state")
    values = {"state": state, "document": ""}
    found.moves.append(Move(OrganizationStanding, values, state_on))
    found.changed.append(("state", before, f"{state.label}（{state_on:%Y-%m-%d}）"))
    return state_on


def _after_end(
    here: Standing,
    state: OrganizationState,
    state_on: date | None,
    when: When,
    found: Difference,
) -> None:
    ended_on = here.ended_on
    assert ended_on is not None
    kept = here.on(OrganizationStanding, ended_on)
    if state is kept["state"] and state_on in (None, ended_on):
        return
    if state.living or not when.correct:
        raise Unmatched(
            "state",
            f"在册已于 {ended_on:%Y-%m-%d} {kept['state'].label}，与表中不同；"
            "终止有误的，请在该组织的页面上恢复或更正。",
        )
    day = state_on or ended_on
    before = here.on(OrganizationStanding, ended_on - _DAY) or {
        "state": OrganizationState.NORMAL,
        "document": "",
    }
    if day > ended_on:
        found.moves.append(Move(OrganizationStanding, before, ended_on, day))
    found.moves.append(
        Move(OrganizationStanding, {"state": state, "document": kept["document"]}, day)
    )
    was = f"{kept['state'].label}（{ended_on:%Y-%m-%d}）"
    found.changed.append(("state", was, f"{state.label}（{day:%Y-%m-%d}）"))


def move_birth(here: Standing, born: date, when: When, found: Difference) -> None:
    """Let the organization exist from `born` on, after everything else was taken down."""
    if born == here.born:
        return
    if not when.correct:
        raise Unmatched(
            "registered_on",
            f"与在册的成立登记日期（{here.born:%Y-%m-%d}）不同；确系在册记错的，"
            "请勾选“更正”后再导入。",
        )
    try:
        rules.check_registration(born, here.ended_on, when.today)
    except RuleBroken as broken:
        raise Unmatched("registered_on", str(broken)) from None
    for model in (OrganizationProfile, OrganizationStanding):
        found.moves.append(
            Move(model, _first(here, model, found), born, here.born)
            if born < here.born
            else Move(model, None, here.born, born)
        )
    found.moves.append(Move(OrganizationProfile, {"registered_on": born}, born))
    found.changed.append(("registered_on", here.born, born))


def _first(here: Standing, model: Model, found: Difference) -> dict[str, Any]:
    """The first values of a time line, as the moves taken down so far correct them."""
    values = dict(min(here.lines[model], key=lambda row: row.valid_from).values)
    for move in found.moves:
        if move.model is model and move.valid_from <= here.born < move.valid_to:
            values |= move.values or {}
    return values
