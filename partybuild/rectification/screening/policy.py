"""The rules of screening as policy: shipped ones, and the versions of an area's own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.party.models import PartyOrganization
from partybuild.policies import queries as policies
from partybuild.policies.models import Policy
from partybuild.policies.seeding import Default
from partybuild.rectification.screening.defaults import SHIPPED
from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.rules import Rule, Rules
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

KIND, SYSTEM = "screening-rules", "system"
LABEL = "软弱涣散排查规则"


def to_content(rules: Rules) -> dict[str, Any]:
    """Plain data from which `to_rules` makes the same rules again."""
    lines = [asdict(each) | {"test": each.test.value} for each in rules.rules]
    return {"rules": lines, "new_months": rules.new_months}


def to_rules(content: Mapping[str, Any]) -> Rules:
    """The rules that a version says; RuleBroken where it is not of the shape of any."""
    try:
        lines = [Rule(**{**each, "test": Test(each["test"])}) for each in content["rules"]]
        return Rules(tuple(lines), int(content["new_months"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RuleBroken("这一版排查规则的内容无法读取，请重新发布。") from error


DEFAULT = Default(
    KIND,
    SYSTEM,
    LABEL,
    "系统随附；各条来源见规则表，期限和限值为样例，请按本地文件发布",
    to_content(SHIPPED),
)


@dataclass(frozen=True, slots=True)
class Held:
    """The rules that hold for a unit: the version and whose it is, None each as shipped."""

    id: int | None
    rules: Rules
    policy: Policy | None = None
    unit: Region | None = None

    @property
    def whose(self) -> str:
        """The area whose rules they are, and the version."""
        version = self.policy.version if self.policy else 1
        return f"{self.unit.name if self.unit else '系统随附'}第 {version} 版"


def name_of(unit_id: int) -> str:
    """The name of a unit's own rules."""
    return f"unit-{unit_id}"


def holding(unit: Region, day: date) -> Held:
    """The unit's own version of the day, else that of the nearest unit above, else as shipped."""
    held = {each.name: each for each in policies.holding(KIND, day)}
    for place in (unit, *reversed(regions.ancestors(unit))):
        found = held.get(name_of(place.id))
        if found is not None:
            return Held(found.id, to_rules(found.content), found, place)
    found = held.get(SYSTEM)
    return Held(found.id, to_rules(found.content), found) if found else Held(None, SHIPPED)


def version(policy_id: int | None) -> Rules:
    """What one version says, None as shipped; OutOfReach where there is none of this kind."""
    return SHIPPED if policy_id is None else to_rules(row(policy_id).content)


def row(policy_id: int) -> Policy:
    """The row of one version; OutOfReach where there is none of this kind."""
    found = db.session.get(Policy, policy_id)
    if found is None or found.kind != KIND:
        raise OutOfReach
    return found


def unit_of(actor: Actor) -> Region:
    """The person's own unit, whose rules and rounds are theirs; OutOfReach for others."""
    found = regions.top_of(actor)
    if found is None:
        raise OutOfReach
    return found


def own_versions(unit: Region) -> Sequence[Policy]:
    """The unit's own versions, the draft first, then newest first."""
    query = select(Policy).where(Policy.kind == KIND, Policy.name == name_of(unit.id))
    found = db.session.scalars(query.order_by(Policy.version.desc())).all()
    return sorted(found, key=lambda each: each.state != "draft")


def draft_of(unit: Region) -> Policy | None:
    """The unit's draft, if one stands."""
    found = own_versions(unit)
    return found[0] if found and found[0].state == "draft" else None


def today(actor: Actor) -> Held:
    """The rules that hold today for the person's own unit, or for the unit of their body."""
    return holding(_place_of(actor), clock.today())


def _place_of(actor: Actor) -> Region:
    found, body = regions.top_of(actor), actor.reach.body
    if found is not None or body is None:
        return found or unit_of(actor)
    row = PartyOrganization
    unit_id = db.session.scalar(visible(actor, row, row.unit_id).where(row.id == body.id))
    if unit_id is None:
        raise OutOfReach
    return regions.region(unit_id)


def demand_area(actor: Actor) -> None:
    """Screening is the office's: OutOfReach for those who have no area, as secretaries."""
    reach = actor.reach
    if reach.unit is None and reach.body is None and not reach.everything:
        raise OutOfReach
