"""Reading organizations: who they are, their facts on a day, their history."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from partybuild import clock
from partybuild.access.actor import Actor, Reach
from partybuild.access.permissions import GRANTS, Permission, Role
from partybuild.access.scope import visible
from partybuild.accounts.models import Appointment, User
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach
from partybuild.organizations import lists, rules
from partybuild.organizations.concerns import Concern, Situation, concerns
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import Cover, organization_ports
from partybuild.policies import queries as policies

_KEEPERS = [
    role
    for role, grants in GRANTS.items()
    if Permission.ORGANIZATIONS_KEEP in grants and role is not Role.COMMAND
]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known to have been true of one organization on a day; None where nothing is."""

    profile: OrganizationProfile | None
    standing: OrganizationStanding | None
    headcount: Headcount | None
    contact: OrganizationContact | None
    board: BoardTerm | None
    plan: BuildPlan | None


_MODELS: Mapping[str, Any] = {
    "profile": OrganizationProfile,
    "standing": OrganizationStanding,
    "headcount": Headcount,
    "contact": OrganizationContact,
    "board": BoardTerm,
    "plan": BuildPlan,
}


def close_up(actor: Actor, ids: Collection[int]) -> Actor:
    """The same person seeing nothing but those of these organizations that are in reach.

    Facts read for this actor cost the same in a street and in a nation; whoever reads several
    facts of the same organizations makes it once.
    """
    wanted = frozenset(ids)
    if actor.reach.everything or wanted <= actor.reach.organization_ids:
        return actor
    query = visible(actor, Organization, Organization.id)
    found = frozenset(db.session.scalars(query.where(Organization.id.in_(sorted(wanted)))))
    return replace(actor, reach=Reach(organization_ids=found, user_id=actor.reach.user_id))


def _of(actor: Actor, model: type[Any], ids: Collection[int], *columns: Any) -> Select[Any]:
    query = visible(close_up(actor, ids), model, *columns)
    return query.where(model.organization_id.in_(sorted(set(ids))))


def organization(actor: Actor, organization_id: int) -> Organization:
    """One organization in reach, else OutOfReach."""
    query = visible(actor, Organization).where(Organization.id == organization_id)
    found: Organization | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def organizations(actor: Actor, ids: Sequence[int]) -> Sequence[Organization]:
    """Organizations in reach by name; OutOfReach when one of the ids is not."""
    query = visible(actor, Organization).where(Organization.id.in_(sorted(set(ids))))
    found = db.session.scalars(query.order_by(Organization.sort_key, Organization.id)).all()
    if len(found) != len(set(ids)):
        raise OutOfReach
    return found


def facts_on(actor: Actor, ids: Sequence[int], day: date, *wanted: str) -> Mapping[int, Facts]:
    """Facts of the organizations in reach among `ids` at the end of `day`, as known now.

    Where some are `wanted` by name, only these are read; the others are None.
    """
    near = close_up(actor, ids)
    rows = {name: _rows_on(near, _MODELS[name], ids, day) for name in wanted or _MODELS}
    nothing: dict[str, Any] = dict.fromkeys(_MODELS)
    return {
        n: Facts(**{**nothing, **{name: found.get(n) for name, found in rows.items()}}) for n in ids
    }


def _rows_on(actor: Actor, model: Any, ids: Sequence[int], day: date) -> dict[int, Any]:
    query = _of(actor, model, ids).where(
        model.known_to == OPEN, model.valid_from <= day, model.valid_to > day
    )
    return {row.organization_id: row for row in db.session.scalars(query)}


def timeline(actor: Actor, model: type[Any], organization_id: int) -> Sequence[Any]:
    """The known rows of one dated model of an organization in reach, in order of days."""
    query = _of(actor, model, [organization_id]).where(model.known_to == OPEN)
    return db.session.scalars(query.order_by(model.valid_from)).all()


def life(actor: Actor, organization_id: int) -> tuple[date, date | None]:
    """Day of registration and first day after the end (None while it lives) as known now."""
    near = close_up(actor, [organization_id])
    return life_of(
        timeline(near, OrganizationProfile, organization_id),
        timeline(near, OrganizationStanding, organization_id),
    )


def life_of(
    profiles: Sequence[OrganizationProfile], standings: Sequence[OrganizationStanding]
) -> tuple[date, date | None]:
    """The same from time lines that have been read."""
    ended = [row.valid_from for row in standings if not row.state.living]
    return profiles[-1].registered_on, min(ended, default=None)


def history(
    actor: Actor, organization_id: int, limit: int | None = None
) -> Sequence[OrganizationEvent]:
    """The history of an organization in reach, what happened last first."""
    query = _of(actor, OrganizationEvent, [organization_id])
    newest = (OrganizationEvent.effective_on.desc(), OrganizationEvent.id.desc())
    return db.session.scalars(query.order_by(*newest).limit(limit)).all()


def latest_events(
    actor: Actor, ids: Sequence[int], most: int
) -> Mapping[int, Sequence[OrganizationEvent]]:
    """The last few history lines of each organization in reach among `ids`, newest first."""
    query = _of(actor, OrganizationEvent, ids)
    newest = (OrganizationEvent.effective_on.desc(), OrganizationEvent.id.desc())
    found: dict[int, list[OrganizationEvent]] = {number: [] for number in ids}
    for event in db.session.scalars(query.order_by(*newest)):
        if len(found[event.organization_id]) < most:
            found[event.organization_id].append(event)
    return found


def version(actor: Actor, organization_id: int) -> int:
    """The number of the last change of an organization in reach; a form carries it."""
    query = _of(actor, OrganizationEvent, [organization_id], OrganizationEvent.change)
    newest = query.order_by(OrganizationEvent.change.desc()).limit(1)
    return db.session.scalar(newest) or 0


def changes_since(actor: Actor, organization_id: int, number: int) -> Sequence[OrganizationEvent]:
    """History lines written after change `number`, oldest first."""
    query = _of(actor, OrganizationEvent, [organization_id]).where(
        OrganizationEvent.change > number
    )
    return db.session.scalars(query.order_by(OrganizationEvent.change)).all()


def kept_at(unit_id: int) -> bool:
    """Whether an active officer or registrar is appointed at this very unit today."""
    today = clock.today()
    query = (
        select(Appointment.id)
        .join(User, User.id == Appointment.user_id)
        .where(
            Appointment.region_id == unit_id,
            Appointment.role.in_(_KEEPERS),
            Appointment.valid_from <= today,
            Appointment.valid_to > today,
            User.disabled_on.is_(None) | (User.disabled_on > today),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def mark_of(actor: Actor, unit_id: int, body_id: int | None) -> str:
    """代填 or 上级更正 where a write of this person would be marked so, blank elsewhere."""
    return marks_of(actor)(unit_id, body_id)


def marks_of(actor: Actor) -> Callable[[int, int | None], str]:
    """`mark_of` for many: (unit id, body id) → mark; each unit is asked for once."""
    kept = cache(kept_at)

    def mark(unit_id: int, body_id: int | None) -> str:
        above = rules.stands_above(actor.reach, unit_id, body_id)
        return rules.mark_of(above, above and kept(unit_id))

    return mark


def words(name: str) -> tuple[str, ...]:
    """The published list `industries` or `no_party_reasons` of today; the shipped one before."""
    for policy in policies.holding(lists.KIND, clock.today()):
        if policy.name == name:
            return lists.items(policy.content)
    shipped = {default.name: default.content for default in lists.DEFAULTS}
    return lists.items(shipped[name])


def covers(actor: Actor, ids: Sequence[int]) -> Mapping[int, Cover]:
    """Cover of each organization today; 未覆盖 where there is none."""
    found = organization_ports.cover(actor, ids)
    return {number: found.get(number, Cover()) for number in ids}


def situation(subject: Organization, facts: Facts, cover: Cover) -> Situation:
    """The organization as its concerns see it, with its facts and cover of today."""
    profile, count, plan, board = facts.profile, facts.headcount, facts.plan, facts.board
    return Situation(
        kind=subject.kind,
        living=subject.state.living,
        code=subject.code,
        covered=cover.by_party,
        full=count.full if count else None,
        probationary=count.probationary if count else None,
        body_id=profile.body_id if profile else None,
        body_name=profile.body_name if profile else "",
        reason=plan.reason if plan else "",
        review_on=plan.review_on if plan else None,
        board_last_day=board.last_day if board else None,
    )


def concerns_of(subject: Organization, facts: Facts, cover: Cover) -> list[Concern]:
    """What calls for a next step today."""
    return concerns(situation(subject, facts, cover), clock.today())
