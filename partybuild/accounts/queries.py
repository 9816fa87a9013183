"""Who somebody is today: users, appointments, and the actor made of one of them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor, Body, Reach, Unit
from partybuild.access.permissions import Role
from partybuild.accounts.models import Appointment, AppointmentOrganization, SignIn, User
from partybuild.accounts.ports import reach_ports
from partybuild.db import db
from partybuild.db.work import NotPermitted
from partybuild.regions.models import Region

TOP = "000000"


def actor_of(appointment_id: int) -> Actor:
    """The actor of an appointment that holds today, of a user who is not disabled.

    Raises NotPermitted otherwise.
    """
    today = clock.today()
    found = db.session.execute(
        select(Appointment, User, Region)
        .join(User, User.id == Appointment.user_id)
        .outerjoin(Region, Region.id == Appointment.region_id)
        .where(Appointment.id == appointment_id)
    ).one_or_none()
    if found is None:
        raise NotPermitted("这个岗位已不存在，请重新登录。")
    appointment, user, region = found
    disabled = user.disabled_on is not None and user.disabled_on <= today
    if disabled or not appointment.valid_from <= today < appointment.valid_to:
        raise NotPermitted("您的账号或岗位已停用，请联系本单位系统管理员。")
    reach, place = _reach(appointment, region)
    return Actor(
        role=appointment.role,
        reach=reach,
        user_id=user.id,
        appointment_id=appointment.id,
        login=user.login,
        name=user.name,
        unit_name=place,
        others=len(appointments_of(user.id)),
    )


def _reach(appointment: Appointment, region: Region | None) -> tuple[Reach, str]:
    if appointment.role.administers:
        return Reach(user_id=appointment.user_id), region.name if region else ""
    if appointment.body_id is not None:
        body: Body = reach_ports.body(appointment.body_id)
        return Reach(body=body, user_id=appointment.user_id), body.name
    if appointment.role in {Role.SECRETARY, Role.INSTRUCTOR}:
        ids = set(
            db.session.scalars(
                select(AppointmentOrganization.organization_id).where(
                    AppointmentOrganization.appointment_id == appointment.id
                )
            )
        )
        if appointment.person_key:
            ids |= reach_ports.assigned(appointment.person_key)
        reach = Reach(organization_ids=frozenset(ids), user_id=appointment.user_id)
        return reach, _of_organizations(ids)
    if region is None:
        return Reach(user_id=appointment.user_id), ""
    return Reach(unit=unit_of(region), user_id=appointment.user_id), region.name


def _of_organizations(ids: Collection[int]) -> str:
    """Where somebody stands who stands for organizations: the one, or how many."""
    if len(ids) == 1:
        return next(iter(reach_ports.organization_names(ids).values()), "")
    return f"{len(ids)} 家社会组织的"


def unit_of(region: Region) -> Unit:
    """The region as a place of reach."""
    return Unit(region.id, region.code, region.name, region.level, region.path)


def appointments_of(user_id: int) -> Sequence[Appointment]:
    """A user's appointments that hold today, oldest first."""
    today = clock.today()
    return db.session.scalars(
        select(Appointment)
        .where(
            Appointment.user_id == user_id,
            Appointment.valid_from <= today,
            Appointment.valid_to > today,
        )
        .order_by(Appointment.id)
    ).all()


def sign_ins_of(user_id: int) -> Sequence[SignIn]:
    """A user's sessions that have not been ended, newest first; old ones may have run out."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.id.desc())
        .limit(100)
    ).all()


def user_by_login(login: str) -> User | None:
    """The user with this login, whatever its case."""
    return db.session.scalars(select(User).where(User.login == login.strip().lower())).one_or_none()


def actor_by_login(login: str) -> Actor:
    """The actor of a user's first appointment, for `--as`; NotPermitted where there is none."""
    user = user_by_login(login)
    appointments = appointments_of(user.id) if user else []
    if not appointments:
        raise NotPermitted(f"没有账号“{login}”，或它今天没有岗位。")
    return actor_of(appointments[0].id)


def count_users() -> int:
    """How many accounts there are."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0
