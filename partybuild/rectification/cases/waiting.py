"""To-dos of rectification: what its cases wait for, stage by stage, and what moved."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Subject, Tally, Wanted
from partybuild.rectification.cases import missing
from partybuild.rectification.cases.items import ITEMS, LOOK_BACKS, SHOW, SOON, at_desk
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Rectification
from partybuild.rectification.process import KIND
from partybuild.regions.models import Region
from partybuild.regions.placing import PLACING
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase as Case

_PLACED = (*PLACING, "organization_id", "party_organization_id")


def _cases(actor: Actor, stages: Sequence[Stage], *columns: Any) -> Select[Any]:
    """Cases in some stages at one's own desk; of those in look-back, what has been looked at."""
    query = cases.running(actor, KIND).where(Case.state.in_(stages), at_desk(actor))
    if Stage.WATCHING in stages:
        query = query.where(Case.due_on.is_(None))
    return query.with_only_columns(*columns, maintain_column_froms=True)


def _of_cases(
    key: str, needs: Permission, stages: Sequence[Stage], words: tuple[str, str, str]
) -> Source:
    """Cases in some stages at one's own desk, by the day by which they should leave it."""

    def count(actor: Actor) -> Tally:
        return drawing.tally(_cases(actor, stages, Case.id), Case.due_on, SOON)

    def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
        query = _cases(actor, stages, Case.id, Case.title, Case.state, Case.due_on)
        found = db.session.execute(drawing.drawn(query, Case.due_on, Case.id, wanted, SOON))
        return [
            OpenItem(number, title, Stage(state).label, due, SHOW, {"case_id": number})
            for number, title, state, due in found
        ]

    reminded = _reminded if stages == (Stage.PLANNING,) else None
    return Source(key, *words, needs, count, rows, soon=SOON, reminded=reminded)


def _reminded(actor: Actor, until: date) -> Iterator[Subject]:
    """Cases of every stage due up to a day, for the system's own reminders."""
    columns = [getattr(Case, name) for name in _PLACED]
    query = cases.running(actor, KIND).where(Case.due_on <= until)
    query = query.with_only_columns(Case.id, Case.due_on, *columns, maintain_column_froms=True)
    for number, due, *placed in db.session.execute(query):
        filed = dict(zip(_PLACED, placed, strict=True))
        yield Subject(KIND, number, "", due, filed, SHOW, {"case_id": number})


def subject(actor: Actor, number: int) -> Subject | None:
    """A case in reach as what a reminder is about; None where there is none open."""
    query = cases.running(actor, KIND).where(Case.id == number)
    found: Case | None = db.session.scalars(query).one_or_none()
    if found is None:
        return None
    return Subject(KIND, number, found.title, found.due_on, found, SHOW, {"case_id": number})


def _moved(actor: Actor, *columns: Any) -> Select[Any]:
    """Open cases of branches that have moved away from the unit that works on them."""
    levels = [getattr(Case, f"level{level}_id") for level in range(1, 6)]
    return (
        cases.running(actor, KIND)
        .join(Rectification, Rectification.case_id == Case.id)
        .join(Region, Region.id == Rectification.working_unit_id)
        .where(
            scope_of(actor, Rectification),
            Region.level > 0,
            *(each.is_distinct_from(Region.id) for each in levels),
        )
        .with_only_columns(*columns, maintain_column_froms=True)
    )


def _count_moved(actor: Actor) -> Tally:
    return drawing.tally(_moved(actor, Case.id), Case.due_on, SOON)


def _moved_rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    query = _moved(actor, Case.id, Case.title, Region.name, Case.due_on)
    found = db.session.execute(drawing.drawn(query, Case.due_on, Case.id, wanted, SOON))
    return [
        OpenItem(number, title, f"原由{name}承办，已划入", due, SHOW, {"case_id": number})
        for number, title, name, due in found
    ]


PLANS = _of_cases(
    "rectification-plans",
    Permission.RECTIFICATION_KEEP,
    (Stage.PLANNING,),
    ("待拟整顿方案", "个党组织的整顿方案要拟定报批", "列出问题、措施和责任人，报上级批准"),
)
APPROVALS = _of_cases(
    "rectification-approvals",
    Permission.RECTIFICATION_DECIDE,
    (Stage.SUBMITTED,),
    ("整顿方案待审批", "份整顿方案等待审批", "逐项核对三个清单，批准或者写明理由退回"),
)
ACCEPTANCES = _of_cases(
    "rectification-acceptances",
    Permission.RECTIFICATION_DECIDE,
    (Stage.FIRST, Stage.SECOND),
    ("整顿待验收", "件整顿等待初验或终验", "由没有参与整顿的人员验收；不通过的写明问题退回"),
)
MONTHS = Source(
    "rectification-months",
    "整顿进展待报",
    "件整顿还没有报送上月进展",
    "写明上月做了什么、还差什么；逾期的电话催报，必要时代填",
    Permission.RECTIFICATION_REPORT,
    missing.count,
    missing.rows,
    soon=SOON,
    reminded=missing.reminded,
)
LOOKED = _of_cases(
    "rectification-looked",
    Permission.RECTIFICATION_DECIDE,
    (Stage.WATCHING,),
    ("整顿待办结", "件整顿做完回头看，等待办结", "成效巩固的办结；反弹的认定反弹重新整顿"),
)
MOVED = Source(
    "rectification-moved",
    "划入待接办的整顿",
    "件整顿随党组织划入，等待接办",
    "由现在所在的单位接办，继续原方案",
    Permission.RECTIFICATION_KEEP,
    _count_moved,
    _moved_rows,
    soon=SOON,
)
SOURCES = (PLANS, APPROVALS, ITEMS, MONTHS, ACCEPTANCES, LOOK_BACKS, LOOKED, MOVED)
