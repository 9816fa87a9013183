"""Entering and striking out organization life."""

from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Span
from partybuild.access.scope import visible, writable
from partybuild.db import OPEN, db
from partybuild.db.work import NotPermitted, OutOfReach, audit_detail, bulk, current_work, needs
from partybuild.facts.histories import Because, record
from partybuild.party import life_rules, rules
from partybuild.party.kinds import LifeKind
from partybuild.party.models import CoverageLink, OrganizationLife, PartyOrganization
from partybuild.party.subject import PARTY
from partybuild.party.telling import changed
from partybuild.rules import RuleBroken

RECORD = Permission.LIFE_RECORD


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting or lesson as it is entered; attendance as numbers, None where not counted."""

    kind: LifeKind
    held_on: date
    due: int | None = None
    attended: int | None = None
    topic: str = ""


@needs(RECORD, "登记组织生活")
def record_life(actor: Actor, number: int, held: Held) -> int:
    """One line of organization life; its id."""
    row = _own(actor, number)
    life_rules.check_life(held.held_on, held.due, held.attended, clock.today(), row.founded_on)
    rules.check_exists(row.name, row.founded_on, row.dissolved_on, held.held_on)
    _refuse_double(actor, number, held)
    life = OrganizationLife(
        party_organization_id=number,
        held_on=held.held_on,
        kind=held.kind,
        due=held.due,
        attended=held.attended,
        topic=held.topic.strip(),
        recorded_by=actor.label,
        known_from=current_work().change,
    )
    db.session.add(life)
    db.session.flush()
    audit_detail(object=("party", number), kind=held.kind.value, day=held.held_on.isoformat())
    return life.id


def _own(actor: Actor, number: int) -> PartyOrganization:
    """The Party organization, which for a secretary must cover an organization of theirs today."""
    row: PartyOrganization | None = db.session.scalars(
        writable(actor, PartyOrganization).where(PartyOrganization.id == number)
    ).one_or_none()
    if row is None:
        raise OutOfReach
    if actor.span(RECORD) is Span.SELF:
        today = clock.today()
        live = db.session.scalar(
            visible(actor, CoverageLink, CoverageLink.id)
            .where(
                CoverageLink.party_organization_id == number,
                CoverageLink.organization_id.in_(sorted(actor.reach.organization_ids)),
                CoverageLink.known_to == OPEN,
                CoverageLink.valid_from <= today,
                CoverageLink.valid_to > today,
            )
            .limit(1)
        )
        if live is None:
            raise NotPermitted("这个党组织现在不覆盖您所在的组织，不能登记它的组织生活。")
    return row


def _refuse_double(actor: Actor, number: int, held: Held) -> None:
    same = db.session.scalar(
        visible(actor, OrganizationLife, OrganizationLife.id)
        .where(
            OrganizationLife.party_organization_id == number,
            OrganizationLife.kind == held.kind,
            OrganizationLife.held_on == held.held_on,
            OrganizationLife.topic == held.topic.strip(),
            OrganizationLife.known_to == OPEN,
        )
        .limit(1)
    )
    if same is not None:
        raise RuleBroken(
            f"{held.held_on:%Y-%m-%d} 的{held.kind.label}已经登记过；"
            "同一天开展多次时请填写不同主题。"
        )


@needs(RECORD, "划去组织生活")
def strike_life(actor: Actor, life_id: int, reason: str) -> int:
    """A line no longer counts, its history says why; the Party organization's id."""
    life = db.session.scalars(
        writable(actor, OrganizationLife).where(OrganizationLife.id == life_id)
    ).one_or_none()
    if life is None:
        raise OutOfReach
    row = _own(actor, life.party_organization_id)
    if not reason.strip():
        raise RuleBroken("请写明划去的原因。")
    if life.known_to != OPEN:
        raise RuleBroken("这一条已经划去。")
    life.known_to = current_work().change
    words = f"{life.held_on:%Y-%m-%d} {life.kind.label} {life.topic}".strip()
    with bulk(actor, PartyOrganization, {row.id}):
        record(
            actor,
            PARTY,
            Because("划去组织生活", reason.strip()),
            [(row.id, life.held_on, [changed("组织生活", words, "划去")])],
        )
    audit_detail(object=("party", row.id), line=words, reason=reason.strip())
    return row.id
