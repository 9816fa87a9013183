"""R13, R20, R21: the first password, changing it, what it may not be."""

from datetime import datetime

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts.passwords import verify
from tests.accounts.door import (
    FIT,
    OTHER,
    enter,
    living,
    open_account,
    stranger,
    user_of,
    with_password,
)


def choose(client, new, again=None, **more):
    return client.post("/password", data={"new": new, "again": again or new, **more})


class TestFirstPassword:
    @pytest.fixture
    def newcomer(self, app, cast):
        code = open_account("wang", Role.OFFICER, "610103")
        client = stranger(app)
        client.code = code
        return client

    def test_r21_the_code_opens_nothing_but_the_choice_of_a_password(self, newcomer):
        answer = enter(newcomer, "wang", newcomer.code.lower(), next="/jobs")
        assert answer.location.startswith("/password")
        assert newcomer.get("/account").status_code == 303
        assert newcomer.post("/sign-out").status_code == 303
        assert newcomer.get("/password").status_code == 200

        assert choose(newcomer, FIT, next="/jobs").location == "/jobs"

        assert newcomer.get("/account").status_code == 200
        assert verify(FIT, user_of("wang").password)

    def test_the_code_is_of_no_use_afterwards(self, newcomer, app):
        enter(newcomer, "wang", newcomer.code)
        choose(newcomer, FIT)
        assert enter(stranger(app), "wang", newcomer.code).status_code == 422

    def test_the_code_runs_out(self, newcomer, monkeypatch):
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-27T09:30:01")
        assert enter(newcomer, "wang", newcomer.code).status_code == 422

    @pytest.mark.parametrize(
        ("new", "again", "said"),
        [
            ("short", None, "至少 12 位"),
            ("Wang-wang-2026", None, "容易被猜到"),
            (FIT, FIT + "x", "两次输入的新口令不一样"),
        ],
    )
    def test_r13_an_unfit_one_is_refused_with_its_reason(self, newcomer, new, again, said):
        enter(newcomer, "wang", newcomer.code)
        answer = choose(newcomer, new, again)
        assert answer.status_code == 422
        assert said in answer.text
        assert newcomer.get("/account").status_code == 303

    def test_without_such_a_session_the_page_leads_to_the_door(self, app, cast):
        client = stranger(app)
        assert client.get("/password").location.startswith("/sign-in")
        assert choose(client, FIT).location.startswith("/sign-in")

    def test_a_session_that_opens_everything_does_not_open_it(self, as_actor, cast):
        assert as_actor(cast.bo).get("/password").status_code == 303


def test_r13_an_old_password_leads_to_the_choice_of_a_new_one(app, cast):
    with_password("bo", changed_at=datetime(2026, 8, 1))
    client = stranger(app)
    assert enter(client, "bo").location.startswith("/password")
    answer = choose(client, FIT)
    assert "最近 5 次用过" in answer.text
    assert choose(client, OTHER).status_code == 303


def test_r13_the_setting_switches_that_off(app, cast, monkeypatch):
    monkeypatch.setitem(app.config, "PASSWORD_DAYS", 0)
    with_password("bo", changed_at=datetime(2020, 8, 1))
    assert enter(stranger(app), "bo").location == "/"


class TestChange:
    @pytest.fixture
    def bo(self, app, cast):
        with_password("bo")
        client = stranger(app)
        enter(client, "bo")
        return client

    def change(self, client, old=FIT, new=OTHER):
        return client.post("/account/password", data={"own": old, "new": new, "again": new})

    def test_r20_other_sessions_end_and_this_one_stays(self, bo, app, cast):
        elsewhere = stranger(app)
        enter(elsewhere, "bo")
        assert living(cast.bo.user_id) == 2

        assert self.change(bo).status_code == 303

        assert bo.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 303
        assert verify(OTHER, user_of("bo").password)

    def test_the_old_one_is_required(self, bo):
        answer = self.change(bo, old="something else")
        assert answer.status_code == 422
        assert "您的口令不对" in answer.text
        assert verify(FIT, user_of("bo").password)

    def test_r13_the_last_ones_may_not_return(self, bo):
        self.change(bo)
        assert "最近 5 次用过" in self.change(bo, old=OTHER, new=FIT).text

    def test_no_password_is_ever_shown_again(self, bo):
        answer = self.change(bo, new="short")
        assert FIT not in answer.text
        assert 'value="short"' not in answer.text
