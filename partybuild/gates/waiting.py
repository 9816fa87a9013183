"""Items of 三同步 without an answer: 待办 by its last day, 缺 since it has passed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, literal_column, not_

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.gates import gathering, ports, queries
from partybuild.gates.models import WAITING
from partybuild.gates.models import SyncVerdict as V

SOON = 7


def _due(actor: Actor, *columns: Any) -> Select[Any]:
    query = visible(actor, V, *columns).where(
        queries.current(clock.today()), literal_column(WAITING)
    )
    told = (
        and_(V.rule == rule, stands(actor, V.organization_id))
        for rule, stands in ports.elsewhere.items()
    )
    return query.where(*(not_(each) for each in told))


def count(actor: Actor) -> Tally:
    """How many items of the area have no answer."""
    return drawing.tally(_due(actor, V.id), V.due_on, SOON)


def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The items by their last day."""
    columns = (V.rule, V.id, V.organization_id, V.name, V.trigger_on, V.due_on)
    found = db.session.execute(
        drawing.drawn(_due(actor, *columns), V.due_on, V.id, wanted, SOON, dated=True)
    )
    labels = {name: said[-1].label for name, said in gathering.rules().items()}
    return [_item(labels.get(rule, rule), *row) for rule, *row in found]


def _item(
    label: str, number: int, organization: int, name: str, trigger_on: date, due_on: date
) -> OpenItem:
    return OpenItem(
        number,
        name,
        f"{label}同步：{trigger_on:%Y-%m-%d} 的事项尚无党组织一侧的答复",
        due_on,
        "gates.organization",
        {"organization_id": organization},
        "按同步规则计算",
    )


SYNC = Source(
    "sync",
    "三同步",
    "项登记、年检或换届尚未同步",
    "落实党组织一侧的工作，或登记答复",
    Permission.GATES_READ,
    count,
    rows,
    soon=SOON,
)
