"""Pages of the register, each: it works, and each refusal by name."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import work
from partybuild.organizations import codes, commands, queries
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.rules import Part
from partybuild.party.kinds import Formation
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
HTMX = {"HX-Request": "true"}
TODAY = "2026-11-20"
ENDED = (OrganizationState.REVOKED, date(2026, 3, 1), "碑民罚〔2026〕3号")
PAGES = ["", "/sheet"]
FORMS = [
    *("/profile", "/contact", "/headcount", "/board-term", "/plan"),
    *("/unit", "/number", "/standing", "/end", "/restoration"),
]


def version(cast, number):
    found = queries.version(cast.shi, number)
    db.session.rollback()
    return str(found)


def sent(cast, organization_id, **more):
    """A form of the day, as the page hands it out."""
    return {"version": version(cast, organization_id), "mode": "change", "on": TODAY} | more


def without_token(client):
    client.environ_base.pop("HTTP_X_CSRFTOKEN")
    return client


def fresh(cast, number):
    db.session.remove()
    return queries.organization(cast.shi, number)


def facts(cast, number):
    return queries.facts_on(cast.shi, [number], date(2026, 11, 20))[number]


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

        shown = ("components/_problem.html", {"message": "三同步"})
        panels = [lambda actor, number: shown, lambda actor, number: None]
        monkeypatch.setattr(organization_ports, "panels", panels)
        number = factories.make_organization()
        client = as_actor(cast.bo)
        assert "三同步" in client.get(f"/organizations/{number}").text
        assert "三同步" not in client.get(f"/organizations/{number}?on=2026-01-01").text

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


@pytest.mark.parametrize("path", FORMS)
def test_every_form_opens_for_an_officer_and_no_reader(as_actor, cast, path):
    number = factories.make_organization(ended=ENDED if path == "/restoration" else None)
    assert as_actor(cast.bo).get(f"/organizations/{number}{path}").status_code == 200
    assert as_actor(cast.dai).get(f"/organizations/{number}{path}").status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_nothing_is_written_next_door_nor_without_a_token(as_actor, cast, path):
    number = factories.make_organization(full=2)
    data = sent(cast, number, **FILLED[path])
    assert as_actor(cast.cheng).post(f"/organizations/{number}{path}", data=data).status_code == 404
    assert as_actor(cast.dai).post(f"/organizations/{number}{path}", data=data).status_code == 403
    bare = without_token(as_actor(cast.bo))
    assert bare.post(f"/organizations/{number}{path}", data=data).status_code == 400
    assert version(cast, number) == data["version"]


_PROFILE = {
    "name": "新名协会（演示）",
    "kind": "association",
    "registered_on": "2020-03-02",
    "level": "县级",
    "region": "610103",
    "registration_way": "",
    "industry": "",
}
_DAY = {"effective_on": "2026-06-01"}
_DOCUMENT = {"document": "碑民〔2026〕1号"}
FILLED = {
    "/profile": _PROFILE | _DAY,
    "/contact": {"contact": "周某某"} | _DAY,
    "/headcount": {"full": "5"} | _DAY,
    "/board-term": {"elected_on": "2025-06-01"} | _DAY,
    "/plan": {"reason_listed": "没有党员"} | _DAY,
    "/unit": {"unit": "610103001", "reason": "由街道管理"} | _DAY,
    "/number": {"number": codes.make("51", "610103", 900123), "reason": "原录错"},
    "/standing": {"state": "abnormal"} | _DAY | _DOCUMENT,
    "/end": {"state": "cancelled", "confirmed": "y"} | _DAY | _DOCUMENT,
    "/restoration": {"reason": "录错了单位"},
}
WRONG = {
    "/profile": ({"name": "", "supervisor": "我写的主管单位"}, "我写的主管单位"),
    "/contact": ({"telephone": "610103199001011234", "contact": "我写的人"}, "我写的人"),
    "/headcount": ({"full": "三", "staff": "77"}, "77"),
    "/board-term": ({"elected_on": "2026-13-01", "last_day": "2027-01-05"}, "2027-01-05"),
    "/plan": ({"planned_on": "年底", "responsible": "我写的人"}, "我写的人"),
    "/unit": ({"unit": "没有这个县", "reason": "我写的理由"}, "我写的理由"),
    "/number": ({"number": "5161", "reason": "我写的理由"}, "我写的理由"),
    "/standing": ({"effective_on": "", "reason": "我写的理由"}, "我写的理由"),
    "/end": ({"confirmed": "", "reason": "我写的理由"}, "我写的理由"),
    "/restoration": ({"document": "我写的文号"}, "我写的文号"),
}


@pytest.mark.parametrize("path", FORMS)
def test_a_bad_form_comes_back_with_what_was_typed(as_actor, cast, path):
    number = factories.make_organization(full=2)
    changes, typed = WRONG[path]
    data = {k: v for k, v in (sent(cast, number) | FILLED[path] | changes).items() if v}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 422
    assert typed in answer.text
    assert 'role="alert"' in answer.text
    assert version(cast, number) == data["version"]


@pytest.mark.parametrize("path", [path for path in FORMS if "effective_on" in FILLED[path]])
def test_a_change_without_its_day_is_no_correction(as_actor, cast, path):
    number = factories.make_organization(full=2)
    data = sent(cast, number, **FILLED[path]) | {"effective_on": ""}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 422
    assert 'effective_on-error"' in answer.text
    assert version(cast, number) == data["version"]


@pytest.mark.parametrize("path", FORMS)
def test_a_good_form_is_kept_and_leads_back(as_actor, cast, path):
    number = factories.make_organization(full=2, ended=ENDED if path == "/restoration" else None)
    data = sent(cast, number, **FILLED[path])
    client = as_actor(cast.bo)
    answer = client.post(f"/organizations/{number}{path}", data=data)
    assert (answer.status_code, answer.location) == (303, f"/organizations/{number}")
    assert "已保存" in client.get(answer.location).text
    assert version(cast, number) > data["version"]


class TestEdit:
    def test_htmx_gets_the_piece_that_the_page_includes(self, as_actor, cast):
        number = factories.make_organization(full=2)
        client = as_actor(cast.bo)
        piece = client.get(f"/organizations/{number}/headcount", headers=HTMX).text
        assert piece.lstrip().startswith('<section class="card" id="part-headcount">')
        assert "<html" not in piece
        assert 'id="part-headcount"' in client.get(f"/organizations/{number}").text

    def test_htmx_is_sent_to_the_page_when_it_is_kept(self, as_actor, cast):
        number = factories.make_organization(full=2)
        data = sent(cast, number, **FILLED["/headcount"])
        url = f"/organizations/{number}/headcount"
        answer = as_actor(cast.bo).post(url, data=data, headers=HTMX)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (
            204,
            f"/organizations/{number}",
        )

    def test_what_a_rule_refuses_comes_back_with_its_sentence(self, as_actor, cast):
        number = factories.make_organization(full=2)
        data = sent(cast, number, full="2", effective_on="2026-06-01", reason="我写的理由")
        answer = as_actor(cast.bo).post(f"/organizations/{number}/headcount", data=data)
        assert answer.status_code == 422
        assert "没有改动" in answer.text
        assert "我写的理由" in answer.text

    def test_who_comes_late_is_told_and_may_send_again(self, as_actor, cast):
        number = factories.make_organization(full=2)
        late = sent(cast, number, **FILLED["/headcount"])
        with work(cast.bo) as running:
            values = {"staff": 9, "full": 2, "probationary": None, "affiliated": None}
            asked = Asked(int(late["version"]), date(2026, 1, 1))
            commands.change(running.actor, number, Part.HEADCOUNT, values, asked)
        client = as_actor(cast.bo)
        answer = client.post(f"/organizations/{number}/headcount", data=late)
        assert answer.status_code == 409
        assert "从业人员数 — → 9" in answer.text
        assert 'value="5"' in answer.text
        again = late | {"version": version(cast, number), "staff": "9"}
        assert client.post(f"/organizations/{number}/headcount", data=again).status_code == 303
        assert facts(cast, number).headcount.full == 5

    def test_the_facts_of_a_past_day_are_changed_from_that_day(self, as_actor, cast):
        number = factories.make_organization(full=2)
        client = as_actor(cast.bo)
        page = client.get(f"/organizations/{number}/headcount?on=2021-01-01").text
        assert "2021年1月1日的情况" in page
        assert 'name="on" type="hidden" value="2021-01-01"' in page

    def test_the_telephone_is_masked_in_its_form(self, as_actor, cast):
        number = factories.make_organization()
        tell(cast, number)
        page = as_actor(cast.bo).get(f"/organizations/{number}/contact").text
        assert "138****1234" in page
        assert "13800001234" not in page

    def test_the_mark_is_foretold(self, as_actor, cast):
        number = factories.make_organization()
        page = as_actor(cast.shi).get(f"/organizations/{number}/headcount").text
        assert "您的修改将标为“上级更正”" in page


def tell(cast, number):
    contact = {"legal_person": "", "contact": "", "address": "", "overdue_leader": ""}
    asked = Asked(int(version(cast, number)), date(2026, 1, 1))
    with work(cast.bo) as running:
        values = contact | {"telephone": "13800001234"}
        commands.change(running.actor, number, Part.CONTACT, values, asked)


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


class TestRegister:
    DATA = _PROFILE | {"number": codes.make("51", "610103", 900200), "full": "3", "contact": "周"}

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


class TestYearTotals:
    URL = "/organizations/year-totals"
    DATA = {
        "unit": "610103",
        "year": "2023",
        "kind": "association",
        "total": "125",
        "registered": "14",
        "source": "《2023年度统计公报》",
    }

    def test_a_total_is_entered_marked_and_replaced(self, as_actor, cast):
        client = as_actor(cast.bo)
        assert client.post(self.URL, data=self.DATA).status_code == 303
        client.post(self.URL, data=self.DATA | {"total": "126"})
        page = client.get(self.URL).text
        assert page.count("补录</span>") == 1
        assert "126" in page
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert (row.detail["before"]["total"], row.detail["after"]["total"]) == (125, 126)

    def test_a_mistake_is_taken_out(self, as_actor, cast):
        client = as_actor(cast.bo)
        client.post(self.URL, data=self.DATA)
        total = client.get(self.URL).text.split("/removal")[0].rsplit("/", 1)[1]
        url, why = f"{self.URL}/{total}/removal", {"reason": "录错了单位"}
        assert as_actor(cast.cheng).post(url, data=why).status_code == 404
        assert as_actor(cast.dai).post(url, data=why).status_code == 403
        assert client.post(url).status_code == 422
        assert client.post(url, data=why).status_code == 303
        assert "还没有补录" in client.get(self.URL).text

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"year": "2025"}, "最晚 2024 年"),
            ({"total": "多少"}, "不是有效的整数"),
            ({"unit": "610102"}, "不在您的管理范围内"),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, as_actor, cast, changes, sentence):
        answer = as_actor(cast.bo).post(self.URL, data=self.DATA | changes)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "《2023年度统计公报》" in answer.text

    def test_another_unit_is_shown_by_what_the_form_offers(self, as_actor, cast):
        client = as_actor(cast.shi)
        assert client.post(self.URL, data=self.DATA | {"year": "2022"}).status_code == 422
        client.post(self.URL, data=self.DATA | {"year": "2022", "reason": "区里来函"})
        page = client.get(self.URL, query_string={"unit": "610103 碑林区"}).text
        assert "2022年" in page
        assert "2022年" not in client.get(self.URL).text

    def test_foreign_units_readers_and_forgers(self, as_actor, cast):
        assert as_actor(cast.bo).get(self.URL + "?unit=610102").status_code == 404
        assert as_actor(cast.dai).get(self.URL).status_code == 200
        assert as_actor(cast.dai).post(self.URL, data=self.DATA).status_code == 403
        assert without_token(as_actor(cast.bo)).post(self.URL, data=self.DATA).status_code == 400


def test_a_filed_one_stays_a_filed_one(as_actor, cast):
    number = factories.make_organization(kind=OrganizationKind.FILED, registration_way="备案")
    page = as_actor(cast.bo).get(f"/organizations/{number}/profile").text
    assert 'value="filed"' in page
    assert 'value="foundation"' not in page
    assert json.dumps(fresh(cast, number).kind) == '"filed"'


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


@pytest.mark.parametrize("path", FORMS)
def test_whoever_is_late_reads_what_happened_and_loses_nothing(as_actor, cast, path):
    number = factories.make_organization(full=2, ended=ENDED if path == "/restoration" else None)
    data = sent(cast, number, **FILLED[path]) | {"version": "0"}
    answer = as_actor(cast.bo).post(f"/organizations/{number}{path}", data=data)
    assert answer.status_code == 409
    assert "已有变动" in answer.text
    assert f'name="version" type="hidden" value="{version(cast, number)}"' in answer.text
