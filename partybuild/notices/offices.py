"""Who issues: the office of the actor's own unit, its name and its 字."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.db import db
from partybuild.notices import rules
from partybuild.notices.kinds import NoticeKind, Side
from partybuild.notices.models import NoticeOffice
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Office:
    """An issuing office: code of its unit or body, its name, how its 字 begins, where it stands."""

    issuer: str
    name: str
    stem: str
    path: str
    """The unit's path, by which its templates are found; empty for a Party body."""
    place: Mapping[str, Any]

    def word(self, kind: NoticeKind, side: Side) -> str:
        """The 字 of a kind of paper, 碑林社党; empty where it bears no number."""
        return f"{self.stem}{kind.tails[side]}" if kind.numbered else ""


def side_of(actor: Actor, kind: NoticeKind) -> Side:
    """On which side this person issues the kind."""
    if kind.side is not Side.BOTH:
        return kind.side
    return Side.PARTY if actor.role is Role.OFFICER else Side.CIVIL


def office_of(actor: Actor, side: Side, unit_id: int | None = None) -> Office:
    """The office of the actor's unit or body; the command line names the unit by `unit_id`."""
    unit, body = actor.reach.unit, actor.reach.body
    if unit is not None:
        return of_unit(regions.region(unit.id), side)
    if body is not None:
        place = _top() | {"body_id": body.id, "body_path": body.path}
        return Office(body.code, body.name, rules.stem(body.name.removesuffix("委员会")), "", place)
    if unit_id is None or not actor.reach.everything:
        raise RuleBroken("请指明由哪个单位出具文书；没有所在单位的岗位不能出具。")
    return of_unit(regions.region(unit_id), side)


def _top() -> dict[str, Any]:
    """Without a unit a Party body's own papers stand at the top of the tree of regions."""
    top = regions.by_code(regions.TOP)
    if top is None:
        raise RuleBroken("还没有区划数据，不能出具文书。")
    return regions.place(top)


def of_unit(found: Region, side: Side) -> Office:
    """The office of a unit: as the security administrator has entered it, else by default."""
    query = select(NoticeOffice).where(NoticeOffice.issuer == found.code, NoticeOffice.side == side)
    own = db.session.scalars(query).one_or_none()
    name = own.name if own else rules.office_name(found.name, found.level, side)
    stem = own.stem if own else rules.stem(found.name)
    return Office(found.code, name, stem, found.path, regions.place(found))


def entered() -> list[NoticeOffice]:
    """Every name and 字 that differs from the default, by unit."""
    query = select(NoticeOffice).order_by(NoticeOffice.issuer, NoticeOffice.side)
    return list(db.session.scalars(query))
