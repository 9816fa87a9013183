"""争创双强: Party building and development judged side by side, with the lists 双强 and 典型示范."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.inspections.models import Inspection
from partybuild.organizations.models import Headcount
from partybuild.party import beyond
from partybuild.party.models import PartyHeadcount
from partybuild.ratings.kinds import HonourKind, Stage, Strength
from partybuild.ratings.models import Assessment
from partybuild.ratings.queries import assessment
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.stars.models import Honour
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken

MANAGE = Permission.RATINGS_MANAGE


@dataclass(frozen=True, slots=True)
class Judged:
    """The two sides, each with how strong it is and on what that rests."""

    kind: HonourKind
    building: Strength
    building_words: str
    development: Strength
    development_words: str


@dataclass(frozen=True, slots=True)
class Growth:
    """A count on two days; None where nobody has counted."""

    before: int | None
    now: int | None

    @property
    def words(self) -> str:
        """12 → 15（＋3）."""
        if self.before is None or self.now is None:
            return "—" if self.now is None else f"{self.now}（上年同期没有登记）"
        return f"{self.before} → {self.now}（{self.now - self.before:+d}）"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says beside the judgement."""

    inspections: Sequence[tuple[int, str]]
    staff: Growth
    members: Growth


@dataclass(frozen=True, slots=True)
class Line:
    """One honour with the name and the rating of its Party organization."""

    row: Honour
    party: str
    organization: str
    rated: Assessment | None


@needs(MANAGE, "推荐双强")
def propose(actor: Actor, assessment_id: int, said: Judged) -> int:
    """A rated Party organization is proposed for one of the lists; the honour's id.

    RuleBroken before its star is decided, for 双强 unless both sides are strong; Stale where it
    stands on that list already.
    """
    held = assessment(actor, assessment_id)
    own_round(actor, held.round_id)
    if held.stage is not Stage.DECIDED:
        raise RuleBroken("星级公布之后才能推荐双强或典型示范。")
    if said.kind is HonourKind.DOUBLE and {said.building, said.development} != {Strength.STRONG}:
        raise RuleBroken("双强党组织须党建强、发展强两方面都为“强”。")
    if any(each.kind is said.kind for each in _standing(actor, held)):
        raise Stale(f"它已在本轮{said.kind.label}名单中，请刷新后核对。")
    row = Honour(round_id=held.round_id, kind=said.kind, **copied(held))
    row.organization_id = held.organization_id
    row.party_organization_id = held.party_organization_id
    row.building, row.building_words = said.building, said.building_words.strip()[:1000]
    row.development = said.development
    row.development_words = said.development_words.strip()[:1000]
    row.proposed_on, row.proposed_by = clock.today(), actor.label
    db.session.add(row)
    db.session.flush()
    audit_detail(object=("rating_honour", row.id), kind=said.kind.value)
    return row.id


@needs(MANAGE, "命名双强")
def decide(actor: Actor, honour_id: int, document: str) -> None:
    """The honour is named by this document; Stale where it was decided or withdrawn."""
    row = _own(actor, honour_id)
    if not document.strip():
        raise RuleBroken("请填写命名文件的文号。")
    if row.decided_on is not None or row.withdrawn_on is not None:
        raise Stale("这一条已经命名或撤销，请刷新页面看最新情况。")
    row.decided_on, row.decided_by = clock.today(), actor.label
    row.document = document.strip()[:120]
    audit_detail(object=("rating_honour", row.id), document=row.document)
    db.session.flush()


@needs(MANAGE, "撤销双强")
def withdraw(actor: Actor, honour_id: int, reason: str) -> None:
    """The honour, or the proposal, no longer stands, with the reason; its line stays."""
    row = _own(actor, honour_id)
    if not reason.strip():
        raise RuleBroken("请写明撤销的理由。")
    if row.withdrawn_on is not None:
        raise Stale(f"已于 {row.withdrawn_on:%Y-%m-%d} 撤销。")
    row.withdrawn_on, row.withdrawn_reason = clock.today(), reason.strip()[:500]
    audit_detail(object=("rating_honour", row.id), reason=reason)
    db.session.flush()


def listed(actor: Actor, round_id: int) -> list[Line]:
    """Every honour of a round in reach, 双强 first; proposals only for officers of ratings."""
    query = visible(actor, Honour).where(Honour.round_id == round_id)
    if not actor.may(MANAGE):
        query = query.where(Honour.decided_on.is_not(None))
    rows = db.session.scalars(query.order_by(Honour.kind, Honour.id)).all()
    parties = [row.party_organization_id for row in rows]
    names = beyond.party_names(parties)
    organizations = beyond.organization_names([row.organization_id for row in rows])
    rated = visible(actor, Assessment).where(
        Assessment.round_id == round_id, Assessment.party_organization_id.in_(parties)
    )
    by_party = {each.party_organization_id: each for each in db.session.scalars(rated)}
    return [
        Line(
            row,
            names.get(row.party_organization_id or 0, "—"),
            organizations.get(row.organization_id or 0, "—"),
            by_party.get(row.party_organization_id),
        )
        for row in rows
    ]


def facts(actor: Actor, held: Assessment, day: date) -> Facts:
    """Inspections of the lead organization, growth of its staff and of the branch's members."""
    year = date(day.year - 1, day.month, min(day.day, 28))
    query = visible(actor, Inspection, Inspection.year, Inspection.conclusion).where(
        Inspection.organization_id == held.organization_id,
        Inspection.conclusion.is_not(None),
        Inspection.published_on.is_not(None) | Inspection.history,
    )
    found = db.session.execute(query.order_by(Inspection.year.desc()).limit(3)).all()
    staff = [
        _count(actor, Headcount, held.organization_id, each, Headcount.staff)
        for each in (year, day)
    ]
    members = [_members(actor, held.party_organization_id, each) for each in (year, day)]
    return Facts(
        [(row.year, row.conclusion.label) for row in found], Growth(*staff), Growth(*members)
    )


def _count(actor: Actor, model: Any, number: int | None, day: date, *columns: Any) -> Any:
    query = visible(actor, model, *columns).where(
        getattr(model, model.KEY[0]) == number,
        model.known_to == OPEN,
        model.valid_from <= day,
        model.valid_to > day,
    )
    found = db.session.execute(query).one_or_none()
    return None if found is None else found[0] if len(columns) == 1 else found


def _members(actor: Actor, party_id: int | None, day: date) -> int | None:
    columns = (PartyHeadcount.full, PartyHeadcount.probationary)
    found = _count(actor, PartyHeadcount, party_id, day, *columns)
    return None if found is None else (found[0] or 0) + (found[1] or 0)


def _standing(actor: Actor, held: Assessment) -> Sequence[Honour]:
    query = visible(actor, Honour).where(
        Honour.round_id == held.round_id,
        Honour.party_organization_id == held.party_organization_id,
        Honour.withdrawn_on.is_(None),
    )
    return db.session.scalars(query).all()


def honour(actor: Actor, honour_id: int) -> Honour:
    """One honour in reach; OutOfReach otherwise."""
    found: Honour | None = db.session.scalars(
        visible(actor, Honour).where(Honour.id == honour_id)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _own(actor: Actor, honour_id: int) -> Honour:
    row = honour(actor, honour_id)
    own_round(actor, row.round_id)
    return row
