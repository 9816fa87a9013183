"""What a new version of a rule would touch, told before it is published. Numbers only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.deadlines import calendar
from partybuild.gates import deriving, gathering
from partybuild.gates.gathering import Ground
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V
from partybuild.gates.ruling import SyncRule

MOST = 2000
"""Of so many organizations, the ones whose items are newest, the items are judged twice."""
DAYS = 365
_WHY = "发布同步规则前的影响预览"
Key = tuple[int, date, str]


@dataclass(frozen=True, slots=True)
class Size:
    """So many verdicts of so many organizations."""

    verdicts: int
    organizations: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`moved`: items from the first day on that are known already, judged by the new version.

    `kept`: verdicts of today of earlier items; they stay. `tried`: items of the last year, as if
    the new version had held; `changes` are (before, after, how many) among those.
    """

    rule: SyncRule
    moved: Size
    kept: Size
    tried: Size
    whole: bool
    """Whether every organization with an item in that year was tried."""
    changes: Sequence[tuple[Verdict | None, Verdict | None, int]]
    same: int


def preview(rule: SyncRule, versions: Sequence[SyncRule]) -> Preview:
    """What publishing `rule` as the next of `versions` touches, as of today."""
    today = clock.today()
    with system(_WHY):
        moved = _size(rule.name, V.trigger_on >= rule.valid_from)
        now = (V.valid_from <= today, V.valid_to > today)
        kept = _size(rule.name, V.trigger_on < rule.valid_from, *now)
        ids, whole = _newest(rule.name, today)
        ground = gathering.load(ids, {rule.name: versions})
        before = judged(ground, ids, today)
        always = replace(rule, valid_from=date.min)
        after = judged(replace(ground, rules={rule.name: [always]}), ids, today)
    turned = Counter((before.get(key), after.get(key)) for key in before.keys() | after.keys())
    return Preview(
        rule,
        moved,
        kept,
        Size(
            len(before.keys() | after.keys()), len({key[0] for key in before.keys() | after.keys()})
        ),
        whole,
        [(old, new, number) for (old, new), number in turned.most_common() if old is not new],
        sum(number for (old, new), number in turned.items() if old is new),
    )


def _size(name: str, *conditions: Any) -> Size:
    shown = select(V.organization_id, V.trigger_on, V.trigger_key).where(
        V.rule == name, V.known_to == OPEN, *conditions
    )
    each = shown.distinct().subquery()
    count = select(func.count(), func.count(each.c.organization_id.distinct())).select_from(each)
    return Size(*db.session.execute(count).one())


def _newest(name: str, today: date) -> tuple[list[int], bool]:
    query = (
        select(V.organization_id)
        .where(
            V.rule == name,
            V.known_to == OPEN,
            V.trigger_on > today - timedelta(days=DAYS),
            V.trigger_on <= today,
        )
        .group_by(V.organization_id)
        .order_by(func.max(V.trigger_on).desc(), V.organization_id)
        .limit(MOST + 1)
    )
    found = list(db.session.scalars(query))
    return sorted(found[:MOST]), len(found) <= MOST


def judged(ground: Ground, ids: Sequence[int], today: date) -> Mapping[Key, Verdict]:
    """The verdict of today for each item of the last year."""
    first = today - timedelta(days=DAYS)
    return {
        (row["organization_id"], row["trigger_on"], row["trigger_key"]): row["verdict"]
        for row in deriving.rows(ground, ids, calendar.exceptions())
        if first < row["trigger_on"] <= today and row["valid_from"] <= today < row["valid_to"]
    }
