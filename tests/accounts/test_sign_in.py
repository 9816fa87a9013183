"""R15–R16, R18–R19, R22, R25, R33: the door."""

import pytest
from sqlalchemy import select

from partybuild.access.permissions import Role
from partybuild.accounts import commands, passwords, sessions
from partybuild.accounts.models import Attempt, SignIn
from partybuild.audit.models import AuditRow, Repeats
from partybuild.db import db
from partybuild.db.work import work
from tests.accounts.door import FIT, enter, living, open_account, stranger, user_of, with_password
from tests.support.world import ROOT

WRONG = "not-the-password"


@pytest.fixture
def door(app, cast):
    """A browser in front of the sign-in page, where Bo has a password."""
    with_password("bo")
    return stranger(app)


def said(answer):
    """The page without what differs from one showing to the next: token and typed name."""
    import re

    text = re.sub(r'content="[^"]*"|value="[^"]*"|X-CSRFToken[^}]*', "", answer.text)
    return re.sub(r"\s+", " ", text)


def test_the_right_password_opens_the_start_page(door, cast):
    answer = enter(door, "bo")

    assert (answer.status_code, answer.location) == (303, "/")
    assert door.get("/account").status_code == 200
    assert living(cast.bo.user_id) == 1


def test_the_name_may_be_written_in_capitals(door):
    assert enter(door, " BO ").status_code == 303


class TestR16SameAnswer:
    def test_text_and_status_are_the_same_for_known_and_unknown(self, door):
        with work(ROOT) as running:
            commands.disable(running.actor, user_of("cheng").id)
        answers = [enter(door, login, WRONG) for login in ("bo", "nobody", "cheng", "")]

        assert {answer.status_code for answer in answers} == {422}
        assert said(answers[0]) == said(answers[1]) == said(answers[2])
        assert "登录名或口令不对" in answers[0].text

    def test_a_closed_account_with_the_right_password_learns_nothing(self, door, cast):
        with work(ROOT) as running:
            commands.disable(running.actor, cast.bo.user_id)
        assert said(enter(door, "bo")) == said(enter(door, "nobody"))

    def test_one_password_is_looked_at_for_every_name(self, app, cast, monkeypatch):
        """What takes time is done once, known or not; what it takes is measured in test_passwords."""
        looked: list[str] = []
        verify = passwords.verify
        monkeypatch.setattr(
            passwords, "verify", lambda word, stored: looked.append(word) or verify(word, stored)
        )
        with_password("bo")
        client = stranger(app)
        for login in ("bo", "nobody"):
            looked.clear()
            enter(client, login, WRONG)
            assert looked == [WRONG], login


class TestR15Throttle:
    def test_the_sixth_try_is_not_even_looked_at(self, door, cast):
        for _ in range(5):
            assert enter(door, "bo", WRONG).status_code == 422
        answer = enter(door, "bo")

        assert answer.status_code == 429
        assert "请在 09:45 以后再试" in answer.text
        assert db.session.query(Attempt).count() == 5

    def test_time_alone_opens_it_again(self, door, monkeypatch):
        for _ in range(5):
            enter(door, "bo", WRONG)
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T09:46:00")
        assert enter(door, "bo").status_code == 303

    def test_unknown_names_are_throttled_alike(self, door):
        for _ in range(5):
            enter(door, "nobody", WRONG)
        assert enter(door, "nobody", WRONG).status_code == 429


class TestR65Audit:
    def rows(self):
        return db.session.scalars(select(AuditRow).order_by(AuditRow.number)).all()

    def test_failures_within_a_minute_stand_on_one_row_with_their_count(self, door, monkeypatch):
        before = len(self.rows())
        for _ in range(3):
            enter(door, "bo", WRONG)
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T09:31:01")
        enter(door, "bo", WRONG)

        first, second = self.rows()[before:]
        assert (first.action, first.result, first.login) == ("登录", "failed", "bo")
        assert first.address == "127.0.0.1"
        counts = db.session.scalars(select(Repeats)).all()
        assert [(c.number, c.again) for c in counts] == [(first.number, 2)]
        assert second.number == first.number + 1

    def test_a_sign_in_and_a_sign_out_are_one_row_each(self, door, cast):
        before = len(self.rows())
        enter(door, "bo")
        door.post("/sign-out")

        new = self.rows()[before:]
        assert [(row.action, row.result) for row in new] == [("登录", "done"), ("退出", "done")]
        assert {row.user_id for row in new} == {cast.bo.user_id}


class TestR18Session:
    def test_the_token_is_kept_only_as_a_digest(self, door):
        enter(door, "bo")
        token = door.get_cookie(sessions.COOKIE).value
        row = db.session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert len(token) >= 43
        assert token not in (row.digest, "")

    def test_a_new_one_at_each_sign_in_and_the_old_one_is_dead(self, door, app):
        enter(door, "bo")
        old = door.get_cookie(sessions.COOKIE).value
        enter(door, "bo")

        assert door.get_cookie(sessions.COOKIE).value != old
        replay = app.test_client()
        replay.set_cookie(sessions.COOKIE, old)
        assert replay.get("/account").status_code == 303

    def test_after_signing_out_the_cookie_opens_nothing(self, door, app):
        enter(door, "bo")
        old = door.get_cookie(sessions.COOKIE).value
        answer = door.post("/sign-out")

        assert answer.location == "/sign-in"
        assert '"cache"' in answer.headers["Clear-Site-Data"]
        assert door.get_cookie(sessions.COOKIE) is None
        replay = app.test_client()
        replay.set_cookie(sessions.COOKIE, old)
        assert replay.get("/account").status_code == 303

    @pytest.mark.parametrize(
        ("later", "status"),
        [
            ("2026-11-20T10:00:00", 200),
            ("2026-11-20T10:00:01", 303),
            ("2026-11-20T21:31:00", 303),
        ],
    )
    def test_r19_it_ends_after_half_an_hour_of_nothing(self, door, monkeypatch, later, status):
        enter(door, "bo")
        monkeypatch.setenv("PARTYBUILD_NOW", later)
        assert door.get("/account").status_code == status

    def test_r19_it_ends_after_twelve_hours_however_busy(self, door, monkeypatch):
        enter(door, "bo")
        for quarter in range(1, 49):
            hour, minute = divmod(9 * 60 + 30 + quarter * 15, 60)
            monkeypatch.setenv("PARTYBUILD_NOW", f"2026-11-20T{hour:02}:{minute:02}:00")
            assert door.get("/account").status_code == 200
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T21:30:01")
        assert door.get("/account").status_code == 303


class TestR33Cookies:
    def cookies(self, answer):
        return {
            line.split("=", 1)[0]: line.split(";", 1)[1]
            for line in answer.headers.getlist("Set-Cookie")
        }

    def test_by_plain_http(self, door):
        flags = self.cookies(enter(door, "bo"))["partybuild"]
        assert "HttpOnly" in flags
        assert "SameSite=Lax" in flags
        assert "Secure" not in flags

    def test_by_tls_they_are_bound_to_the_host(self, app, cast):
        client = app.test_client()
        first = self.cookies(client.get("/sign-in", base_url="https://localhost"))
        assert "Secure" in first["__Host-session"]
        assert "Path=/" in first["__Host-session"]
        with app.test_request_context(base_url="https://localhost"):
            answer = app.make_response("")
            sessions.give_cookie(answer, "token")
        flags = self.cookies(answer)["__Host-partybuild"]
        assert "Secure" in flags
        assert "HttpOnly" in flags
        assert "Domain" not in flags


class TestR22Next:
    def test_it_leads_back_to_where_one_was(self, door):
        assert door.get("/jobs").location == "/sign-in?next=/jobs"
        assert 'value="/jobs"' in door.get("/sign-in?next=/jobs").text
        assert enter(door, "bo", next="/jobs").location == "/jobs"

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_never_to_another_site(self, door, target):
        assert enter(door, "bo", next=target).location == "/"

    def test_r30_an_expired_session_sends_the_whole_page(self, door):
        answer = door.get(
            "/jobs",
            headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/jobs?x=1"},
        )
        assert answer.status_code == 204
        goal = answer.headers["HX-Redirect"]
        assert goal.startswith("/sign-in?next=")
        assert enter(door, "bo", next="http://localhost/jobs?x=1").location == "/jobs?x=1"


class TestR25Forgery:
    def test_sign_in_without_a_token_is_refused(self, door):
        del door.environ_base["HTTP_X_CSRFTOKEN"]
        assert enter(door, "bo").status_code == 400

    def test_sign_out_from_another_site_is_refused(self, door):
        enter(door, "bo")
        answer = door.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400
        assert door.get("/account").status_code == 200


def test_the_page_says_what_the_system_is_for(app, cast):
    text = app.test_client().get("/sign-in").text
    assert "非涉密系统" in text
    assert "30 分钟" in text


def test_plain_http_from_elsewhere_is_said(app, cast):
    client = app.test_client()
    assert "没有加密" not in client.get("/sign-in").text
    elsewhere = client.get("/sign-in", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert "没有加密" in elsewhere.text


def test_demo_accounts_are_one_button_each(app, cast, monkeypatch):
    with_password("bo")
    monkeypatch.setitem(app.config, "DEMO_ACCOUNTS", [("bo", FIT, "碑林区党务干部")])
    text = app.test_client().get("/sign-in").text
    assert "演示账号" in text
    assert f'name="password" value="{FIT}"' in text


def test_no_demo_accounts_anywhere_else(app, cast):
    assert "演示账号" not in app.test_client().get("/sign-in").text


def test_somebody_without_a_post_cannot_sign_in(door, cast):
    with work(ROOT) as running:
        commands.end_appointment(running.actor, cast.bo.user_id, cast.bo.appointment_id)
    assert enter(door, "bo").status_code == 422


def test_the_last_post_acted_in_is_taken_up_again(door, cast):
    with work(ROOT) as running:
        commands.appoint(running.actor, cast.bo.user_id, Role.LEADER, ["610000"])
    enter(door, "bo")
    page = door.get("/appointments").text
    assert "陕西省领导" in page
    other = page.split("/appointments/")[1].split("/current")[0]
    assert door.post(f"/appointments/{other}/current").status_code == 303
    door.post("/sign-out")
    again = stranger(door.application)
    enter(again, "bo")
    assert "陕西省" in again.get("/account").text.split("</header>")[0]


def test_r12_no_account_has_a_password_by_itself(app, cast):
    open_account("wang", Role.OFFICER, "610103")
    client = stranger(app)
    for guess in ("", "wang", "admin", "123456", "x"):
        assert enter(client, "wang", guess).status_code in {422, 429}
