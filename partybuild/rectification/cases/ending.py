"""撤销党组织, with where its members and organizations go; withdrawal of a mistaken finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.party import beyond, cover, ending
from partybuild.party.telling import Why, because, opened
from partybuild.rectification.cases import guards
from partybuild.rectification.cases.acting import Taken, kept, take
from partybuild.rectification.cases.queries import File, file_of
from partybuild.rectification.kinds import Outcome
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE
DISSOLVED = "软弱涣散整顿撤销"


@dataclass(frozen=True, slots=True)
class Dissolution:
    """The decision. `heirs`: each covered organization → the Party organization that covers it
    from that day on, None for none."""

    day: date
    document: str
    reason: str
    members: str
    """党员去向."""
    heirs: Mapping[int, int | None] = field(default_factory=dict)
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """An organization that the Party organization covers today."""

    id: int
    name: str
    others: Sequence[str] = ()
    """Names of the other Party organizations that cover it as well."""


def covered(actor: Actor, case_id: int, day: date | None = None) -> list[Covered]:
    """Those that a dissolution on `day` (today) must answer for, by id."""
    file = file_of(actor, case_id)
    if file.ended_on is not None:
        return []
    number, day = file.case.party_organization_id or 0, day or clock.today()
    names = beyond.organization_names(beyond.linked(number, day))
    return [Covered(each, names[each], _others(each, number, day)) for each in sorted(names)]


def _others(organization_id: int, number: int, day: date) -> list[str]:
    found = [each for each in beyond.covering(organization_id, day) if each != number]
    return list(beyond.party_names(found).values())


@needs(DECIDE, "整顿撤销党组织")
def dissolve(actor: Actor, case_id: int, version: int | None, said: Dissolution) -> WorkflowCase:
    """The Party organization has ended on the day, coverage is as said from that day on.

    RuleBroken where an organization is not answered for, a Party organization stands below it, the
    day is to come, or members' way is not said. One that has ended already is only recorded.
    """

    def effect(file: File) -> Mapping[str, Any]:
        row = file.row
        guards.check_said(党员去向=said.members, 撤销理由=said.reason, 批复文号=said.document)
        guards.check_past(said.day, row.found_on, clock.today(), "撤销日期")
        if file.ended_on is None:
            _wind_up(actor, file, said)
        row.members_to, row.outcome = said.members.strip(), Outcome.DISSOLVED
        row.outcome_on = file.ended_on or said.day
        kept(actor, file, "dissolution", said.papers)
        return {"members": row.members_to, "heirs": {str(k): v for k, v in said.heirs.items()}}

    day = file_of(actor, case_id).ended_on or said.day
    step = Taken(case_id, "dissolve", version, said.reason, said.document, day)
    return take(actor, step, effect)


def _wind_up(actor: Actor, file: File, said: Dissolution) -> None:
    """The Party organization ends; then each organization is covered by its heir from the day on."""
    number = file.case.party_organization_id or 0
    linked = beyond.linked(number, said.day)
    _check_answers(linked, said.heirs, number)
    reason = f"{DISSOLVED}：{said.reason.strip()}，党员去向：{said.members.strip()}"[:300]
    why = Why(said.day, reason, said.document)
    ending.wind_up(actor, number, why, ended_too=True)
    for heir in sorted({each for each in said.heirs.values() if each is not None}):
        party = cover.check_party(actor, heir, said.day)
        taken = [
            each
            for each, to in said.heirs.items()
            if to == heir and heir not in beyond.covering(each, said.day)
        ]
        if taken:
            opened(actor, heir)
            cause = because(actor, "登记覆盖组织", why, party)
            cover.begin(actor, (heir, party.name), taken, cause, said.day)


def _check_answers(linked: set[int], heirs: Mapping[int, int | None], number: int) -> None:
    missing = beyond.organization_names(linked - heirs.keys())
    if missing:
        named = "、".join(list(missing.values())[: guards.FEW])
        raise RuleBroken(f"请写明覆盖的每一家组织以后由哪个党组织覆盖：还缺{named}。")
    if heirs.keys() - linked:
        raise RuleBroken("名单里有本党组织没有覆盖的组织，请刷新后重新填写。")
    if number in heirs.values():
        raise RuleBroken("不能转由要撤销的党组织覆盖，请另选一个党组织。")


@needs(DECIDE, "撤回整顿认定")
def withdraw(actor: Actor, case_id: int, version: int | None, reason: str) -> WorkflowCase:
    """The finding was mistaken; nothing is held against the Party organization."""
    return take(actor, Taken(case_id, "withdraw", version, reason))
