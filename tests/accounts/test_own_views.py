"""R20: one's own sessions and posts."""

from partybuild.access.permissions import Role
from partybuild.accounts import commands, queries
from partybuild.db.work import work
from tests.accounts.door import living
from tests.support.world import ROOT


def another_post(actor, role=Role.LEADER, code="610000"):
    with work(ROOT) as running:
        commands.appoint(running.actor, actor.user_id, role, [code])
    return queries.appointments_of(actor.user_id)[-1].id


class TestSessions:
    def test_they_are_listed_and_can_be_ended(self, as_actor, cast):
        here, elsewhere = as_actor(cast.bo), as_actor(cast.bo)
        page = here.get("/account").text
        assert page.count("127.0.0.1") == 2
        other = page.split("/account/sessions/")[1].split("/closure")[0]

        assert here.post(f"/account/sessions/{other}/closure").status_code == 303

        assert elsewhere.get("/account").status_code == 303
        assert here.get("/account").status_code == 200

    def test_those_of_others_are_not_found(self, as_actor, cast):
        as_actor(cast.cheng)
        theirs = queries.sign_ins_of(cast.cheng.user_id)[0].id
        assert as_actor(cast.bo).post(f"/account/sessions/{theirs}/closure").status_code == 404
        assert living(cast.cheng.user_id) == 1


class TestPosts:
    def test_one_acts_in_one_post_at_a_time(self, as_actor, cast):
        post = another_post(cast.bo)
        client = as_actor(cast.bo)
        assert "换岗位" in client.get("/account").text

        answer = client.post(f"/appointments/{post}/current")

        assert answer.status_code == 303
        assert "陕西省" in client.get("/account").text.split("</header>")[0]
        assert living(cast.bo.user_id) == 1

    def test_r08_a_post_ended_meanwhile_opens_nothing(self, as_actor, cast):
        another_post(cast.bo)
        client = as_actor(cast.bo)
        with work(ROOT) as running:
            commands.end_appointment(running.actor, cast.bo.user_id, cast.bo.appointment_id)
        assert client.get("/account").status_code == 303

    def test_the_posts_of_others_are_not_found(self, as_actor, cast):
        client = as_actor(cast.bo)
        path = f"/appointments/{cast.sheng.appointment_id}/current"
        assert client.post(path).status_code == 404
        assert "碑林区" in client.get("/account").text
