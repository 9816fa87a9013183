"""What each step of a procedure must satisfy, and what it adds to what was said. Inside `work`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.gates.terms import periods, process, queries, rules
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.queries import Known, day_of
from partybuild.gates.terms.rules import Ballot, Matter
from partybuild.party import cover, founding_rules
from partybuild.party import rules as party_rules
from partybuild.party.kinds import Formation
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

Details = dict[str, Any]


def may_begin(actor: Actor, matter: Matter, found: Known) -> None:
    """RuleBroken for a second open procedure, and for an election of what holds none."""
    party_rules.check_exists(
        found.row.name, found.row.founded_on, found.row.dissolved_on, clock.today()
    )
    if matter is Matter.ELECTION:
        rules.check_may_elect(found.body)
    standing = queries.running_of(actor, found.row.id)
    if standing is not None:
        raise RuleBroken(
            f"“{found.row.name}”已有一件未办结的“{standing.title}”，请先办结或终止，再发起新的。"
        )


def checked(
    actor: Actor,
    row: Procedure,
    case: WorkflowCase,
    action: str,
    day: date,
    values: Mapping[str, Any],
) -> Details:
    """What is said once the step is taken; RuleBroken where the step does not hold."""
    if action not in process.PLAIN and action != "settle":
        rules.check_order(day, day_of(row.details, "last_on"), clock.today())
    details = {**row.details, **values}
    check = _CHECKS.get((row.matter, action))
    if check is not None:
        check(actor, case, details, day)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in details.items()
    }


def dated(details: Details, action: str, day: date, document: str) -> Details:
    """The details with the day and the document of the step; going back takes nothing away."""
    if action in process.PLAIN or action == "settle":
        return details
    said = {"last_on": day.isoformat(), f"{action}_on": day.isoformat()}
    return {**details, **said, f"{action}_document": document.strip()}


def due(row: Procedure, state: str, day: date) -> date | None:
    """By when the state that a step leads to should be left."""
    return due_of(row.matter, state, day, day_of(row.details, "last_day"))


def due_of(matter: Matter, state: str, day: date, last_day: date | None) -> date | None:
    """The same by the periods in force on that day."""
    return rules.due(matter, state, day, last_day, periods.holding(day))


def _choose(actor: Actor, case: WorkflowCase, details: Details, day: date) -> None:
    approved = day_of(details, "approve_on")
    founded = details["founded_on"]
    founding_rules.check_approval(founded, approved)
    if founded > clock.today():
        raise RuleBroken("成立日期不能晚于今天，请在成立之后再登记。")
    party_rules.check_span(founded, day)
    temporary = details.get("formation") == Formation.TEMPORARY.value
    if temporary and not details.get("ends_on"):
        raise RuleBroken("临时党组织须填写期满日期，期满或机构撤销后自然撤销。")


def _nominate(actor: Actor, case: WorkflowCase, details: Details, day: date) -> None:
    rules.check_names(int(details["seats"]), int(details["candidates"]))


def _elect(actor: Actor, case: WorkflowCase, details: Details, day: date) -> None:
    found = queries.known(actor, case.party_organization_id or 0)
    ballot = Ballot(
        day,
        int(details["seats"]),
        int(details["candidates"]),
        int(details["due"]),
        int(details["attended"]),
        str(details["secretary"]),
        details.get("ends_on"),
    )
    permitted = day_of(details, "permit_on")
    rules.check_ballot(ballot, permitted or day, found.body.started_on)
    if ballot.last_day is not None:
        party_rules.check_term(day, ballot.last_day)


def _settle(actor: Actor, case: WorkflowCase, details: Details, day: date) -> None:
    heir = details.get("heir_id")
    if heir is None:
        return
    if heir == case.party_organization_id:
        raise RuleBroken("不能转由本党组织覆盖，请另选一个党组织。")
    cover.check_party(actor, heir, clock.today())


def _extend(actor: Actor, case: WorkflowCase, details: Details, day: date) -> None:
    last, until = day_of(details, "last_day"), day_of(details, "until")
    party_rules.check_extension(last, until or day, "批复")


_CHECKS: Mapping[tuple[Matter, str], Callable[[Actor, WorkflowCase, Details, date], None]] = {
    (Matter.FOUNDING, "choose"): _choose,
    (Matter.ELECTION, "nominate"): _nominate,
    (Matter.ELECTION, "elect"): _elect,
    (Matter.DISSOLUTION, "settle"): _settle,
    (Matter.MERGER, "settle"): _settle,
    (Matter.EXTENSION, "request"): _extend,
    (Matter.EXTENSION, "approve"): _extend,
}
