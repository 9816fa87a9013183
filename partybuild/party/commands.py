"""Changing Party organizations: founding, profile, dissolution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import FOREVER, db
from partybuild.db.work import OutOfReach, audit_detail, current_work, needs
from partybuild.facts.commands import known
from partybuild.facts.histories import Change
from partybuild.facts.rules import Row
from partybuild.organizations.models import Organization
from partybuild.organizations.subject import shown
from partybuild.party import beyond, cover, ending, founding_rules, rules, writing
from partybuild.party.kinds import PartyKind
from partybuild.party.models import (
    PartyOrganization,
    PartyProfile,
)
from partybuild.party.subject import LABELS
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell
from partybuild.regions.queries import first_day, named, region
from partybuild.rules import RuleBroken

KEEP = Permission.PARTY_KEEP
REFERS = {"parent_id": "parent", "region_id": "region", "lead_organization_id": "lead_organization"}


@dataclass(frozen=True, slots=True)
class Founding:
    """A new Party organization; `profile` holds every value of PartyProfile."""

    founded_on: date
    profile: Mapping[str, Any]
    secretary: Mapping[str, Any] = field(default_factory=dict)
    secretary_from: date | None = None
    started_on: date | None = None
    last_day: date | None = None
    headcount: Mapping[str, Any] = field(default_factory=dict)
    organizations: Sequence[int] = ()
    reason: str = ""


@needs(KEEP, "设立党组织")
def found(actor: Actor, founding: Founding) -> int:
    """Enter a Party organization and what it covers from its founding; its id."""
    return set_up(actor, founding)


def set_up(actor: Actor, founding: Founding) -> int:
    """As `found`, inside the command of another process; its id."""
    profile, day = founding.profile, founding.founded_on
    _check_superior(actor, None, profile["kind"], profile["parent_id"], day)
    rules.check_seats(profile["has_committee"], profile["seats_due"], profile["seats_filled"])
    unit = _unit_of(actor, profile)
    founding_rules.check_approval(day, profile["approved_on"], first_day(region(unit)))
    stated = Why(day, founding.reason, profile["approval_number"])
    why = because(actor, "设立党组织", stated, (unit, profile["parent_id"]))
    new = writing.NewParty(
        code=writing.next_codes(1)[0],
        founded_on=day,
        profile=profile,
        unit_id=unit,
        secretary=_first_secretary(founding),
        term=_first_term(founding),
        headcount=founding.headcount,
    )
    number = writing.add(actor, [new], why)[0]
    audit_detail(object=("party", number), name=profile["name"], day=day.isoformat())
    if founding.organizations:
        rules.check_may_cover(profile["kind"])
        cover.begin(actor, (number, profile["name"]), founding.organizations, why, day)
    return number


def _unit_of(actor: Actor, profile: Mapping[str, Any]) -> int:
    """Where it counts: with its lead organization, else its 区划, else with its superior."""
    for model, key in ((Organization, "lead_organization_id"), (PartyOrganization, "parent_id")):
        if model is PartyOrganization and profile["region_id"] is not None:
            return int(profile["region_id"])
        if profile[key] is not None:
            found = db.session.scalar(
                visible(actor, model, model.unit_id).where(model.id == profile[key])
            )
            if found is None:
                raise OutOfReach
            return int(found)
    raise RuleBroken("请选择区划、牵头单位或上级党组织之一，以确定在哪里统计。")


def _first_secretary(founding: Founding) -> tuple[Mapping[str, Any], date, date] | None:
    if not founding.secretary:
        return None
    first = founding.secretary_from or founding.founded_on
    rules.check_span(founding.founded_on, first)
    return founding.secretary, first, FOREVER


def _first_term(founding: Founding) -> dict[str, Any]:
    started = founding.started_on or founding.founded_on
    last = founding.last_day or rules.last_day_of_term(founding.profile["kind"], started)
    if last is None:
        return {}
    rules.check_term(started, last)
    return {"started_on": started, "last_day": last, "extended_to": None, "document": ""}


def _check_superior(
    actor: Actor, number: int | None, kind: PartyKind, parent_id: int | None, day: date
) -> None:
    """RuleBroken unless the superior may stand above from `day` on; OutOfReach when not seen."""
    if parent_id is None:
        return
    parent = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == parent_id)
    ).one_or_none()
    if parent is None:
        raise OutOfReach
    rules.check_kind_below(kind, parent.kind)
    rules.check_exists(parent.name, parent.founded_on, parent.dissolved_on, day)
    if number is not None:
        rules.check_no_loop(number, beyond.superiors(parent_id, day))


@needs(KEEP, "变更党组织")
def change_profile(
    actor: Actor, number: int, version: int, values: Mapping[str, Any], why: Why
) -> None:
    """What differs from today's profile holds from a day on; the history names before and after."""
    restate_profile(actor, number, values, why, version)


def restate_profile(
    actor: Actor, number: int, values: Mapping[str, Any], why: Why, version: int | None = None
) -> None:
    """As `change_profile`, inside the command of another process."""
    row = opened(actor, number, version)
    rules.check_exists(row.name, row.founded_on, row.dissolved_on, why.day)
    lines = sorted(known(PartyProfile, [(number,)])[(number,)], key=lambda each: each.valid_from)
    different = {key: v for key, v in values.items() if lines[-1].values[key] != v}
    if not different:
        raise RuleBroken("没有改动任何内容，请修改后再保存。")
    after = {**lines[-1].values, **different}
    _check_change(actor, number, different, after, why.day)
    if different.get("approved_on"):
        first = first_day(region(row.unit_id))
        founding_rules.check_approval(row.founded_on, after["approved_on"], first)
    cause = because(actor, "变更党组织", why, row)
    end = row.dissolved_on or FOREVER
    before = next(line for line in lines if line.valid_from <= why.day < line.valid_to)
    tell(
        actor,
        [Told(PartyProfile, (number,), different, why.day, end)],
        cause,
        Lines(why.day, {number: _differences(before, different)}),
    )
    if different.keys() & REFERS.keys():
        # Paths and places of all that stand below follow.
        current_work().touch(why.day, party=beyond.under_it(row))
    audit_detail(object=("party", number), fields=sorted(different), reason=why.reason)


def _check_change(
    actor: Actor,
    number: int,
    different: Mapping[str, Any],
    after: Mapping[str, Any],
    day: date,
) -> None:
    rules.check_seats(after["has_committee"], after["seats_due"], after["seats_filled"])
    if "parent_id" in different:
        _check_superior(actor, number, after["kind"], after["parent_id"], day)
    if "kind" not in different:
        return
    kinds = db.session.execute(
        visible(actor, PartyOrganization, PartyOrganization.kind).where(
            PartyOrganization.parent_id == number, PartyOrganization.dissolved_on.is_(None)
        )
    )
    for (kind,) in kinds:
        rules.check_kind_below(kind, after["kind"])
    if beyond.linked(number, day):
        rules.check_may_cover(after["kind"])


def _differences(before: Row, different: Mapping[str, Any]) -> list[Change]:
    found = []
    for key, value in different.items():
        was = before.values[key]
        if key in REFERS:
            names = _names_of(key, (was, value))
            found.append(changed(LABELS[REFERS[key]], names.get(was, ""), names.get(value, "")))
        else:
            found.append(changed(LABELS[key], shown(key, was), shown(key, value)))
    return found


def _names_of(key: str, ids: Sequence[int | None]) -> Mapping[int, str]:
    if key == "parent_id":
        return beyond.party_names(ids)
    if key == "lead_organization_id":
        return beyond.organization_names(ids)
    return {n: region.name for n, region in named([i for i in ids if i is not None]).items()}


@needs(KEEP, "撤销党组织")
def dissolve(actor: Actor, number: int, version: int, why: Why, *, ended_too: bool) -> None:
    """From a day on it exists no more; with `ended_too` its links end the same day.

    Secretary, term and members end with it. RuleBroken while it leads Party organizations, or
    covers organizations that are not to end with it.
    """
    ending.wind_up(actor, number, why, version, ended_too=ended_too)
