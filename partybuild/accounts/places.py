"""Where an appointment stands: from the codes somebody typed to a unit, a body, organizations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import under
from partybuild.accounts.models import Appointment
from partybuild.accounts.ports import Placed, reach_ports
from partybuild.accounts.rules import BY_ORGANIZATION
from partybuild.db import db
from partybuild.regions import queries as regions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Place:
    """What an appointment is to open; `region` is also the unit whose administrators manage it."""

    region: Region
    body_id: int | None = None
    organization_ids: tuple[int, ...] = ()
    person_key: str | None = None


def managed_path(actor: Actor) -> str | None:
    """The path under which this administrator manages accounts and reads audit; None: everywhere.

    An administrator's reach over business data is empty; the unit of the appointment is not.
    """
    if actor.reach.everything:
        return None
    return db.session.scalar(
        select(Region.path)
        .join(Appointment, Appointment.region_id == Region.id)
        .where(Appointment.id == actor.appointment_id)
    )


def posts_under(path: str) -> ColumnElement[bool]:
    """Appointments (outer-joined with their region) in the units under a path.

    Those that name no unit belong to whoever administers a province or the nation.
    """
    mine = under(Region.path, path)
    return or_(mine, Appointment.region_id.is_(None)) if is_top(path) else mine


def is_top(path: str) -> bool:
    """Whether a path is that of the nation or of a province."""
    return path.count("/") - 2 <= Level.PROVINCE


def place(actor: Actor, role: Role, name: str, codes: Sequence[str]) -> Place:
    """The place that `codes` name for `role`; RuleBroken where it is none or out of reach."""
    given = [code.strip() for code in codes if code.strip()]
    if not given:
        raise RuleBroken("请填写单位代码。")
    if role in BY_ORGANIZATION:
        return _of_organizations(actor, given)
    if len(given) > 1:
        raise RuleBroken(f"{role.label}只能填一个单位代码；多个岗位请分别任职。")
    return _of_unit(actor, role, name, given[0])


def _of_organizations(actor: Actor, codes: Sequence[str]) -> Place:
    found = [_placed(actor, code, reach_ports.organization_by_code(code)) for code in codes]
    return Place(
        regions.region(found[0].unit_id), organization_ids=tuple(sorted({o.id for o in found}))
    )


def _of_unit(actor: Actor, role: Role, name: str, code: str) -> Place:
    region = regions.by_code(code)
    if region is not None:
        _refuse_outside(actor, region, code)
        key = _instructor(name, region) if role is Role.INSTRUCTOR else None
        return Place(region, person_key=key)
    if role is Role.INSTRUCTOR:
        return _of_organizations(actor, [code])
    if role.administers:
        raise _unknown(code)
    body = _placed(actor, code, reach_ports.body_by_code(code))
    return Place(regions.region(body.unit_id), body_id=body.id)


def _placed(actor: Actor, code: str, found: Placed | None) -> Placed:
    if found is None:
        raise _unknown(code)
    _refuse_outside(actor, regions.region(found.unit_id), code)
    return found


def _instructor(name: str, region: Region) -> str:
    found = reach_ports.instructors(name, region.path)
    if not found:
        raise RuleBroken(
            f"{region.name}没有“{name}”的指导员派驻记录，请先导入指导员名册，或改填其所驻组织的代码。"
        )
    if len(found) > 1:
        raise RuleBroken(
            f"{region.name}有 {len(found)} 位指导员叫“{name}”，"
            "请改填下级单位的代码，或其所驻组织的代码。"
        )
    return next(iter(found))


def _refuse_outside(actor: Actor, region: Region, code: str) -> None:
    path = managed_path(actor)
    if path is not None and not region.path.startswith(path):
        raise _unknown(code)


def _unknown(code: str) -> RuleBroken:
    return RuleBroken(f"没有代码为“{code}”的单位或组织，或者它不在您管理的范围内。")
