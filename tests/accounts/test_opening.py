"""R12: the first administrators, by a secret that only the server room knows."""

import re

import pytest
from sqlalchemy import update

from partybuild.access.permissions import Role
from partybuild.accounts import opening, queries
from partybuild.accounts.models import Appointment
from partybuild.accounts.passwords import hash_password
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.work import work
from partybuild.regions.commands import set_setting
from partybuild.regions.queries import setting
from tests.accounts.door import enter, stranger
from tests.support.world import FIRST_DAY, ROOT

SECRET = "ABCD-EFGH-JKMN-PQRS"
THREE = {
    "secret": SECRET,
    "unit": "610000",
    "system_login": "a.xi",
    "system_name": "甲（演示）",
    "security_login": "a.an",
    "security_name": "乙（演示）",
    "audit_login": "a.ji",
    "audit_name": "丙（演示）",
}


@pytest.fixture
def fresh(app, cast):
    """An instance that has never had a system administrator."""
    with mode("write"):
        db.session.execute(
            update(Appointment).where(Appointment.role == Role.SYSTEM).values(role=Role.LEADER)
        )
        db.session.commit()
    with work(ROOT):
        set_setting(opening.SECRET, hash_password(SECRET))
    return stranger(app)


def test_opening_sets_the_first_day_and_makes_a_secret(fresh):
    with work(ROOT) as running:
        done = opening.open_instance(running.actor, ["61"], False, None)

    assert (done.divisions, done.first_day) == (0, FIRST_DAY)
    assert re.fullmatch(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", done.secret)
    assert done.secret not in setting(opening.SECRET)
    assert opening.is_open()


def test_there_is_no_secret_where_somebody_administers(cast):
    with work(ROOT) as running:
        assert opening.open_instance(running.actor, ["61"], False, None).secret is None


def test_the_three_are_opened_with_the_secret(fresh, app):
    assert "/setup" in fresh.get("/sign-in").text

    answer = fresh.post("/setup", data=THREE)

    codes = re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", answer.text)
    assert answer.status_code == 200
    assert len(codes) == 3
    for login, role, code in zip(
        ("a.xi", "a.an", "a.ji"), (Role.SYSTEM, Role.SECURITY, Role.AUDIT), codes, strict=True
    ):
        assert queries.actor_by_login(login).role is role
        assert enter(stranger(app), login, code).location.startswith("/password")


def test_the_door_of_the_setup_closes_behind_them(fresh, app):
    file = app.config["INSTANCE"].folder / opening.SECRET_FILE
    file.write_text(SECRET)
    fresh.post("/setup", data=THREE)
    assert not file.exists()
    assert fresh.get("/setup").status_code == 303
    again = fresh.post("/setup", data=THREE | {"system_login": "b.xi"})
    assert again.status_code == 422
    assert queries.user_by_login("b.xi") is None
    assert "/setup" not in fresh.get("/sign-in").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret": "WRONG"}, "初始化口令不对"),
        ({"audit_login": "a.xi"}, "三个人"),
        ({"unit": "999999"}, "没有代码为"),
        ({"security_login": "bo"}, "已有人使用"),
    ],
)
def test_a_mistake_opens_nobody(fresh, change, said):
    answer = fresh.post("/setup", data=THREE | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert queries.user_by_login("a.xi") is None


def test_the_setup_is_closed_on_an_instance_in_use(app, cast):
    assert stranger(app).get("/setup").status_code == 303
    assert stranger(app).post("/setup", data=THREE | {"secret": ""}).status_code == 422
