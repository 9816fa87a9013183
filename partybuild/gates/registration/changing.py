"""What a change registration proposes, beside the register as it stood when it was taken in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.organizations import altering, moving, places
from partybuild.organizations import queries as organizations
from partybuild.organizations.keeping import Asked
from partybuild.organizations.rules import Part
from partybuild.rules import RuleBroken

LABELS = {
    "name": "组织名称",
    "legal_person": "法定代表人",
    "address": "住所",
    "region_id": "住所所在",
    "supervisor": "业务主管单位",
    "registration_way": "登记方式",
    "industry": "行业类别",
    "trade": "行业协会商会",
    "charity": "慈善组织",
    "community": "社区社会组织",
    "unit_id": "统计归属",
}
"""What may be changed, by column, as the form names it."""
OF_CONTACT = {"legal_person", "address"}
UNITS = {"region_id", "unit_id"}
NONE = "无"
"""What is written where a value is taken away."""
Change = Mapping[str, Any]


def standing(actor: Actor, organization_id: int) -> dict[str, Any]:
    """What the register says today of all that may be changed, by column."""
    facts = organizations.facts_on(actor, [organization_id], clock.today())[organization_id]
    return {
        column: getattr(facts.contact if column in OF_CONTACT else facts.profile, column, "")
        for column in LABELS
    }


def shown(values: Mapping[str, Any]) -> dict[str, str]:
    """Values in words, by column; blank for nothing."""
    units = places.unit_names([values[name] for name in UNITS if values.get(name)])
    return {
        column: units.get(value, "")
        if column in UNITS
        else (("是" if value else "否") if isinstance(value, bool) else str(value or ""))
        for column, value in values.items()
    }


def proposed(actor: Actor, organization_id: int, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The application as it is kept: each change with its value before and after.

    RuleBroken where nothing is to change and the form does not say that the register is not
    concerned, or where a place is not known.
    """
    now = standing(actor, organization_id)
    wanted = _wanted(actor, typed)
    moves = {column: value for column, value in wanted.items() if value != _plain(now[column])}
    if not moves and not typed.get("other"):
        raise RuleBroken(
            "没有填写变更的内容，或与名册一致：请填写变更后的名称、负责人、住所等；"
            "变更的事项不在其中的，请勾选“不在上列之内”。"
        )
    moves |= _removed(actor, organization_id, now, moves, str(typed.get("follow") or ""))
    before, after = shown({k: now[k] for k in moves}), shown(moves)
    return {
        "summary": typed.get("summary", ""),
        "other": bool(typed.get("other")),
        "effective_on": typed["effective_on"].isoformat() if typed.get("effective_on") else "",
        "changes": [
            {
                "column": column,
                "label": LABELS[column],
                "before": now[column],
                "after": value,
                "was": before[column],
                "becomes": after[column],
            }
            for column, value in moves.items()
        ],
    }


def _removed(
    actor: Actor, organization_id: int, now: Change, moves: Change, follow: str
) -> dict[str, Any]:
    """统计归属 by the new place, where it is to follow; RuleBroken where that is out of reach."""
    if "region_id" not in moves or follow == moving.STAY:
        return {}
    facts = organizations.facts_on(actor, [organization_id], clock.today())[organization_id]
    before = {**now, "level": facts.profile.level if facts.profile else ""}
    found = moving.removal(actor, before, {**before, **moves})
    return moving.decided(found, moving.FOLLOW, "")


def _wanted(actor: Actor, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by column, as the register keeps it; what was left blank is left out."""
    given = {key: value for key, value in typed.items() if value not in (None, "")}
    wanted: dict[str, Any] = {}
    for column in [name for name in LABELS if name != "unit_id"]:
        value = given.get("region" if column == "region_id" else column)
        if value is None:
            continue
        if column == "region_id":
            wanted[column] = places.place(actor, value).id
        elif column in {"trade", "charity", "community"}:
            wanted[column] = value == "yes"
        else:
            wanted[column] = "" if value == NONE and column != "name" else value
    return wanted


def _plain(value: Any) -> Any:
    return "" if value is None else value


def write(actor: Actor, organization_id: int, application: Change, because: Asked) -> None:
    """Let the register say what was proposed, from the effective day on, inside a command.

    Stale where the register no longer says what it said when the application was taken in.
    """
    changes: Sequence[Change] = application.get("changes") or []
    if not changes:
        return
    _check_fresh(actor, organization_id, changes)
    for change in changes:
        if change["column"] == "unit_id":
            places.unit(actor, change["becomes"])
    parts: dict[Part, dict[str, Any]] = {}
    for change in changes:
        part = Part.CONTACT if change["column"] in OF_CONTACT else Part.PROFILE
        parts.setdefault(part, {})[change["column"]] = change["after"]
    altering.alter(actor, organization_id, parts, because)


D = TypeVar("D", date, None)


def effective_on(application: Change, day: D) -> date | D:
    """The day from which the changes hold: the one applied for, else that of the registration."""
    text = application.get("effective_on")
    return date.fromisoformat(text) if text else day


def written(change: Change) -> str:
    """The new value of a change as its form has it."""
    value = change["after"]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(change["becomes"]) or NONE


def _check_fresh(actor: Actor, organization_id: int, changes: Sequence[Change]) -> None:
    now = standing(actor, organization_id)
    moved = [each for each in changes if _plain(now[each["column"]]) != _plain(each["before"])]
    if not moved:
        return
    words = shown({each["column"]: now[each["column"]] for each in moved})
    told = "；".join(
        f"“{each['label']}”受理时为“{each['was'] or '空'}”，现为“{words[each['column']] or '空'}”"
        for each in moved
    )
    raise Stale(f"受理以后名册已有变动：{told}。本件没有办结，请核对后撤回，按最新情况重新受理。")
