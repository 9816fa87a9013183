"""Entering a new organization by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import audit_detail, needs
from partybuild.facts.histories import Because
from partybuild.organizations import codes, numbering, places, rules, writing
from partybuild.organizations.keeping import KEEP, marked
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import RegisterLevel
from partybuild.organizations.writing import NewOrganization
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Entry:
    """A filled-in registration form; `region`, `unit` and `body` are words."""

    number: str
    profile: Mapping[str, Any]
    """Values of OrganizationProfile but region, unit and body."""
    region: str
    unit: str = ""
    body: str = ""
    headcount: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, Any] = field(default_factory=dict)
    board: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    document: str = ""
    accepted: str = ""


@needs(KEEP, "登记入册")
def register(actor: Actor, entry: Entry) -> int:
    """Enter an organization; its id. As `enter`."""
    return enter(actor, entry)


def enter(actor: Actor, entry: Entry) -> int:
    """Enter an organization, inside a command; its id.

    Raises RuleBroken, or OutOfReach for a unit not in reach.
    """
    profile = dict(entry.profile)
    kind: OrganizationKind = profile["kind"]
    rules.check_way(kind, profile["registration_way"])
    rules.check_registration(profile["registered_on"], None, clock.today())
    if entry.board:
        rules.check_terms(entry.board["elected_on"], entry.board["last_day"])
    where = places.place(actor, entry.region)
    unit = _unit(actor, entry, RegisterLevel(profile["level"]), where)
    body_id, body_name = places.body(actor, entry.body)
    mark = marked(actor, unit.id, body_id, entry.reason)
    number = _number(actor, entry, kind, unit)
    profile |= {
        "region_id": where.id,
        "unit_id": unit.id,
        "body_id": body_id,
        "body_name": body_name,
    }
    reason = "；".join(text for text in (entry.reason, entry.accepted) if text)
    new = NewOrganization(
        code=number if kind.registered else None,
        filing_number=None if kind.registered else number,
        profile=profile,
        headcount=_known(entry.headcount),
        contact=_known(entry.contact),
        board=_known(entry.board),
        plan=_known(entry.plan),
    )
    because = Because("登记入册" if kind.registered else "备案入册", reason, entry.document, mark)
    (organization_id,) = writing.add(actor, [new], because)
    audit_detail(
        object=("organization", organization_id),
        name=profile["name"],
        number=number,
        unit=unit.code,
        reason=reason,
        mark=mark,
    )
    return organization_id


def _unit(actor: Actor, entry: Entry, level: RegisterLevel, where: Region) -> Region:
    """The unit asked for, which wants a reason unless the level says the same; else the default."""
    if not entry.unit.strip():
        return places.default(actor, level, where)
    asked = places.unit(actor, entry.unit)
    if asked.id != rules.default_unit(level, places.lineage(where)) and not entry.reason.strip():
        raise RuleBroken("统计归属与登记层级、住所所在推定的不同，请在“理由”中说明。")
    return asked


def _number(actor: Actor, entry: Entry, kind: OrganizationKind, unit: Region) -> str:
    number = codes.clean(entry.number)
    if not kind.registered:
        numbering.check_filed_name(actor, entry.profile["name"], unit.id)
        if not number:
            return writing.next_filing_numbers(unit.code, 1)[0]
    elif not number:
        raise RuleBroken("请填写登记证书上的统一社会信用代码（18 位）。")
    numbering.check(actor, kind, number, entry.accepted)
    return number


def _known(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values, or nothing where none of them was filled in."""
    return values if any(value not in (None, "") for value in values.values()) else {}
