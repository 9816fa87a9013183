"""Scores of a round for measuring: every item of every branch by every tier, by a statement a tier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import case, func, insert, literal, select, true, union_all

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.many import ready
from partybuild.db.staging import change_many
from partybuild.db.work import audit_detail, needs
from partybuild.ratings import acting
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.models import Assessment, RatingRound, Score
from partybuild.ratings.process import KINDS
from partybuild.ratings.schemes.rules import Indicator, Link, Scheme
from partybuild.workflow.many import Step, standings
from partybuild.workflow.models import WorkflowCase

ITEMS, GROUPS = 60, 6
LEFT = 40
"""So many lie at the deciding desk still; all others are finished."""
TIERS = (Tier.SELF, Tier.FIRST, Tier.SECOND, Tier.FINAL)
_EACH: Any = Assessment.__table__.c
_CASE: Any = WorkflowCase.__table__.c


def sixty(sample: Scheme) -> Scheme:
    """The scheme with 60 items in six groups, reviewed by county, city and province."""
    own = ITEMS // GROUPS
    items = [
        Indicator(f"i{n}", f"第{n}项", most(n), explanation="按佐证材料计分。", step=1)
        for n in range(ITEMS)
    ]
    held = [items[at : at + own] for at in range(0, ITEMS, own)]
    groups = [
        Indicator(f"g{n}", f"第{n}组", sum(i.points for i in some), children=tuple(some))
        for n, some in enumerate(held)
    ]
    chain = (Link("first", "county"), Link("second", "city"), Link("final", "province"))
    return replace(sample, name="sixty", label="测速", indicators=tuple(groups), chain=chain)


def most(place: int) -> int:
    """Tenths of an item; together they are a thousand."""
    return 16 + (40 if place == 0 else 0)


@needs(Permission.RATINGS_REVIEW, "建立测速评分")
def finish(actor: Actor, round_id: int, today: date) -> int:
    """Every tier has scored every item; all but some are finished. One of those at the last desk."""
    rows = _taking(round_id)
    with system("测速"):
        for place, tier in enumerate(TIERS):
            _give(round_id, place, tier)
        _total(rows, today)
    steps = [Step("send", today), *(Step(f"pass_{tier.value}", today) for tier in TIERS[1:])]
    cases = standings(actor, list(rows))
    rest = set(list(rows)[-LEFT:])
    top = db.session.scalar(select(RatingRound.unit_id).where(RatingRound.id == round_id))
    for kind in KINDS:
        some = [
            (cases[case], steps[:-1] if case in rest else steps)
            for case, (_, of) in rows.items()
            if of == kind
        ]
        acting.act_many(actor, kind, some, {"desk_unit_id": top})
    audit_detail(object=("rating_round", round_id), finished=len(rows))
    return next(number for case, (number, _) in rows.items() if case in rest)


def _taking(round_id: int) -> dict[int, tuple[int, str]]:
    """By case the assessment and the process, of those who take part."""
    with system("测速"):
        query = (
            select(_EACH.case_id, _EACH.id, _CASE.kind)
            .join(WorkflowCase.__table__, _CASE.id == _EACH.case_id)
            .where(_EACH.round_id == round_id, _EACH.stage == Stage.FILLING)
            .order_by(_EACH.case_id)
        )
        return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def _give(round_id: int, place: int, tier: Tier) -> None:
    """A column of scores by one statement: no two branches alike, later tiers a little lower."""
    items = union_all(
        *(
            select(
                literal(f"i{n}").label("item"),
                literal(most(n)).label("most"),
                literal(n).label("n"),
            )
            for n in range(ITEMS)
        )
    ).subquery()
    drawn = (_EACH.case_id * 7919 + items.c.n * 104_729 + _EACH.case_id * items.c.n) % 100
    again = (_EACH.case_id * 31 + items.c.n * 17) % 100
    first = case((drawn < 5 + _EACH.case_id % 45, 1 + drawn % 12), else_=0)
    lost = first + case((again < 3 * place, 1 + again % 3), else_=0)
    said: dict[str, Any] = {
        "tier": tier,
        "attempt": 1,
        "current": True,
        "known": False,
        "at": clock.local_now(),
        "options": [],
        "deductions": [],
        "files": [],
        "note": "",
        "actor": "测速",
    }
    kept: Any = Score.__table__
    fixed = [literal(value, kept.c[name].type) for name, value in said.items()]
    query = (
        select(_EACH.case_id, items.c.item, items.c.most - lost, *fixed)
        .select_from(Assessment.__table__.join(items, true()))
        .where(_EACH.round_id == round_id, _EACH.case_id.is_not(None))
        .order_by(_EACH.case_id)
    )
    names = ["case_id", "indicator", "points", *said]
    db.session.execute(insert(kept).from_select(names, query))


def _total(rows: Mapping[int, tuple[int, str]], today: date) -> None:
    each = Score.__table__.c
    query = select(each.case_id, each.tier, func.sum(each.points)).group_by(each.case_id, each.tier)
    lines: dict[int, dict[str, Any]] = {
        case: {"id": number, "sent_on": today, "answered": ITEMS}
        for case, (number, _) in rows.items()
    }
    for number, tier, points in db.session.execute(query):
        lines[number][f"{Tier(tier).value}_total"] = points
    change_many(ready(Assessment.__table__, list(lines.values())))
