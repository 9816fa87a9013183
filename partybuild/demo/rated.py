"""Assessments of the demo world, set-based: answers, files, the scores of the tiers, the steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.ids import reserve
from partybuild.db.many import insert_many, ready
from partybuild.db.staging import change_many
from partybuild.db.work import audit_detail, bulk, current_work, needs
from partybuild.demo.marks import Mark, Marks, points
from partybuild.demo.photographs import Pictures
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import FileState
from partybuild.ratings import acting
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, RatingRound, Score
from partybuild.ratings.process import kind_of
from partybuild.ratings.rounds.chain import Seat, seats
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme, asked, score
from partybuild.regions import queries as regions
from partybuild.regions.placing import copied
from partybuild.workflow.many import Standing, Step, standings
from partybuild.workflow.models import WorkflowCase

_TOTAL = {
    Tier.SELF: "self_total",
    Tier.FIRST: "first_total",
    Tier.SECOND: "second_total",
    Tier.FINAL: "final_total",
}
_ASSESSMENT: Any = Assessment.__table__


@dataclass(slots=True)
class Entry:
    """One assessment that takes part, and what is to be written of it."""

    id: int
    case_id: int
    party_id: int
    organization_id: int | None
    category: str
    placing: Mapping[str, Any]
    chain: Sequence[Seat]
    rng: Random
    marks: dict[Tier, Marks] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    """By item the id of the file beside it."""

    @property
    def kind(self) -> str:
        """The process of its case."""
        return kind_of(len(self.chain))

    def carried(self, upto: Tier | None = None) -> dict[str, int]:
        """By item the latest points, up to a tier."""
        found: dict[str, int] = {}
        for tier, marks in self.marks.items():
            found.update(points(marks))
            if tier is upto:
                break
        return found

    def seat(self, tier: Tier) -> Seat:
        """The desk of one of its tiers."""
        return next(seat for seat in self.chain if seat.tier is tier)

    def after(self, tier: Tier) -> Seat | None:
        """The desk after that of `tier`; None where that was the last."""
        place = [seat.tier for seat in self.chain].index(tier)
        return self.chain[place + 1] if place + 1 < len(self.chain) else None


def entries(actor: Actor, row: RatingRound, scheme: Scheme, seed: int) -> list[Entry]:
    """Everybody taking part in a round, each with a chance of its own."""
    top = regions.region(row.unit_id)
    query = visible(actor, Assessment).where(
        Assessment.round_id == row.id, Assessment.left_out.is_(None)
    )
    found = []
    for each in db.session.scalars(query.order_by(Assessment.id)):
        place, party = copied(each), each.party_organization_id or 0
        chain = seats(scheme.chain, place, None, (top.id, top.level))  # type: ignore[arg-type]
        rng = Random(f"{seed}-{party}")
        own = (each.id, each.case_id or 0, party, each.organization_id, each.category)
        found.append(Entry(*own, place, chain, rng))
    return found


@needs(Permission.RATINGS_FILL, "建立演示自评")
def send(
    actor: Actor,
    row: RatingRound,
    found: Sequence[Entry],
    day: date,
    pictures: Pictures | None = None,
) -> None:
    """The self-assessments named lie at their first desks, with a file where an item asks for one."""
    scheme = schemes.scheme(row.scheme_id)
    with bulk(actor, WorkflowCase, [each.case_id for each in found]):
        if pictures is not None:
            _keep(actor, scheme, found, day, pictures)
        _score(actor, found, Tier.SELF, day)
        _update(scheme, found, Tier.SELF, sent_on=day, answered=len(asked(scheme, Tier.SELF)))
    for kind, seat, some in _alike(found, lambda each: each.chain[0]):
        assert seat is not None
        _act(actor, kind, some, Step("send", day), _lying(row, seat))
    audit_detail(assessments=len(found))


@needs(Permission.RATINGS_FILL, "建立演示自评草稿")
def begin(actor: Actor, found: Sequence[Entry], day: date) -> None:
    """Some items are answered, nothing is sent."""
    with bulk(actor, WorkflowCase, [each.case_id for each in found]):
        _score(actor, found, Tier.SELF, day)
        lines = [{"id": each.id, "answered": len(each.marks[Tier.SELF])} for each in found]
        change_many(ready(_ASSESSMENT, lines))
    audit_detail(assessments=len(found))


@needs(Permission.RATINGS_REVIEW, "建立演示评审")
def review(actor: Actor, row: RatingRound, found: Sequence[Entry], tier: Tier, day: date) -> None:
    """A tier is done for the assessments named: its scores stand, they lie at the next desk."""
    scheme = schemes.scheme(row.scheme_id)
    with bulk(actor, WorkflowCase, [each.case_id for each in found]):
        _score(actor, found, tier, day)
        _update(scheme, found, tier)
    for kind, seat, some in _alike(found, lambda each: each.after(tier)):
        moves = _lying(row, seat) if seat else {"due_on": None}
        _act(actor, kind, some, Step(f"pass_{tier.value}", day), moves)
    audit_detail(assessments=len(found), tier=tier.value)


def _act(
    actor: Actor, kind: str, found: Sequence[Entry], step: Step, moves: Mapping[str, Any]
) -> None:
    cases: dict[int, Standing] = standings(actor, [each.case_id for each in found])
    acting.act_many(actor, kind, [(cases[each.case_id], [step]) for each in found], moves)


def _lying(row: RatingRound, seat: Seat) -> dict[str, Any]:
    day = row.review_to.get(seat.tier.value)
    due = date.fromisoformat(day) if day else None
    return {"desk_unit_id": seat.unit_id, "desk_body_id": seat.body_id, "due_on": due}


def _alike(found: Sequence[Entry], seat: Any) -> list[tuple[str, Seat | None, list[Entry]]]:
    """Those of one process that go to one desk, together."""
    groups: dict[tuple[str, Seat | None], list[Entry]] = defaultdict(list)
    for each in found:
        groups[each.kind, seat(each)].append(each)
    return [(kind, where, some) for (kind, where), some in groups.items()]


def _update(scheme: Scheme, found: Sequence[Entry], tier: Tier, **values: Any) -> None:
    lines = [
        {"id": each.id, _TOTAL[tier]: score(scheme, each.carried(tier)).total, **values}
        for each in found
    ]
    change_many(ready(_ASSESSMENT, lines))


def _score(actor: Actor, found: Sequence[Entry], tier: Tier, day: date) -> None:
    at = datetime.combine(day, time(10, 20))
    rows = [
        _row(actor, each, tier, key, mark, at)
        for each in found
        for key, mark in each.marks[tier].items()
    ]
    insert_many(Score.__table__, rows)


def _row(
    actor: Actor, each: Entry, tier: Tier, key: str, mark: Mark, at: datetime
) -> dict[str, Any]:
    seen = tier is not Tier.SELF and key in each.files
    return {
        "case_id": each.case_id,
        "indicator": key,
        "tier": tier,
        "attempt": 1,
        "current": True,
        "points": mark.points,
        "options": list(mark.options),
        "deductions": [],
        "note": mark.note,
        "files": [[each.files[key], 1]] if seen else [],
        "known": False,
        "user_id": actor.user_id,
        "actor": _written(actor, tier),
        "at": at,
    }


def _written(actor: Actor, tier: Tier) -> str:
    """Who is named: those who have no account in the demo by their part."""
    if actor.user_id is not None:
        return actor.label
    return "党组织书记（演示）" if tier is Tier.SELF else f"{tier.label}人员（演示）"


def _keep(
    actor: Actor, scheme: Scheme, found: Sequence[Entry], day: date, pictures: Pictures
) -> None:
    """A picture lies beside every item that asks for one and has points."""
    wanted = [item.key for item in asked(scheme, Tier.SELF) if item.evidence]
    beside = [(each, key) for each in found for key in wanted if each.marks[Tier.SELF][key].points]
    ids = reserve(EvidenceFile, len(beside))
    at, change = datetime.combine(day, time(10, 5)), current_work().change
    rows = []
    for number, (each, key) in zip(ids, beside, strict=True):
        each.files[key] = number
        file = pictures.beside(key)
        rows.append(
            {
                "id": number,
                "subject_kind": "case",
                "subject_id": each.case_id,
                "slot": key,
                "name": file.name,
                "digest": file.digest,
                "size": file.size,
                "media": file.media,
                "reworked": file.reworked,
                "version": 1,
                "replaces_id": None,
                "state": FileState.KEPT,
                "uploaded_by": actor.user_id,
                "actor": _written(actor, Tier.SELF),
                "uploaded_at": at,
                "withdrawn_at": None,
                "withdrawn_by": "",
                "withdrawn_reason": "",
                "change": change,
                "organization_id": each.organization_id,
                "party_organization_id": each.party_id,
                **each.placing,
            }
        )
    insert_many(EvidenceFile.__table__, rows)
