"""An area's own templates: which holds, how one is put in, published, superseded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.notices import rendering, rules
from partybuild.notices.kinds import KINDS, NoticeKind, Side
from partybuild.notices.models import NoticeOffice, NoticeTemplate
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked upload: `unknown` are the names in it that the kind does not have."""

    kind: NoticeKind
    unit_code: str
    filename: str
    content: bytes
    unknown: Sequence[str]
    source: str


def holding(kind: NoticeKind, path: str) -> tuple[int | None, bytes]:
    """(id, bytes) of the template published nearest above a unit; None with the shipped one."""
    ids = [int(part) for part in path.strip("/").split("/") if part]
    query = (
        select(NoticeTemplate.id, NoticeTemplate.content)
        .join(Region, Region.id == NoticeTemplate.unit_id)
        .where(
            NoticeTemplate.kind == kind.key,
            NoticeTemplate.state == "published",
            NoticeTemplate.unit_id.in_(ids),
        )
        .order_by(Region.level.desc())
        .limit(1)
    )
    own = db.session.execute(query).one_or_none()
    return (own.id, own.content) if own else (None, rendering.shipped(kind))


def versions() -> list[tuple[NoticeTemplate, str]]:
    """Every version with the name of its unit, newest first within kind and unit."""
    query = (
        select(NoticeTemplate, Region.name)
        .join(Region, Region.id == NoticeTemplate.unit_id)
        .order_by(NoticeTemplate.kind, Region.code, NoticeTemplate.version.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def content_of(template_id: int) -> tuple[str, bytes]:
    """(file name, bytes) of a version; OutOfReach where there is none."""
    query = select(NoticeTemplate.filename, NoticeTemplate.content)
    found = db.session.execute(query.where(NoticeTemplate.id == template_id)).one_or_none()
    if found is None:
        raise OutOfReach
    return found.filename, found.content


@needs(Permission.POLICIES_MANAGE, "上传文书模板")
def add(actor: Actor, draft: Draft) -> NoticeTemplate:
    """The upload stands as a draft, the next version of its kind in its unit."""
    unit = _unit(draft.unit_code)
    last = db.session.scalar(
        select(func.max(NoticeTemplate.version)).where(
            NoticeTemplate.kind == draft.kind.key, NoticeTemplate.unit_id == unit.id
        )
    )
    row = NoticeTemplate(
        kind=draft.kind.key,
        unit_id=unit.id,
        version=(last or 0) + 1,
        state="draft",
        filename=draft.filename[-120:],
        digest=hashlib.sha256(draft.content).hexdigest(),
        unknown=list(draft.unknown),
        source=rules.printable(draft.source)[:300],
        author=actor.label,
        uploaded_at=clock.local_now(),
        content=draft.content,
    )
    db.session.add(row)
    db.session.flush()
    audit_detail(object=("notice_template", row.id), kind=row.kind, file_sha256=row.digest)
    return row


def _unit(code: str) -> Region:
    unit = regions.by_code(code)
    if unit is None:
        raise RuleBroken("没有这个单位代码，请填写区划代码，如 610103。")
    return unit


@needs(Permission.POLICIES_MANAGE, "发布文书模板")
def publish(actor: Actor, template_id: int) -> NoticeTemplate:
    """Papers issued from now on are made with it; the version before is superseded."""
    row = db.session.scalars(
        select(NoticeTemplate).where(NoticeTemplate.id == template_id)
    ).one_or_none()
    if row is None:
        raise OutOfReach
    if row.state != "draft":
        raise Stale("这个版本已经发布过，请刷新页面。")
    if row.unknown:
        raise RuleBroken(
            f"模板里有《{KINDS[row.kind].name}》没有的栏目：{'、'.join(row.unknown)}。请改好后重新上传。"
        )
    for other in db.session.scalars(
        select(NoticeTemplate).where(
            NoticeTemplate.kind == row.kind,
            NoticeTemplate.unit_id == row.unit_id,
            NoticeTemplate.state == "published",
        )
    ):
        other.state = "superseded"
    row.state, row.published_at = "published", clock.local_now()
    audit_detail(object=("notice_template", row.id), kind=row.kind, version=row.version)
    return row


@needs(Permission.POLICIES_MANAGE, "设置发文机关")
def name_office(actor: Actor, unit_code: str, side: Side, name: str, stem: str) -> NoticeOffice:
    """Papers issued from now on bear this name and begin their 字 so; numbers run on."""
    unit = _unit(unit_code)
    name, stem = rules.printable(name), rules.printable(stem)
    if not name or not stem:
        raise RuleBroken("请填写发文机关名称和机关代字。")
    query = select(NoticeOffice).where(NoticeOffice.issuer == unit.code, NoticeOffice.side == side)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        row = NoticeOffice(issuer=unit.code, side=side)
        db.session.add(row)
    row.name, row.stem = name[:120], stem[:20]
    db.session.flush()
    audit_detail(object=("notice_office", row.id), name=row.name, stem=row.stem)
    return row
