"""账号管理: what the system administrator sees and does, and nobody else."""

import re

import pytest
from sqlalchemy import update

from partybuild.access.permissions import Role
from partybuild.accounts import directory, queries
from partybuild.accounts.models import Appointment
from partybuild.accounts.passwords import verify
from partybuild.db import db
from partybuild.db.engine import mode
from tests.accounts.door import FIT, enter, living, open_account, stranger, user_of, with_password

OWN = {"own": FIT}
NEW = OWN | {"login": "wang", "name": "王新（演示）", "role": "officer", "codes": "610103"}
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


@pytest.fixture
def xi(as_actor, cast):
    with_password("xi")
    return as_actor(cast.xi)


class TestList:
    def test_it_shows_who_where_and_in_which_state(self, xi):
        page = xi.get("/users").text
        assert "bo（演示）" in page
        assert "碑林区党务干部" in page
        assert "共 11 个账号" in page

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ({"q": "bo"}, 1),
            ({"q": "（演示）"}, 11),
            ({"q": "%"}, 0),
            ({"role": "leader"}, 1),
            ({"role": "officer", "q": "sh"}, 2),
            ({"state": "active"}, 11),
            ({"state": "waiting"}, 0),
            ({"role": "nonsense"}, 11),
        ],
    )
    def test_filters_live_in_the_url(self, xi, asked, count):
        page = xi.get("/users", query_string=asked).text
        assert (f"共 {count} 个账号" in page) if count else ("没有符合条件的账号" in page)

    def test_pages_are_followed_by_cursor(self, xi, cast, monkeypatch):
        monkeypatch.setattr(directory, "PAGE", 4)
        seen, url = [], "/users"
        while url:
            page = xi.get(url).text
            seen += re.findall(r'class="mono" href="/users/\d+">(\w+)<', page)
            found = re.search(r'rel="next" href="([^"]+)"', page)
            url = found[1].replace("&amp;", "&") if found else None
        assert seen == sorted(seen)
        assert len(set(seen)) == 11
        back = re.search(r'rel="prev" href="([^"]+)"', page)[1]
        assert seen[4:8] == re.findall(r'href="/users/\d+">(\w+)<', xi.get(back).text)

    def test_it_costs_the_same_for_one_and_for_many(self, xi, queries):
        with queries() as few:
            xi.get("/users?q=bo")
        with queries() as many:
            xi.get("/users")
        assert len(few) == len(many)

    def test_only_the_own_units_are_listed(self, as_actor, cast):
        open_account("xian", Role.SYSTEM, "610103")
        page = as_actor(queries.actor_by_login("xian")).get("/users").text
        assert "bo（演示）" in page
        assert "jie（演示）" in page
        for beyond in ("cheng（演示）", "shi（演示）", "sheng（演示）"):
            assert beyond not in page

    def test_a_post_that_names_no_unit_is_kept_at_the_top(self, xi, as_actor, cast):
        with mode("write"):
            db.session.execute(
                update(Appointment)
                .where(Appointment.id == cast.bo.appointment_id)
                .values(region_id=None)
            )
            db.session.commit()
        open_account("xian", Role.SYSTEM, "610103")

        assert "bo（演示）" in xi.get("/users").text
        assert xi.get(f"/users/{cast.bo.user_id}").status_code == 200
        local = as_actor(queries.actor_by_login("xian"))
        assert local.get(f"/users/{cast.bo.user_id}").status_code == 404


class TestCreate:
    def test_the_code_is_shown_once_and_works(self, xi, app):
        answer = xi.post("/users", data=NEW)
        code = CODE.search(answer.text)[0]

        assert answer.status_code == 200
        assert code not in xi.get("/users").text
        assert code not in xi.get(f"/users/{user_of('wang').id}").text
        assert enter(stranger(app), "wang", code).location.startswith("/password")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"login": "1"}, "登录名须以字母开头"),
            ({"login": "bo"}, "已有人使用"),
            ({"codes": "999999"}, "没有代码为“999999”"),
            ({"codes": ""}, "请填写单位代码"),
            ({"role": "command"}, "岗位"),
            ({"name": ""}, "请填写姓名"),
        ],
    )
    def test_a_mistake_is_said_and_the_form_kept(self, xi, change, said):
        answer = xi.post("/users", data=NEW | change)
        assert answer.status_code == 422
        assert said in answer.text
        assert (change.get("name", "王新（演示）")) in answer.text
        assert CODE.search(answer.text) is None


class TestR23FreshPassword:
    """A session left open is not enough to grant a role."""

    def test_without_the_own_password_nothing_is_granted(self, xi, cast):
        for own in ("", "guess"):
            assert xi.post("/users", data=NEW | {"own": own}).status_code == 422
        post = f"/users/{cast.bo.user_id}/appointments"
        answer = xi.post(post, data={"role": "leader", "codes": "610000", "own": "guess"})
        assert answer.status_code == 422
        assert "您的口令不对" in answer.text
        assert queries.user_by_login("wang") is None
        assert len(queries.appointments_of(cast.bo.user_id)) == 1

    def test_guessing_is_throttled_as_at_the_door(self, xi):
        for _ in range(5):
            xi.post("/users", data=NEW | {"own": "guess"})
        answer = xi.post("/users", data=NEW)
        assert answer.status_code == 422
        assert "尝试次数过多" in answer.text


class TestOneAccount:
    def test_a_reset_shows_a_code_and_ends_sessions(self, xi, as_actor, cast):
        bo = as_actor(cast.bo)
        answer = xi.post(f"/users/{cast.bo.user_id}/code")
        code = CODE.search(answer.text)[0]

        assert verify(code, user_of("bo").one_time)
        assert bo.get("/account").status_code == 303

    def test_r08_closing_binds_on_the_next_request(self, xi, as_actor, cast):
        bo = as_actor(cast.bo)
        assert xi.post(f"/users/{cast.bo.user_id}/closure").status_code == 303
        assert bo.get("/account").status_code == 303
        assert "已停用" in xi.get(f"/users/{cast.bo.user_id}").text

    def test_a_post_is_given_and_ended(self, xi, cast):
        base = f"/users/{cast.bo.user_id}"
        xi.post(f"{base}/appointments", data=OWN | {"role": "leader", "codes": "610000"})
        page = xi.get(base).text
        assert "陕西省领导" in page
        post = queries.appointments_of(cast.bo.user_id)[-1].id

        assert xi.post(f"{base}/appointments/{post}/closure").status_code == 303

        assert "陕西省领导" not in xi.get(base).text

    def test_a_post_that_breaks_a_rule_is_refused_in_words(self, xi, cast):
        answer = xi.post(
            f"/users/{cast.ji.user_id}/appointments",
            data=OWN | {"role": "system", "codes": "610000"},
        )
        assert answer.status_code == 422
        assert "三员分立" in answer.text

    def test_r06_a_post_under_another_account_is_not_found(self, xi, cast):
        path = f"/users/{cast.bo.user_id}/appointments/{cast.cheng.appointment_id}/closure"
        assert xi.post(path).status_code == 404
        assert len(queries.appointments_of(cast.cheng.user_id)) == 1

    def test_all_sessions_are_ended(self, xi, as_actor, cast):
        as_actor(cast.bo)
        as_actor(cast.bo)
        xi.post(f"/users/{cast.bo.user_id}/sessions/closure")
        assert living(cast.bo.user_id) == 0

    def test_r10_the_last_administrator_stays(self, xi, cast):
        answer = xi.post(f"/users/{cast.ji.user_id}/closure")
        assert answer.status_code == 409
        assert "最后一位审计管理员" in answer.text


class TestRefused:
    @pytest.mark.parametrize("login", ["bo", "sheng", "ji", "an", "dai"])
    def test_r04_nobody_else_comes_in(self, as_actor, cast, login):
        client = as_actor(getattr(cast, login))
        target = f"/users/{cast.cheng.user_id}"
        assert client.get("/users").status_code == 403
        assert client.get(target).status_code == 403
        for path in (f"{target}/code", f"{target}/closure", "/users"):
            assert client.post(path, data=NEW).status_code == 403
        assert user_of("cheng").disabled_on is None

    def test_without_a_token_nothing_happens(self, xi, cast):
        del xi.environ_base["HTTP_X_CSRFTOKEN"]
        assert xi.post(f"/users/{cast.bo.user_id}/closure").status_code == 400
        assert user_of("bo").disabled_on is None
