"""What the closing step of a procedure brings about, in the same transaction.

The body above has decided in its own reach; the closing step only lets it come true, so it is
written with the reach of the house and the name of who filed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from partybuild.access.actor import Actor, Reach
from partybuild.db.work import recount
from partybuild.gates.terms import process
from partybuild.gates.terms.models import Procedure
from partybuild.gates.terms.queries import day_of
from partybuild.gates.terms.rules import Matter
from partybuild.party import beyond, commands, cover, ending, post_commands
from partybuild.party.commands import Founding
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.post_commands import Secretary
from partybuild.party.standing import facts_on
from partybuild.party.telling import Why, because
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase


def complete(
    actor: Actor, row: Procedure, case: WorkflowCase, action: str, day: date
) -> dict[str, Any]:
    """Write the facts where `action` closes the procedure; columns of the case that it sets."""
    if not process.writes(row.matter, action):
        return {}
    house = replace(actor, reach=Reach(everything=True))
    moves = _WRITES[row.matter](house, row, case.party_organization_id or 0, day)
    recount()
    return moves


def _founding(actor: Actor, row: Procedure, _: int, day: date) -> dict[str, Any]:
    said = row.details
    chosen = day_of(said, "choose_on") or day
    founding = Founding(
        founded_on=day_of(said, "founded_on") or chosen,
        profile=_profile(row),
        secretary={"name": said["secretary"], "telephone": row.telephone},
        secretary_from=chosen,
        started_on=chosen,
        last_day=day_of(said, "ends_on"),
        headcount={"full": said.get("full"), "probationary": said.get("probationary")},
        organizations=said.get("organizations", []),
        reason="按程序设立",
    )
    return {"party_organization_id": commands.set_up(actor, founding)}


def _profile(row: Procedure) -> dict[str, Any]:
    said = row.details
    seats = said.get("seats") or None
    return {
        "name": row.name,
        "kind": PartyKind(said["kind"]),
        "formation": Formation(said["formation"]) if said.get("formation") else None,
        "social": True,
        "parent_id": said["parent_id"],
        "region_id": None,
        "lead_organization_id": said.get("lead_organization_id"),
        "approval_number": said["approve_document"],
        "approved_on": day_of(said, "approve_on"),
        "has_committee": seats is not None,
        "seats_due": seats,
        "seats_filled": seats,
    }


def _election(actor: Actor, row: Procedure, number: int, day: date) -> dict[str, Any]:
    said = row.details
    held = day_of(said, "elect_on") or day
    why = Why(held, "按程序换届", said.get("confirm_document", ""))
    before = facts_on(actor, [number], held)[number]
    post_commands.begin_term(actor, number, day_of(said, "ends_on"), why)
    if before.secretary is None or before.secretary.name != said["secretary"]:
        elected = Secretary(said["secretary"], row.telephone)
        post_commands.appoint(actor, number, elected, why)
    seats = int(said.get("seats") or 0) or None
    values = {"has_committee": seats is not None, "seats_due": seats, "seats_filled": seats}
    profile = before.profile
    if profile is not None and any(getattr(profile, key) != v for key, v in values.items()):
        commands.restate_profile(actor, number, values, why)
    return {}


def _extension(actor: Actor, row: Procedure, number: int, day: date) -> dict[str, Any]:
    said = row.details
    why = Why(day, str(said.get("why", ""))[:300], said["approve_document"])
    post_commands.extend(actor, number, day_of(said, "until") or day, why)
    return {}


def _appointment(actor: Actor, row: Procedure, number: int, day: date) -> dict[str, Any]:
    said = row.details
    why = Why(day, str(said.get("why") or "经批准任职")[:300], said["approve_document"])
    post_commands.appoint(actor, number, Secretary(said["secretary"], row.telephone), why)
    return {}


def _ending(actor: Actor, row: Procedure, number: int, day: date) -> dict[str, Any]:
    said = row.details
    document = said.get("approve_document") or said.get("decide_document", "")
    approved = day_of(said, "approve_on") or day_of(said, "decide_on") or day
    if day < approved:
        raise RuleBroken(f"撤销日期不能早于批复日期 {approved:%Y-%m-%d}。")
    why = Why(day, f"{row.matter.label}，党员去向：{said['members']}"[:300], document)
    heir = said.get("heir_id")
    covered = sorted(beyond.linked(number, day))
    ending.wind_up(actor, number, why, ended_too=True)
    if heir is not None and covered:
        _hand_over(actor, heir, covered, why)
    return {}


def _hand_over(actor: Actor, heir: int, covered: list[int], why: Why) -> None:
    """Link what was covered to the heir, but for what it covers already or has ended."""
    target = cover.check_party(actor, heir, why.day)
    already = beyond.linked(heir, why.day)
    living = [number for number in covered if number not in already]
    if living:
        cause = because(actor, "登记覆盖组织", why, target)
        cover.begin(actor, (target.id, target.name), living, cause, why.day)


_WRITES: Mapping[Matter, Callable[[Actor, Procedure, int, date], dict[str, Any]]] = {
    Matter.FOUNDING: _founding,
    Matter.ELECTION: _election,
    Matter.DISSOLUTION: _ending,
    Matter.MERGER: _ending,
    Matter.EXTENSION: _extension,
    Matter.APPOINTMENT: _appointment,
}
