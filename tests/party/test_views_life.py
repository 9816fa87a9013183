from datetime import date

from partybuild.access.permissions import Role
from partybuild.party import life_commands
from partybuild.party.kinds import LifeKind
from partybuild.party.life_commands import Held
from tests.factories import make_organization, make_party
from tests.party.acts import events, lives, run, somebody_of

HTMX = {"HX-Request": "true"}
LINE = {"kind": "lesson", "held_on": "2026-11-05", "due": "9", "attended": "8", "topic": "党课"}


class TestRecord:
    def test_one_line_comes_back_in_its_place(self, as_actor, cast):
        number = make_party()
        answer = as_actor(cast.bo).post(f"/party/{number}/life", data=LINE, headers=HTMX)

        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<section class="card" id="life">')
        assert "2026-11-05" in answer.text
        assert len(lives(number)) == 1

    def test_without_scripts_the_page_comes_back(self, as_actor, cast):
        number = make_party()
        answer = as_actor(cast.bo).post(f"/party/{number}/life", data=LINE)

        assert (answer.status_code, answer.location) == (303, f"/party/{number}#life")

    def test_what_was_typed_stays(self, as_actor, cast):
        number = make_party()
        data = LINE | {"attended": "10"}
        answer = as_actor(cast.bo).post(f"/party/{number}/life", data=data, headers=HTMX)

        assert answer.status_code == 422
        assert "实到人数多于应到" in answer.text
        assert 'value="党课"' in answer.text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        number = make_party()
        assert as_actor(cast.cheng).post(f"/party/{number}/life", data=LINE).status_code == 404
        assert as_actor(cast.dai).post(f"/party/{number}/life", data=LINE).status_code == 403

    def test_a_year_is_read_against_what_is_usual(self, as_actor, cast):
        number = make_party()
        text = as_actor(cast.dai).get(f"/party/{number}/life").text

        assert "缺 3 个季度" in text
        assert as_actor(cast.cheng).get(f"/party/{number}/life").status_code == 404


class TestStrike:
    def line(self, cast):
        number = make_party()
        held = Held(LifeKind.LESSON, date(2026, 11, 5), 9, 8, "党课")
        return number, run(cast.bo, life_commands.record_life, number, held)

    def test_it_asks_why_and_strikes_out(self, as_actor, cast):
        number, line = self.line(cast)
        client = as_actor(cast.bo)

        asked = client.get(f"/party/life/{line}/removal")
        refused = client.post(f"/party/life/{line}/removal", data={})
        done = client.post(f"/party/life/{line}/removal", data={"reason": "登记重复"})

        assert "2026年11月5日" in asked.text
        assert refused.status_code == 422
        assert done.location == f"/party/{number}#life"
        assert lives(number) == []
        assert events(number)[0].reason == "登记重复"

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        _, line = self.line(cast)
        url = f"/party/life/{line}/removal"
        for actor, status in [(cast.cheng, 404), (cast.dai, 403)]:
            assert as_actor(actor).get(url).status_code == status
            assert as_actor(actor).post(url, data={"reason": "重复"}).status_code == status


class TestByHand:
    def test_a_secretary_enters_their_own(self, as_actor, database):
        mine = make_organization()
        number = make_party("甲支部（演示）", covers=[mine])
        client = as_actor(somebody_of(Role.SECRETARY, mine))

        page = client.get("/party/life/new").text
        answer = client.post("/party/life/new", data=LINE | {"party": number})
        after = client.get(answer.location).text

        assert "甲支部（演示）" in page
        assert 'class="hand"' in page
        assert answer.status_code == 303
        assert "今年已登记 1 次" in after

    def test_what_was_typed_stays(self, as_actor, database):
        mine = make_organization()
        number = make_party(covers=[mine])
        client = as_actor(somebody_of(Role.SECRETARY, mine))

        data = LINE | {"party": number, "held_on": "2026-11-21"}
        answer = client.post("/party/life/new", data=data)

        assert answer.status_code == 422
        assert "还没有到" in answer.text
        assert 'value="党课"' in answer.text

    def test_somebody_elses_cannot_be_chosen(self, as_actor, database):
        other = make_party()
        mine = make_organization()
        make_party(covers=[mine])
        client = as_actor(somebody_of(Role.SECRETARY, mine))

        answer = client.post("/party/life/new", data=LINE | {"party": other})

        assert answer.status_code == 422
        assert lives(other) == []

    def test_a_secretary_without_party_organization_is_told(self, as_actor, database):
        client = as_actor(somebody_of(Role.SECRETARY, make_organization()))
        assert "没有可以登记的党组织" in client.get("/party/life/new").text

    def test_an_officer_enters_for_the_one_asked_for(self, as_actor, cast):
        number = make_party("甲支部（演示）")
        client = as_actor(cast.bo)

        assert "甲支部（演示）" in client.get(f"/party/life/new?party={number}").text
        client.post("/party/life/new", data=LINE | {"party": number})
        assert len(lives(number)) == 1

    def test_a_leader_may_not(self, as_actor, cast):
        assert as_actor(cast.dai).get("/party/life/new").status_code == 403
