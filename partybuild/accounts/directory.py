"""The accounts an administrator manages: lists, posts, sessions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, select, true

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.accounts.models import Appointment, AppointmentOrganization, SignIn, User
from partybuild.accounts.places import managed_path, posts_under
from partybuild.accounts.ports import reach_ports
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.regions.models import Region

PAGE = 50


@dataclass(frozen=True, slots=True)
class Post:
    """An appointment as it is shown: role and place."""

    id: int
    role: Role
    place: str

    @property
    def label(self) -> str:
        """Place and role in one word."""
        return f"{self.place}{self.role.label}"


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the list of accounts."""

    user: User
    posts: Sequence[Post]
    seen_at: datetime | None

    @property
    def state(self) -> tuple[str, str]:
        """Word and tone."""
        if self.user.disabled_on is not None and self.user.disabled_on <= clock.today():
            return "已停用", "neutral"
        if self.user.one_time:
            until = self.user.one_time_until
            expired = until is not None and until < clock.local_now()
            return ("一次性口令已过期", "late") if expired else ("待首次登录", "soon")
        return ("在用", "fine") if self.posts else ("无岗位", "soon")


def _managed(actor: Actor) -> ColumnElement[bool]:
    """Users of the administrator's units, without those who also hold a post elsewhere."""
    path = managed_path(actor)
    if path is None:
        return true() if actor.reach.everything else false()
    of_user = (
        select(Appointment.id)
        .outerjoin(Region, Region.id == Appointment.region_id)
        .where(Appointment.user_id == User.id)
    )
    mine, elsewhere = posts_under(path), not_(func.coalesce(posts_under(path), false()))
    return and_(exists(of_user.where(mine)), ~exists(of_user.where(_holds(), elsewhere)))


def _holds() -> ColumnElement[bool]:
    today = clock.today()
    return and_(Appointment.valid_from <= today, Appointment.valid_to > today)


def user(actor: Actor, user_id: int) -> User:
    """A user this administrator manages, else OutOfReach."""
    query = select(User).where(User.id == user_id, _managed(actor))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _filtered(actor: Actor, filters: Mapping[str, str]) -> Select[User]:
    query = select(User).where(_managed(actor))
    if text := filters.get("q", "").strip():
        query = query.where(
            User.login.startswith(text.lower(), autoescape=True)
            | User.name.contains(text, autoescape=True)
        )
    if role := filters.get("role"):
        kept = select(Appointment.id).where(Appointment.user_id == User.id, _holds())
        query = query.where(exists(kept.where(Appointment.role == Role(role))))
    state = filters.get("state")
    disabled = User.disabled_on.is_not(None)
    if state == "disabled":
        query = query.where(disabled)
    if state == "active":
        query = query.where(~disabled, User.one_time == "")
    if state == "waiting":
        query = query.where(~disabled, User.one_time != "")
    return query


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of accounts, how many there are, and the logins between which it stands."""

    rows: Sequence[Account]
    total: int
    before: str
    after: str


def accounts(
    actor: Actor, filters: Mapping[str, str], after: str = "", before: str = ""
) -> Listing:
    """A page of the accounts this administrator manages, by login."""
    query = _filtered(actor, filters)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if before:
        backwards = query.where(User.login < before).order_by(User.login.desc()).limit(PAGE + 1)
        users = list(db.session.scalars(backwards))
        more_before, more_after = len(users) > PAGE, True
        users = users[:PAGE][::-1]
    else:
        forwards = query.where(User.login > after).order_by(User.login).limit(PAGE + 1)
        users = list(db.session.scalars(forwards))
        more_before, more_after = bool(after), len(users) > PAGE
        users = users[:PAGE]
    return Listing(
        _lines(users),
        total,
        users[0].login if users and more_before else "",
        users[-1].login if users and more_after else "",
    )


def _lines(users: Sequence[User]) -> list[Account]:
    ids = [found.id for found in users]
    posts = posts_of(ids)
    seen = dict(
        db.session.execute(
            select(SignIn.user_id, func.max(SignIn.seen_at))
            .where(SignIn.user_id.in_(ids))
            .group_by(SignIn.user_id)
        ).all()
    )
    return [Account(found, posts.get(found.id, []), seen.get(found.id)) for found in users]


def account(actor: Actor, user_id: int) -> Account:
    """One account this administrator manages."""
    return _lines([user(actor, user_id)])[0]


def posts_of(user_ids: Collection[int]) -> Mapping[int, list[Post]]:
    """The appointments that hold today, by user, with the names of their places."""
    rows = db.session.execute(
        select(Appointment, Region.name)
        .outerjoin(Region, Region.id == Appointment.region_id)
        .where(Appointment.user_id.in_(sorted(set(user_ids))), _holds())
        .order_by(Appointment.id)
    ).all()
    bodies = reach_ports.body_names([a.body_id for a, _ in rows if a.body_id is not None])
    owned = _owned([a.id for a, _ in rows if a.role in {Role.SECRETARY, Role.INSTRUCTOR}])
    posts: dict[int, list[Post]] = {}
    for appointment, region in rows:
        name = bodies.get(appointment.body_id or 0) or owned.get(appointment.id) or region or ""
        posts.setdefault(appointment.user_id, []).append(
            Post(appointment.id, appointment.role, name)
        )
    return posts


def _owned(appointment_ids: Collection[int]) -> Mapping[int, str]:
    if not appointment_ids:
        return {}
    rows = db.session.execute(
        select(
            AppointmentOrganization.appointment_id, AppointmentOrganization.organization_id
        ).where(AppointmentOrganization.appointment_id.in_(sorted(appointment_ids)))
    ).all()
    names = reach_ports.organization_names([organization for _, organization in rows])
    found: dict[int, list[str]] = {}
    for appointment, organization in rows:
        found.setdefault(appointment, []).append(names.get(organization, ""))
    return {number: "、".join(sorted(kept)) for number, kept in found.items()}


def administrators_besides(user_id: int) -> Mapping[Role, int]:
    """How many other users who are not disabled hold each role of an administrator today."""
    rows = db.session.execute(
        select(Appointment.role, func.count(Appointment.user_id.distinct()))
        .join(User, User.id == Appointment.user_id)
        .where(Appointment.user_id != user_id, User.disabled_on.is_(None), _holds())
        .group_by(Appointment.role)
    )
    return dict(rows.all())
