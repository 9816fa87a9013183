"""What an organization's end leaves behind: its Party organizations, and what holds of its cover."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from partybuild.access.actor import Actor, Reach
from partybuild.gates.registration import papers
from partybuild.gates.registration.leaving_rules import Fate, Left, Settled, check
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.rules import Answer
from partybuild.gates.terms import alongside
from partybuild.gates.terms.alongside import Decided
from partybuild.organizations import queries as organizations
from partybuild.party import beyond, commands, cover, parting
from partybuild.party.models import PartyProfile
from partybuild.party.standing import facts_on
from partybuild.party.telling import Why, because
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase


def house(actor: Actor) -> Actor:
    """The same person with the reach of the house: the body that answered has decided."""
    return replace(actor, reach=Reach(everything=True))


def left_behind(actor: Actor, organization_id: int, day: date) -> list[Left]:
    """The Party organizations that cover an organization in reach on a day, by id."""
    organizations.organization(actor, organization_id)
    ids = beyond.covering(organization_id, day)
    facts, counts = facts_on(house(actor), ids, day), beyond.covered(ids, day)
    names = beyond.party_names(ids)
    return [
        Left(
            number,
            names[number],
            max(counts.get(number, 0) - 1, 0),
            _leads(facts[number].profile, organization_id),
            len(beyond.children(number, day)),
        )
        for number in sorted(ids)
    ]


def _leads(profile: PartyProfile | None, organization_id: int) -> bool:
    return profile is not None and profile.lead_organization_id == organization_id


def counted(actor: Actor, organization_id: int, day: date) -> int:
    """How many members the register knows of an organization on a day."""
    found = organizations.facts_on(actor, [organization_id], day, "headcount")[organization_id]
    count = found.headcount
    return (count.full or 0) + (count.probationary or 0) if count else 0


def checked(actor: Actor, case: WorkflowCase, said: Answer, *, reply: bool) -> Answer:
    """The answer, with the number of the 批复 that is issued with it where `reply` asks for one.

    RuleBroken while members or a Party organization would be left hanging. Inside the command.
    """
    number = case.organization_id or 0
    left = left_behind(actor, number, said.day)
    alone = [each for each in left if each.alone]
    issuing = reply and said.fate is Fate.WIND_UP and bool(alone) and not said.document.strip()
    document = "随本件出具" if issuing else said.document
    told = Settled(said.members, said.fate, said.onward_id, said.reason, document)
    check(left, counted(actor, number, said.day), told)
    if said.onward_id is not None:
        organizations.organization(actor, said.onward_id)
        if said.onward_id == number:
            raise RuleBroken("接续的不能是本件注销的组织，请另填一家。")
    if not issuing:
        return said
    return replace(said, document=papers.dissolved(actor, case, alone, said))


def settled(row: RegistrationCase) -> Settled:
    """What was answered."""
    said = row.answer
    return Settled(
        said.get("members", ""),
        Fate(said["fate"]) if said.get("fate") else None,
        said.get("onward_id"),
        said.get("reason", ""),
        said.get("document", ""),
    )


def carry_on(actor: Actor, left: Sequence[Left], said: Settled, day: date) -> None:
    """Party organizations that stay are attached to, or led by, the organization named. Inside
    the command, before the end."""
    if said.onward_id is None:
        return
    for each in left:
        stays = not each.alone or said.fate is Fate.ATTACH
        why = Why(day, f"原覆盖组织注销：{said.reason}"[:300], said.document)
        if stays and said.onward_id not in beyond.linked(each.party_id, day):
            found = cover.check_party(actor, each.party_id, day)
            cause = because(actor, "登记覆盖组织", why, found)
            cover.begin(actor, (found.id, found.name), [said.onward_id], cause, day)
        if stays and each.lead:
            values = {"lead_organization_id": said.onward_id}
            commands.restate_profile(actor, each.party_id, values, why)


def part(
    actor: Actor, organization_id: int, left: Sequence[Left], said: Settled, day: date
) -> None:
    """Links, instructors and mass organizations end with it; so do Party organizations by choice."""
    why = Why(day, f"社会组织注销：{said.reason}"[:300], said.document)
    parting.part(actor, organization_id, why)
    if said.fate is not Fate.WIND_UP:
        return
    for each in left:
        if each.alone:
            decided = Decided(day, said.members or "没有党员", said.document, said.reason)
            alongside.dissolve(actor, each.party_id, decided)
