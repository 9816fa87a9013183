"""What an audit administrator reads: the chain, within the units of the appointment (R03, R10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, false, select, true

from partybuild.access.actor import Actor
from partybuild.accounts.models import Appointment
from partybuild.accounts.places import is_top, managed_path, posts_under
from partybuild.audit import queries as chain
from partybuild.audit.models import AuditHead, AuditRow, Repeats
from partybuild.db import db
from partybuild.regions.models import Region

PAGE = 50
RESULTS = {"done": "成功", "refused": "拒绝", "failed": "失败"}
OBJECTS = {"user": "账号", "organization": "社会组织", "party": "党组织", "job": "任务"}
WORDS = {
    "appointment": "岗位号",
    "codes": "单位",
    "divisions": "区划数",
    "first_day": "启用日",
    "kind": "类别",
    "login": "登录名",
    "logins": "登录名",
    "path": "地址",
    "reason": "事由",
    "role": "岗位",
    "title": "名称",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the chain with how often it came again within its minute."""

    row: AuditRow
    again: int
    object: str
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the chain, newest first, and the numbers between which it stands."""

    lines: Sequence[Line]
    older: int | None
    newer: int | None
    broken: Sequence[str]
    """Sentences about links of this page that do not hold."""


def _scope(actor: Actor) -> ColumnElement[bool]:
    """Rows of the users of the administrator's units.

    Whoever audits a province or the nation also sees what no appointment did: the command line
    and the names tried at the door.
    """
    path = managed_path(actor)
    if path is None:
        return true() if actor.reach.everything else false()
    mine = (
        select(Appointment.id)
        .outerjoin(Region, Region.id == Appointment.region_id)
        .where(posts_under(path))
    )
    condition = AuditRow.appointment_id.in_(mine)
    return condition | AuditRow.appointment_id.is_(None) if is_top(path) else condition


def _filtered(actor: Actor, filters: Mapping[str, str]) -> Select[AuditRow]:
    query = select(AuditRow).where(_scope(actor))
    if since := filters.get("since"):
        query = query.where(AuditRow.at >= date.fromisoformat(since).isoformat())
    if until := filters.get("until"):
        after = date.fromisoformat(until) + timedelta(days=1)
        query = query.where(AuditRow.at < after.isoformat())
    if who := filters.get("who", "").strip():
        query = query.where(
            (AuditRow.login == who.lower()) | AuditRow.actor.contains(who, autoescape=True)
        )
    for name, column in (("action", AuditRow.action), ("result", AuditRow.result)):
        if value := filters.get(name):
            query = query.where(column == value)
    return query


def rows(actor: Actor, filters: Mapping[str, str], before: int = 0, after: int = 0) -> Listing:
    """A page of the rows this administrator may read."""
    query = _filtered(actor, filters)
    if after:
        upwards = query.where(AuditRow.number > after).order_by(AuditRow.number).limit(PAGE + 1)
        found = list(db.session.scalars(upwards))
        newer, older = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        query = query.where(AuditRow.number < before) if before else query
        downwards = query.order_by(AuditRow.number.desc()).limit(PAGE + 1)
        found = list(db.session.scalars(downwards))
        newer, older = bool(before), len(found) > PAGE
        found = found[:PAGE]
    return Listing(
        _lines(found),
        found[-1].number if found and older else None,
        found[0].number if found and newer else None,
        chain.faults_of(found),
    )


def _lines(found: Sequence[AuditRow]) -> list[Line]:
    numbers = [row.number for row in found]
    again = dict(
        db.session.execute(
            select(Repeats.number, Repeats.again).where(Repeats.number.in_(numbers))
        ).all()
    )
    return [Line(row, again.get(row.number, 0), _object(row), _words(row)) for row in found]


def _object(row: AuditRow) -> str:
    return (
        f"{OBJECTS.get(row.object_kind, row.object_kind)} {row.object_id}" if row.object_id else ""
    )


def _words(row: AuditRow) -> str:
    """The detail in one line, labels in Chinese where there are some."""
    parts = [
        f"{WORDS.get(name, name)}：{_value(value)}" for name, value in sorted(row.detail.items())
    ]
    text = "；".join(part for part in parts if part)
    return text if len(text) <= 200 else f"{text[:200]}……"


def _value(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def actions(actor: Actor) -> Sequence[str]:
    """The actions that occur, for the filter."""
    query = select(AuditRow.action).where(_scope(actor)).distinct().order_by(AuditRow.action)
    return db.session.scalars(query).all()


def head() -> AuditHead:
    """The chain's head: how many links there are, and the digest of the last."""
    return db.session.scalars(select(AuditHead)).one()
