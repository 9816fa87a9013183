"""The replies that go with steps of procedures, filled from what was said, with their number."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.clock.days import months_later, years_later
from partybuild.gates.terms import periods
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.queries import day_of
from partybuild.gates.terms.rules import Matter
from partybuild.notices import commands as notices
from partybuild.notices import queries as issued
from partybuild.notices.commands import Issue
from partybuild.party import beyond
from partybuild.party import rules as party_rules
from partybuild.party.kinds import PartyKind
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

Details = Mapping[str, Any]


def reply(
    actor: Actor, row: Procedure, case: WorkflowCase, action: str, day: date, details: Details
) -> str:
    """Issue the paper of a step and give its number; RuleBroken where the step has none."""
    made = _FIELDS.get((row.matter, action))
    if made is None:
        raise RuleBroken("这一步没有可以出具的批复，请填写文件号。")
    kind, fields = made
    wanted = Issue(
        kind,
        {"party_organization": row.name} | fields(row, details, day),
        addressed_to=row.name,
        about=case,
        case_id=case.id,
        issued_on=day,
    )
    return issued.symbol(notices.make(actor, wanted))


def has_reply(matter: Matter, action: str) -> bool:
    """Whether the step's paper can be issued with it."""
    return (matter, action) in _FIELDS


def _request(row: Procedure, details: Details, action: str = "request") -> str:
    document = details.get(f"{action}_document")
    return f"关于{row.name}{row.matter.label}的请示" + (f"（{document}）" if document else "")


def _founding(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    names = beyond.organization_names(details.get("organizations", []))
    return {
        "request": _request(row, details),
        "organization": "、".join(names.values()) or "所在单位",
        "members": (details.get("full") or 0) + (details.get("probationary") or 0),
        "superior": beyond.party_names([details["parent_id"]])[details["parent_id"]],
        "elect_by": months_later(day, periods.holding(day).elect),
    }


def _permit(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    last = day_of(details, "last_day")
    if last is None:
        raise RuleBroken("还没有登记本届届满日期，请先登记，或填写批复文号。")
    by = max(last, months_later(day, 1))
    return {"request": _request(row, details), "expires": last, "elect_by": by}


def _names(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    return {
        "request": _request(row, details),
        "seats": int(details["seats"]),
        "candidates": str(details["names"]),
        "elect_by": max(day_of(details, "last_day") or day, months_later(day, 1)),
    }


def _result(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    held = day_of(details, "elect_on") or day
    kind = PartyKind(details["kind"])
    ends = day_of(details, "ends_on") or party_rules.last_day_of_term(kind, held)
    whole = [years for years in range(1, 6) if ends and years_later(held, years) <= ends]
    return {
        "request": _request(row, details, "report").replace("请示", "报告"),
        "elected_on": held,
        "secretary": details["secretary"],
        "members": str(details.get("elected", "")),
        "years": len(whole) + 1,
        "ends": ends,
    }


def _ending(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    return {
        "request": _request(row, details),
        "reason": str(details.get("why") or row.matter.label),
        "from": day,
        "members": str(details["members"]),
        "property": str(details.get("property", "")),
    }


def _extension(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    last = day_of(details, "last_day")
    return {
        "request": _request(row, details),
        "reason": str(details.get("why") or "工作需要"),
        "expires": last or day,
        "until": day_of(details, "until") or day,
    }


def _appointment(row: Procedure, details: Details, day: date) -> dict[str, Any]:
    return {
        "request": _request(row, details),
        "secretary": str(details["secretary"]),
        "post": "书记",
        "from": day,
        "former": str(details.get("former", "")),
    }


_Made = tuple[str, Callable[[Procedure, Details, date], dict[str, Any]]]
_FIELDS: Mapping[tuple[Matter, str], _Made] = {
    (Matter.FOUNDING, "approve"): ("reply-founding", _founding),
    (Matter.ELECTION, "permit"): ("reply-permit", _permit),
    (Matter.ELECTION, "agree"): ("reply-election", _names),
    (Matter.ELECTION, "confirm"): ("reply-result", _result),
    (Matter.DISSOLUTION, "approve"): ("reply-dissolution", _ending),
    (Matter.DISSOLUTION, "decide"): ("reply-dissolution", _ending),
    (Matter.MERGER, "approve"): ("reply-dissolution", _ending),
    (Matter.MERGER, "decide"): ("reply-dissolution", _ending),
    (Matter.EXTENSION, "approve"): ("reply-extension", _extension),
    (Matter.APPOINTMENT, "approve"): ("reply-secretary", _appointment),
}
