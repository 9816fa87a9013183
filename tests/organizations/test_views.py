"""Pages of the register, each: it works, and each refusal by name."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import work
from partybuild.organizations import codes, commands
from partybuild.organizations.keeping import Asked
from partybuild.organizations.rules import Part
from partybuild.party.kinds import Formation
from tests import factories
from tests.organizations.sending import ENDED, FORMS, HTMX, PROFILE, tell, without_token

pytestmark = pytest.mark.usefixtures("database")
PAGES = ["", "/sheet"]


class TestShow:
    def test_it_tells_who_and_what_and_the_next_step(self, as_actor, cast):
        number = factories.make_organization("碑林区豆花协会（演示）", full=4, trade=True)
        page = as_actor(cast.bo).get(f"/organizations/{number}").text
        for words in ("碑林区豆花协会（演示）", "行业协会商会", "应建未建", "登记入册", "未覆盖"):
            assert words in page
        assert f'href="/organizations/{number}/plan"' in page

    def test_a_covered_one_is_no_concern_and_names_its_branch(self, as_actor, cast):
        number = factories.make_organization(full=4)
        factories.make_party("豆花支部（演示）", formation=Formation.SINGLE, covers=[number])
        page = as_actor(cast.bo).get(f"/organizations/{number}").text
        assert "单独组建：豆花支部（演示）" in page
        assert "应建未建" not in page

    def test_an_ended_one_says_how_and_since_when(self, as_actor, cast):
        number = factories.make_organization(ended=ENDED)
        page = as_actor(cast.bo).get(f"/organizations/{number}").text
        assert "已吊销" in page
        assert "碑民罚〔2026〕3号" in page
        assert f"/organizations/{number}/restoration" in page
        assert f"/organizations/{number}/end" not in page

    def test_a_past_day_shows_the_facts_of_that_day(self, as_actor, cast):
        number = factories.make_organization(ended=ENDED)
        page = as_actor(cast.bo).get(f"/organizations/{number}?on=2026-02-28").text
        assert "2026年2月28日的情况" in page
        assert '<span class="chip fine">正常</span>' in page

    def test_a_reader_finds_no_buttons(self, as_actor, cast):
        number = factories.make_organization()
        page = as_actor(cast.dai).get(f"/organizations/{number}").text
        assert "修改" not in page
        assert "办理终止" not in page

    def test_other_rooms_add_their_panels(self, as_actor, cast, monkeypatch):
        from partybuild.organizations.ports import organization_ports

        shown = ("components/_problem.html", {"message": "别的屋子的一栏"})
        panels = [lambda actor, number: shown, lambda actor, number: None]
        monkeypatch.setattr(organization_ports, "panels", panels)
        number = factories.make_organization()
        client = as_actor(cast.bo)
        assert "别的屋子的一栏" in client.get(f"/organizations/{number}").text
        assert "别的屋子的一栏" not in client.get(f"/organizations/{number}?on=2026-01-01").text

    def test_a_longer_history_costs_no_more_queries(self, as_actor, cast, queries):
        number = factories.make_organization(full=1)
        client = as_actor(cast.bo)
        with queries() as before:
            client.get(f"/organizations/{number}")
        for year in (2021, 2022, 2023, 2024):
            values = {"staff": None, "full": year, "probationary": None, "affiliated": None}
            with work(cast.bo) as running:
                asked = Asked(10**9, date(year, 1, 1))
                commands.change(running.actor, number, Part.HEADCOUNT, values, asked)
        with queries() as after:
            client.get(f"/organizations/{number}")
        assert len(after) == len(before)


@pytest.mark.parametrize("path", [*PAGES, *FORMS])
def test_next_door_it_is_not_there(as_actor, cast, path):
    number = factories.make_organization()
    assert as_actor(cast.cheng).get(f"/organizations/{number}{path}").status_code == 404


class TestTelephone:
    def test_it_is_masked_everywhere_and_shown_once_on_the_record(self, as_actor, cast):
        number = factories.make_organization()
        tell(cast, number)
        client = as_actor(cast.bo)
        for path in ("", "/sheet", "/contact"):
            page = client.get(f"/organizations/{number}{path}").text
            assert "138****1234" in page
            assert "13800001234" not in page
        answer = client.post(f"/organizations/{number}/telephone", headers=HTMX)
        assert "13800001234" in answer.text
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert row.action == "查看电话全号"

    def test_readers_next_door_and_forgers_get_nothing(self, as_actor, cast):
        number = factories.make_organization()
        tell(cast, number)
        url = f"/organizations/{number}/telephone"
        assert as_actor(cast.dai).post(url).status_code == 403
        assert as_actor(cast.cheng).post(url).status_code == 404
        assert without_token(as_actor(cast.bo)).post(url).status_code == 400


class TestSheets:
    def test_each_organization_has_its_page(self, as_actor, cast):
        ids = [factories.make_organization(), factories.make_organization()]
        page = as_actor(cast.dai).get("/organizations/sheets", query_string={"id": ids}).text
        assert page.count('class="card sheet"') == 2

    def test_it_names_the_branch_its_secretary_and_who_else_was_sent(self, as_actor, cast):
        number = factories.make_organization()
        factories.make_party("豆花支部（演示）", covers=[number])
        factories.assign(number, name="刘指导（演示）")
        factories.make_mass(number)
        page = as_actor(cast.dai).get(f"/organizations/{number}/sheet").text
        for words in ("豆花支部（演示）", "刘指导（演示）", "工会"):
            assert words in page

    def test_one_out_of_reach_refuses_all(self, as_actor, cast):
        ids = [factories.make_organization(), factories.make_organization(unit="610102")]
        answer = as_actor(cast.bo).get("/organizations/sheets", query_string={"id": ids})
        assert answer.status_code == 404

    def test_none_and_too_many_are_refused_in_words(self, as_actor, cast):
        client = as_actor(cast.bo)
        assert "没有选中" in client.get("/organizations/sheets").text
        many = client.get("/organizations/sheets", query_string={"id": list(range(1, 502))})
        assert many.status_code == 409
        assert "最多打印 500 家" in many.text

    def test_more_sheets_cost_no_more_queries(self, as_actor, cast, queries):
        ids = [factories.make_organization(full=n) for n in range(8)]
        factories.make_party(covers=ids)
        client = as_actor(cast.bo)
        with queries() as few:
            client.get("/organizations/sheets", query_string={"id": ids[:2]})
        with queries() as many:
            client.get("/organizations/sheets", query_string={"id": ids})
        assert len(many) == len(few)


def test_a_long_history_is_shown_in_full_when_asked(as_actor, cast):
    number = factories.make_organization(full=0)
    for month in range(1, 33):
        with work(cast.bo) as running:
            values = {"staff": month, "full": 0, "probationary": None, "affiliated": None}
            day = date(2021 + month // 12, month % 12 + 1, 1)
            commands.change(running.actor, number, Part.HEADCOUNT, values, Asked(10**9, day))
    client = as_actor(cast.bo)
    page = client.get(f"/organizations/{number}").text
    assert "更早的经过" in page
    assert "登记入册" not in page
    whole = client.get(f"/organizations/{number}?history=all").text
    assert "登记入册" in whole
    assert "更早的经过" not in whole


class TestRegister:
    DATA = PROFILE | {"number": codes.make("51", "610103", 900200), "full": "3", "contact": "周"}

    def test_a_new_one_is_entered_and_shown(self, as_actor, cast):
        client = as_actor(cast.bo)
        answer = client.post("/organizations", data=self.DATA)
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert "新名协会（演示）" in page
        assert "应建未建" in page

    def test_a_bad_one_keeps_what_was_typed(self, as_actor, cast):
        data = self.DATA | {"number": "5161", "supervisor": "我写的主管单位"}
        answer = as_actor(cast.bo).post("/organizations", data=data)
        assert answer.status_code == 422
        assert "18 位" in answer.text
        assert "我写的主管单位" in answer.text

    def test_only_keepers_enter(self, as_actor, cast):
        assert as_actor(cast.bo).get("/organizations/new").status_code == 200
        assert as_actor(cast.dai).get("/organizations/new").status_code == 403
        assert as_actor(cast.dai).post("/organizations", data=self.DATA).status_code == 403
        bare = without_token(as_actor(cast.bo))
        assert bare.post("/organizations", data=self.DATA).status_code == 400
