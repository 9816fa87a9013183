"""Average score by indicator, kept by round and unit: where branches lose points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, count_of, visible
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.db.many import Ready, pour, ready
from partybuild.db.work import audit_detail, bulk, needs, work
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.ratings import queries
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment, RatingRound, Score
from partybuild.ratings.rounds.commands import MANAGE, own_round
from partybuild.ratings.schemes.rules import Scheme, walk
from partybuild.ratings.seeing.models import IndicatorFigure
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

JOB = "ratings.averages"
AT_ONCE = 500
STEPS = 2
_TABLE: Any = IndicatorFigure.__table__
DONE = (Stage.SCORED, Stage.PUBLICITY, Stage.DECIDED)
_RANKS = {Tier.SELF: 0, Tier.FIRST: 1, Tier.SECOND: 2, Tier.FINAL: 3}
_STEP = 100_000
"""More than any score has tenths: rank and points stand in one number."""


@dataclass(frozen=True, slots=True)
class Average:
    """One item: the most it gives, and the averages of the branches and of the last tier."""

    place: str
    label: str
    most: int
    self_mean: int | None
    """Tenths, rounded."""
    final_mean: int | None
    count: int

    @property
    def lost(self) -> int | None:
        """Tenths that are missing to the full score on average."""
        return None if self.final_mean is None else self.most - self.final_mean

    @property
    def cut(self) -> int | None:
        """Tenths that reviewing took away on average."""
        if self.final_mean is None or self.self_mean is None:
            return None
        return self.self_mean - self.final_mean

    @property
    def rate(self) -> float | None:
        """The share of the full score in percent."""
        return (
            None if self.final_mean is None or not self.most else 100 * self.final_mean / self.most
        )


def finished(actor: Actor, round_id: int) -> int:
    """How many assessments of a round in reach have their final score."""
    query = visible(actor, Assessment, Assessment.id).where(
        Assessment.round_id == round_id, Assessment.stage.in_(DONE)
    )
    return db.session.scalar(count_of(query)) or 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """The averages of a round as they were before the lock; they rest on nothing later."""

    items: int
    rows: Ready


def prepare(actor: Actor, round_id: int) -> Prepared:
    """The averages of every unit of the round as of now; nothing is written."""
    row = own_round(actor, round_id)
    sums = _rolled(_sums(actor, row.id), regions.region(row.unit_id), row.own)
    places = {unit.id: regions.place(unit) for unit in _units(sums)}
    now = clock.local_now()
    lines = [_line(row, places[n], item, totals, now) for (n, item), totals in sums.items()]
    return Prepared(len({item for _, item in sums}), ready(_TABLE, lines))


@needs(MANAGE, "计算指标平均分")
def compute(actor: Actor, round_id: int, made: Prepared | None = None) -> int:
    """The averages of every unit of the round stand, as of now or as `made`; how many items."""
    row = own_round(actor, round_id)
    made = made or prepare(actor, round_id)
    query = visible(actor, IndicatorFigure, IndicatorFigure.id)
    old = db.session.scalars(query.where(IndicatorFigure.round_id == row.id)).all()
    with bulk(actor, IndicatorFigure, old):
        db.session.connection().execute(delete(_TABLE).where(_TABLE.c.round_id == row.id))
        pour(made.rows)
    db.session.expire_all()
    audit_detail(object=("rating_round", row.id), items=made.items)
    return made.items


def _units(sums: Iterable[tuple[int, str]]) -> Iterable[Region]:
    return regions.named([unit for unit, _ in sums]).values()


def _kept(actor: Actor, round_id: int) -> Any:
    return visible(actor, IndicatorFigure).where(IndicatorFigure.round_id == round_id)


def _sums(actor: Actor, round_id: int) -> Sequence[Any]:
    """(unit, item, count and sum of the self scores, of the last tier's), one row each."""
    rank = case(_RANKS, value=Score.tier) * _STEP + Score.points
    own = case((Score.tier == Tier.SELF, Score.points))
    mark = ScopeMark(Score.case_id == Assessment.case_id, Score.__tablename__)
    each = (
        visible(
            actor,
            Assessment,
            Assessment.unit_id.label("unit"),
            Score.indicator.label("item"),
            func.max(rank).label("last"),
            func.max(own).label("own"),
        )
        .join(Score, Score.case_id == Assessment.case_id)
        .where(mark, Assessment.round_id == round_id, Assessment.stage.in_(DONE), Score.current)
        .group_by(Assessment.unit_id, Score.case_id, Score.indicator)
        .subquery()
    )
    last = each.c.last % _STEP
    columns = (func.count(each.c.own), func.coalesce(func.sum(each.c.own), 0))
    query = select(each.c.unit, each.c.item, *columns, func.count(), func.sum(last))
    return db.session.execute(query.group_by(each.c.unit, each.c.item)).all()


def _rolled(rows: Sequence[Any], top: Region, own: bool) -> dict[tuple[int, str], list[int]]:
    """The sums of every unit with all below it, from the round's unit down."""
    units = regions.named([row[0] for row in rows])
    found: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for unit, item, *totals in rows:
        above = [getattr(units[unit], f"level{n}_id") for n in range(max(top.level, 1), 6)]
        for number in {top.id} if own else {top.id, *above} - {None}:
            held = found[number, item]
            found[number, item] = [a + int(b) for a, b in zip(held, totals, strict=True)]
    return found


def _line(
    row: RatingRound,
    place: Mapping[str, Any],
    item: str,
    totals: Sequence[int],
    now: datetime,
) -> dict[str, Any]:
    names = ("self_count", "self_sum", "final_count", "final_sum")
    return {
        "round_id": row.id,
        "indicator": item,
        "made_at": now,
        "organization_id": None,
        "party_organization_id": None,
        "body_id": None,
        "body_path": "",
        **place,
        **dict(zip(names, totals, strict=True)),
    }


def ask(actor: Actor, round_id: int) -> int | None:
    """The averages are computed at once, or by a job where there are many: its id."""
    if finished(actor, round_id) <= AT_ONCE:
        with work(actor) as running:
            compute(running.actor, round_id)
        return None
    with work(actor) as running:
        return queue(running.actor, round_id)


@needs(MANAGE, "提交计算指标平均分")
def queue(actor: Actor, round_id: int) -> int:
    """A job will compute the averages; the job's id."""
    row = own_round(actor, round_id)
    audit_detail(object=("rating_round", row.id))
    return enqueue(actor, JOB, f"{row.title}各指标平均分", {"round": row.id})


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `ratings.averages`: read before the lock."""
    number = int(arguments["round"])
    progress.step(0, STEPS, "正在汇总各项得分")
    made = prepare(actor, number)
    progress.step(1, STEPS, "正在写入各指标平均分")
    with work(actor) as running:
        count = compute(running.actor, number, made)
    return {
        "message": f"已算出 {count} 项的平均分。",
        "url": f"/ratings/figures/{number}/indicators",
    }


def averages(
    actor: Actor, round_id: int, scope: Scope, scheme: Scheme
) -> tuple[Sequence[Average], datetime | None]:
    """Every item in the order of the scheme, and when it was computed (None: not yet)."""
    queries.round_of(actor, round_id)
    unit = scope.region.id if scope.region else 0
    query = _kept(actor, round_id).where(IndicatorFigure.unit_id == unit)
    held: Mapping[str, IndicatorFigure] = {
        each.indicator: each for each in db.session.scalars(query)
    }
    made = max((each.made_at for each in held.values()), default=None)
    found = [
        _average(f"{node.number} {node.above[0].label if node.above else ''}", node.indicator, held)
        for node in walk(scheme.indicators)
        if node.indicator.leaf
    ]
    return found, made


def _average(place: str, item: Any, held: Mapping[str, IndicatorFigure]) -> Average:
    row = held.get(item.key)
    if row is None:
        return Average(place, item.label, item.points, None, None, 0)
    return Average(
        place,
        item.label,
        item.points,
        round(row.self_sum / row.self_count) if row.self_count else None,
        round(row.final_sum / row.final_count) if row.final_count else None,
        row.final_count,
    )
