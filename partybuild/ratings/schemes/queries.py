"""Which schemes there are, and what a version says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.policies import queries as policies
from partybuild.policies.models import Policy
from partybuild.ratings.schemes.content import KIND, to_scheme
from partybuild.ratings.schemes.rules import Scheme

KEPT = "partybuild_rating_schemes"


@dataclass(frozen=True, slots=True)
class Version:
    """One version as lists and pages show it."""

    policy: Policy
    scheme: Scheme
    standing: str
    """草稿, 现行, 未生效 or 已被替代."""
    may_edit: bool
    """A draft of the actor's own, to be edited and published."""
    until: date | None = None
    """The day from which a later version holds."""


def owner_of(actor: Actor) -> str:
    """The place whose schemes an actor drafts: its unit, else its body; blank: everywhere."""
    reach = actor.reach
    if reach.unit:
        return f"unit:{reach.unit.id}"
    return f"body:{reach.body.id}" if reach.body else ""


def scheme(policy_id: int) -> Scheme:
    """What one version says, read once a session; OutOfReach where there is none."""
    kept: dict[int, tuple[object, Scheme]] = db.session().info.setdefault(KEPT, {})
    content = policy(policy_id).content
    if policy_id not in kept or kept[policy_id][0] is not content:
        kept[policy_id] = (content, _read(json.dumps(content, ensure_ascii=False)))
    return kept[policy_id][1]


@lru_cache(maxsize=64)
def _read(text: str) -> Scheme:
    """The scheme that a text says: built once for all who read it, as nobody changes it."""
    return to_scheme(json.loads(text))


def policy(policy_id: int) -> Policy:
    """The row of one version; OutOfReach where there is none of this kind."""
    found = db.session.get(Policy, policy_id)
    if found is None or found.kind != KIND:
        raise OutOfReach
    return found


def published(day: date) -> Sequence[Policy]:
    """Of every scheme the published version that holds on `day`."""
    return policies.holding(KIND, day)


def drafts(actor: Actor) -> Sequence[Policy]:
    """The drafts of the actor's own place, by name."""
    query = select(Policy).where(Policy.kind == KIND, Policy.state == "draft").order_by(Policy.name)
    return [each for each in db.session.scalars(query) if _own(actor, each)]


def _own(actor: Actor, each: Policy) -> bool:
    return actor.reach.everything or each.content.get("owner", "") == owner_of(actor)


def own_draft(actor: Actor, policy_id: int) -> Policy:
    """A draft that this actor may change; OutOfReach for anything else."""
    found = policy(policy_id)
    if found.state != "draft" or not _own(actor, found):
        raise OutOfReach
    return found


def readable(actor: Actor, policy_id: int, today: date) -> Version:
    """A published version, or a draft of the actor's own place."""
    found = policy(policy_id)
    if found.state == "draft" and not _own(actor, found):
        raise OutOfReach
    return _version(actor, found, _first_days(), today)


def listed(actor: Actor, today: date) -> Sequence[Version]:
    """Every version the actor may read, newest first within a scheme, own drafts on top."""
    days = _first_days()
    own = [_version(actor, each, days, today) for each in drafts(actor)]
    said = [each for each in policies.versions(KIND) if each.state != "draft"]
    return [*own, *(_version(actor, each, days, today) for each in said)]


def next_version(name: str) -> int:
    """The number of the next version of a scheme."""
    query = select(Policy.version).where(Policy.kind == KIND, Policy.name == name)
    return max([*db.session.scalars(query)], default=0) + 1


def last_day_of(name: str) -> date | None:
    """The first day of the latest published version of a scheme, if it has one."""
    days = _first_days().get(name)
    return days[-1][0] if days else None


def names() -> set[str]:
    """The names in use."""
    return set(db.session.scalars(select(Policy.name).where(Policy.kind == KIND)))


def seal(content: Mapping[str, Any]) -> str:
    """A short word for exactly this content: whoever edits says what they saw."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _first_days() -> Mapping[str, list[tuple[date, int]]]:
    """The first day and number of each published version, by name, in order."""
    query = select(Policy.name, Policy.valid_from, Policy.version).where(
        Policy.kind == KIND, Policy.state != "draft"
    )
    found: dict[str, list[tuple[date, int]]] = {}
    for name, day, number in db.session.execute(query):
        found.setdefault(name, []).append((day, number))
    return {name: sorted(days) for name, days in found.items()}


def _version(
    actor: Actor, each: Policy, days: Mapping[str, list[tuple[date, int]]], today: date
) -> Version:
    if each.state == "draft":
        return Version(each, scheme(each.id), "草稿", may_edit=True)
    here = (each.valid_from, each.version)
    until = next((day for day, number in days[each.name] if (day, number) > here), None)
    standing = "未生效" if each.valid_from > today else "现行"
    if until is not None and until <= today:
        standing = "已被替代"
    return Version(each, scheme(each.id), standing, may_edit=False, until=until)
