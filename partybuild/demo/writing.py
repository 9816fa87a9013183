"""Entering a draft into the database, set-based, one transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.db.work import audit_detail, current_work, needs
from partybuild.demo.draft import Draft, Group, Setting
from partybuild.demo.life import year_of
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, record
from partybuild.organizations import writing as organizations
from partybuild.organizations.models import Headcount, OrganizationProfile
from partybuild.organizations.subject import ORGANIZATION
from partybuild.party import writing as party
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    OrganizationLife,
    PartyHeadcount,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.subject import PARTY
from partybuild.party.writing import NewParty

OPENING = Because("期初导入", document="演示数据")
_POSTS = (("secretaries", PartySecretary), ("terms", PartyTerm), ("headcounts", PartyHeadcount))


@needs(Permission.PARTY_KEEP, "建立演示党组织树")
def enter_bodies(actor: Actor, new: Sequence[NewParty]) -> list[int]:
    """The leading bodies are in the tree; their ids in the order given."""
    ids = party.add(actor, new, OPENING)
    audit_detail(party_organizations=len(ids))
    return ids


@needs(Permission.IMPORTS_MAKE, "建立演示数据")
def enter(actor: Actor, setting: Setting, draft: Draft) -> None:
    """Everything in the draft is in the database, as known from this change on."""
    ids = organizations.add(actor, draft.organizations, OPENING)
    parties = party.add(actor, [_with_lead(group, ids) for group in draft.groups], OPENING)
    with system("建立演示数据"):
        _facts_of_organizations(actor, draft, ids)
        _cover(draft, ids, parties)
        _facts_of_parties(actor, draft, parties)
        _life(setting, draft, parties, actor)
    audit_detail(organizations=len(ids), party_organizations=len(parties))


def _with_lead(group: Group, ids: Sequence[int]) -> NewParty:
    lead = None if group.lead is None else ids[group.lead]
    profile = {**group.party.profile, "lead_organization_id": lead}
    new = group.party
    return NewParty(new.code, new.founded_on, profile, new.unit_id, dissolved_on=new.dissolved_on)


def _facts_of_organizations(actor: Actor, draft: Draft, ids: Sequence[int]) -> None:
    for model, lines in (
        (Headcount, draft.headcounts),
        (OrganizationProfile, draft.profiles),
    ):
        put(
            model,
            [
                Statement((ids[n],), line.values, line.valid_from, line.valid_to)
                for n, line in lines
            ],
        )
    renamed = [(n, line) for n, line in draft.profiles if "name" in line.values]
    record(
        actor,
        ORGANIZATION,
        Because("变更登记", document="演示数据"),
        [
            (
                ids[number],
                line.valid_from,
                [
                    {
                        "label": ORGANIZATION.labels["name"],
                        "before": str(draft.organizations[number].profile["name"]),
                        "after": str(line.values["name"]),
                    }
                ],
            )
            for number, line in renamed
        ],
    )


def _cover(draft: Draft, ids: Sequence[int], parties: Sequence[int]) -> None:
    put(
        CoverageLink,
        [
            Statement((ids[n], number), {"inferred": False}, start, end)
            for number, group in zip(parties, draft.groups, strict=True)
            for n, start, end in group.links
        ],
    )
    put(
        InstructorAssignment,
        [
            Statement(
                (ids[one.organization], one.kind, _key(one)),
                {"name": one.name, "workplace": one.workplace, "telephone": one.telephone},
                *one.days,
            )
            for one in draft.assignments
        ],
    )
    put(
        MassCover,
        [Statement((ids[n], kind), {"present": True}, day) for n, kind, day in draft.mass],
    )


def _key(one: Any) -> str:
    return party.person_key(one.name, one.workplace, one.telephone)


def _facts_of_parties(actor: Actor, draft: Draft, parties: Sequence[int]) -> None:
    pairs = list(zip(parties, draft.groups, strict=True))
    for name, model in _POSTS:
        put(
            model,
            [
                Statement((number,), line.values, line.valid_from, line.valid_to)
                for number, group in pairs
                for line in getattr(group, name)
            ],
        )
    for reason in sorted({group.dissolved_because for group in draft.groups} - {""}):
        because = Because("撤销党组织", reason=reason, document="演示数据")
        record(actor, PARTY, because, [_dissolved(n, g) for n, g in pairs if _is(g, reason)])


def _is(group: Group, reason: str) -> bool:
    return group.dissolved_because == reason


def _dissolved(number: int, group: Group) -> tuple[int, Any, list[dict[str, str]]]:
    day = group.party.dissolved_on
    return number, day, [{"label": "撤销日期", "before": "—", "after": str(day)}]


def _life(setting: Setting, draft: Draft, parties: Sequence[int], actor: Actor) -> None:
    change = current_work().change
    rows = [
        {
            "party_organization_id": number,
            **meeting,
            "recorded_by": actor.label,
            "known_from": change,
            "known_to": OPEN,
        }
        for number, group in zip(parties, draft.groups, strict=True)
        for meeting in year_of(setting, group)
    ]
    if rows:
        table: Any = OrganizationLife.__table__
        db.session.execute(insert(table), rows)
