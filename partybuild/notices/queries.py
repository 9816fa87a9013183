"""Reading papers, always in the actor's reach."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_

from partybuild.access.actor import Actor, Reach
from partybuild.access.scope import count_of, in_unit, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Tally, Wanted
from partybuild.notices import rules
from partybuild.notices.kinds import KINDS, NoticeState
from partybuild.notices.models import Notice
from partybuild.regions import queries as regions

PAGE = 50
SOON = 3
STATES = {"waiting": "未回执", "overdue": "回执逾期", "received": "已回执", "void": "作废"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The ledger's filters; blank for any."""

    year: int | None = None
    kind: str = ""
    state: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the ledger and the cursors of its neighbours, "" where there is none."""

    rows: Sequence[Notice]
    total: int
    previous: str
    next: str


def symbol(notice: Notice) -> str:
    """The 发文字号 of a paper."""
    return rules.symbol(notice.word, notice.year, notice.number)


def notice(actor: Actor, notice_id: int) -> Notice:
    """One paper; OutOfReach where it is not in reach."""
    found: Notice | None = db.session.scalars(
        visible(actor, Notice).where(Notice.id == notice_id)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def content(actor: Actor, notice_id: int) -> bytes:
    """The file as it was issued; RuntimeError where its bytes are no longer those."""
    query = visible(actor, Notice, Notice.content, Notice.digest).where(Notice.id == notice_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise OutOfReach
    made: bytes = found.content
    if hashlib.sha256(made).hexdigest() != found.digest:
        raise RuntimeError(f"notice {notice_id}: the kept file is not the one issued")
    return made


def notices(
    actor: Actor,
    *,
    organization_id: int | None = None,
    party_organization_id: int | None = None,
    case_id: int | None = None,
) -> Sequence[Notice]:
    """Papers about a subject, newest first, for components/notices.html."""
    named = {
        Notice.organization_id: organization_id,
        Notice.party_organization_id: party_organization_id,
        Notice.case_id: case_id,
    }
    where = [column == number for column, number in named.items() if number is not None]
    query = visible(actor, Notice).where(and_(*where)) if where else None
    if query is None:
        raise ValueError("name a subject")
    order = (Notice.issued_on.desc(), Notice.id.desc())
    return db.session.scalars(query.order_by(*order)).all()


def ledger(actor: Actor, asked: Asked, today: date) -> Select[Any]:
    """The papers asked for, in no order."""
    query = visible(actor, Notice)
    if asked.year is not None:
        query = query.where(Notice.year == asked.year)
    if asked.kind:
        query = query.where(Notice.kind == asked.kind)
    if asked.state:
        query = query.where(_in_state(asked.state, today))
    if asked.unit:
        unit = regions.in_reach(actor, asked.unit)
        query = query.where(in_unit(Notice, Reach(unit=regions.as_unit(unit))))
    return query


def _in_state(state: str, today: date) -> Any:
    issued = Notice.state == NoticeState.ISSUED
    waiting = and_(issued, Notice.receipt_due.is_not(None), Notice.received_on.is_(None))
    return {
        "waiting": waiting,
        "overdue": and_(waiting, Notice.receipt_due < today),
        "received": and_(issued, Notice.received_on.is_not(None)),
        "void": Notice.state == NoticeState.VOID,
    }[state]


def page(query: Select[Any], after: tuple[date, int] | None, *, back: bool) -> Page:
    """A page by cursor (day, id), newest first; `back`: the page that ends before the cursor."""
    total = db.session.scalar(count_of(query)) or 0
    shown = query
    if after is not None:
        day, number = after
        later = or_(Notice.issued_on > day, and_(Notice.issued_on == day, Notice.id > number))
        sooner = or_(Notice.issued_on < day, and_(Notice.issued_on == day, Notice.id < number))
        shown = query.where(later if back else sooner)
    order = (Notice.issued_on, Notice.id) if back else (Notice.issued_on.desc(), Notice.id.desc())
    found = list(db.session.scalars(shown.order_by(*order).limit(PAGE + 1)))
    more, rows = len(found) > PAGE, found[:PAGE]
    if back:
        rows.reverse()
    before_any, after_any = (more, True) if back else (after is not None, more)
    return Page(
        rows,
        total,
        cursor(rows[0]) if rows and before_any else "",
        cursor(rows[-1]) if rows and after_any else "",
    )


def cursor(row: Notice) -> str:
    """Where a page begins, as part of an address."""
    return f"{row.issued_on:%Y-%m-%d}.{row.id}"


def waiting(actor: Actor) -> Select[Any]:
    """Papers whose receipt is awaited."""
    return visible(actor, Notice).where(_in_state("waiting", date.min))


def tally(actor: Actor) -> Tally:
    """How many receipts are awaited, late, or soon due."""
    return drawing.tally(waiting(actor), Notice.receipt_due, SOON)


def items(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
    """The papers whose receipt is awaited, by due day."""
    query = drawing.drawn(waiting(actor), Notice.receipt_due, Notice.id, wanted, SOON)
    return [
        OpenItem(
            id=row.id,
            title=f"{KINDS[row.kind].name}{symbol(row)}",
            subject=row.addressed_to,
            due_on=row.receipt_due,
            endpoint="notices.show",
            arguments={"notice_id": row.id},
            note=f"{row.issued_on:%Y-%m-%d} 成文，应在 {KINDS[row.kind].receipt_days} 个工作日内回执",
        )
        for row in db.session.scalars(query)
    ]
