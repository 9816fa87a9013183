"""The stars of a round as its pages show them: who has which, what held it, how full the caps are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.party import beyond
from partybuild.ratings import queries
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.rounds import pages as rounds
from partybuild.ratings.schemes.rules import places
from partybuild.ratings.stars import choosing, computing
from partybuild.ratings.stars.rules import Tie

A: Any = Assessment
FINISHED = (Stage.SCORED, Stage.PUBLICITY, Stage.DECIDED)
PUBLIC = (Stage.PUBLICITY, Stage.DECIDED)
SHOWN = {"held": "受限低于得分星级", "changed": "改定过", "tied": "并列待确定", "none": "未计算"}
_RANK = -(func.coalesce(A.star, -1) * 100_000 + func.coalesce(A.final_total, 0))


@dataclass(frozen=True, slots=True)
class CapLine:
    """A cap within a category: how many places, how many hold the star."""

    category: str
    star: int
    percent: int
    rated: int
    places: int
    held: int
    warns: bool

    @property
    def over(self) -> int:
        """How many more than there are places."""
        return max(self.held - self.places, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many stand where, and which stars they have."""

    under_way: int
    stages: Mapping[Stage, int]
    uncomputed: int
    tied: int
    stars: Mapping[int, int]
    caps: Sequence[CapLine]

    @property
    def may_show(self) -> bool:
        """Whether publicity can begin."""
        return bool(self.stages.get(Stage.SCORED)) and not self.uncomputed and not self.tied


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment with its Party organization's name."""

    row: Assessment
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the result, how many there are, and the cursors of the neighbours."""

    rows: Sequence[Row]
    total: int
    previous: str
    next: str


def manages(actor: Actor, of: RatingRound) -> bool:
    """Whether this person decides in the round: an officer of the unit that runs it."""
    here = actor.reach.unit
    own = actor.reach.everything or (here is not None and here.id == of.unit_id)
    return own and actor.may(Permission.RATINGS_MANAGE)


def counted(actor: Actor, shown: rounds.Shown) -> Counted:
    """The figures of the deciding side; only for those who decide."""
    number, scheme = shown.row.id, shown.scheme
    columns = (A.category, A.stage, A.star, A.tied, func.count())
    query = _finished(visible(actor, A, *columns), number)
    stages: dict[Stage, int] = defaultdict(int)
    stars: dict[int, int] = defaultdict(int)
    held: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    none = tied = 0
    for category, stage, star, is_tied, count in db.session.execute(
        query.group_by(A.category, A.stage, A.star, A.tied)
    ):
        stages[stage] += count
        if star is None:
            none += count
        else:
            stars[star] += count
        held[category][-1 if star is None else star] += count
        tied += count if is_tied and stage is Stage.SCORED else 0
    names = {each.key: each.label for each in scheme.categories}
    caps = [
        CapLine(names.get(key, key), cap.star, cap.percent, rated, places(cap, rated), n, warns)
        for key, found in sorted(held.items())
        for rated in [sum(found.values())]
        for cap in sorted(scheme.caps, key=lambda cap: -cap.star)
        for n, warns in [(found.get(cap.star, 0), cap.only_warn)]
    ]
    return Counted(computing.under_way(actor, number), stages, none, tied, stars, caps)


def page(actor: Actor, of: RatingRound, star: str, show: str, cursor: str, back: bool) -> Page:
    """A page of the result, the highest star first.

    A secretary sees her own branch's result once it is public; officers what is in their reach.
    """
    query = _finished(visible(actor, A), of.id)
    if actor.role is Role.SECRETARY:
        query = query.where(A.stage.in_(PUBLIC))
    query = _narrowed(query, star, show)
    total = db.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True))
    at = Cursor(keyset.decode(cursor, [int, int]) if cursor else (), back)
    found = db.session.scalars(keyset.page(query, [_RANK, A.id], False, at)).all()
    rows, before, after = keyset.turned(found, at)
    return Page(
        named(rows),
        total or 0,
        _cursor(rows[0]) if before and rows else "",
        _cursor(rows[-1]) if after and rows else "",
    )


def _cursor(row: Assessment) -> str:
    star = -1 if row.star is None else row.star
    return keyset.encode((-(star * 100_000 + (row.final_total or 0)), row.id))


def named(rows: Sequence[Assessment]) -> list[Row]:
    """Each with the name of its Party organization."""
    names = beyond.party_names([row.party_organization_id for row in rows])
    return [Row(row, names.get(row.party_organization_id or 0, "—")) for row in rows]


def ties(actor: Actor, round_id: int) -> list[tuple[Tie, Sequence[Row]]]:
    """The ties to be decided, with those who tie."""
    found = choosing.ties(actor, round_id)
    ids = [number for tie in found for number in tie.ids]
    query = visible(actor, A).where(A.round_id == round_id, A.tied)
    rows = {row.row.id: row for row in named(db.session.scalars(query).all())} if ids else {}
    return [(tie, [rows[number] for number in tie.ids if number in rows]) for tie in found]


def one(actor: Actor, assessment_id: int) -> Row:
    """One finished assessment; OutOfReach where there is none, or it is not public yet to her."""
    row = queries.assessment(actor, assessment_id)
    hidden = actor.role is Role.SECRETARY and row.stage not in PUBLIC
    if row.stage not in FINISHED or hidden:
        raise OutOfReach
    return named([row])[0]


def _finished(query: Select[Any], round_id: int) -> Select[Any]:
    return computing.of_round(query, round_id, FINISHED)


def _narrowed(query: Select[Any], star: str, show: str) -> Select[Any]:
    if star in {"0", "1", "2", "3", "4", "5"}:
        query = query.where(A.star == int(star))
    conditions = {
        "held": A.candidate > A.computed,
        "changed": A.override_reason != "",
        "tied": A.tied,
        "none": A.computed.is_(None),
    }
    return query.where(conditions[show]) if show in conditions else query


def public_figures(publicity_id: int) -> tuple[dict[int, int], int]:
    """(stars by number, the highest first; how many were decided otherwise) of a published list."""
    from_list = ScopeMark(A.publicity_id == publicity_id, A.__tablename__)
    changed = case((A.override_reason != "", 1), else_=0)
    query = select(A.star, func.count(), func.sum(changed)).where(from_list, A.left_out.is_(None))
    rows = db.session.execute(query.group_by(A.star)).all()
    stars = {star or 0: count for star, count, _ in rows}
    return dict(sorted(stars.items(), reverse=True)), sum(other for _, _, other in rows)


def of_cases(publicity_id: int, case_ids: Sequence[int]) -> dict[int, Row]:
    """By case those of a published list that the caller has been shown."""
    from_list = ScopeMark(A.publicity_id == publicity_id, A.__tablename__)
    query = select(A).where(from_list, A.case_id.in_(case_ids))
    return {each.row.case_id or 0: each for each in named(db.session.scalars(query).all())}
