"""Pages of coverage: who may see what, what an address may ask, and how they read."""

import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partybuild.coverage import keyset, listings
from partybuild.coverage.asked import BREAKDOWNS
from partybuild.db import db
from partybuild.db.work import work
from partybuild.facts.commands import Statement, put
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import BuildPlan, OrganizationProfile, YearTotal
from partybuild.party.kinds import Formation, PartyKind
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
PAGES = (
    "/coverage/",
    "/coverage/list?field=organizations",
    "/coverage/worklist",
    "/coverage/register",
)


def text_of(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page.text))


class TestIndex:
    def test_it_says_where_on_which_day_and_by_which_basis(self, cast, as_actor):
        page = text_of(as_actor(cast.bo).get("/coverage/"))

        assert "碑林区覆盖情况" in page
        assert "截至2026年11月20日" in page
        assert "口径：在册口径（第1版）" in page

    def test_rates_of_nothing_are_dashes(self, cast, as_actor):
        page = as_actor(cast.jie).get("/coverage/")

        assert page.status_code == 200
        assert '<span class="value">—</span>' in page.text
        assert "0÷0" in text_of(page)

    def test_a_day_before_the_first_is_marked(self, cast, as_actor):
        client = as_actor(cast.bo)

        assert "回溯推算（启用日2025年1月1日之前）" in text_of(
            client.get("/coverage/?day=2024-12-31")
        )
        assert "回溯推算（" not in text_of(client.get("/coverage/?day=2025-01-01"))

    def test_it_leads_down_to_each_child_and_up_to_each_unit_in_reach(self, cast, as_actor):
        page = as_actor(cast.shi).get("/coverage/?region=610103").text

        assert "region=610100&amp;day=2026-11-20" in page
        assert "region=610103001&amp;day=2026-11-20" in page
        assert "region=610000" not in page

    def test_the_line_runs_over_24_month_ends_and_the_day(self, cast, as_actor):
        factories.make_organization(registered_on=date(2020, 1, 1))
        page = as_actor(cast.bo).get("/coverage/").text

        assert page.count("<circle") == 25
        assert "2024.11" in page

    def test_what_moved_since_the_month_before(self, cast, as_actor):
        factories.make_organization()
        factories.make_organization(registered_on=date(2026, 11, 3))
        page = text_of(as_actor(cast.bo).get("/coverage/"))

        assert "社会组织总数12＋1" in page

    def test_it_leads_to_the_movement_of_the_month(self, cast, as_actor):
        client = as_actor(cast.bo)
        [href] = re.findall(r'href="(/coverage/movement[^"]+)"', client.get("/coverage/").text)

        assert client.get(href.replace("&amp;", "&")).status_code == 200

    def test_bodies_out_of_reach_are_named_but_not_opened(self, cast, as_actor):
        body = factories.make_party("省综合党委（演示）", unit="610000", kind=PartyKind.COMMITTEE)
        factories.make_organization(body_id=body)
        address = "/coverage/?region=610103&by=body"

        assert "body=DZ" not in as_actor(cast.bo).get(address).text
        assert "省综合党委（演示）" in as_actor(cast.bo).get(address).text
        assert "?body=DZ" in as_actor(cast.sheng).get(address).text


class TestReach:
    @pytest.mark.parametrize("page", PAGES)
    def test_next_door_does_not_exist(self, cast, as_actor, page):
        mark = "&" if "?" in page else "?"

        assert as_actor(cast.cheng).get(f"{page}{mark}region=610103").status_code == 404
        assert as_actor(cast.bo).get(f"{page}{mark}region=610103").status_code == 200

    @pytest.mark.parametrize("page", PAGES)
    def test_administrators_may_not(self, cast, as_actor, page):
        for person in (cast.xi, cast.an, cast.ji):
            assert as_actor(person).get(page).status_code == 403

    @pytest.mark.parametrize("page", PAGES)
    def test_leaders_and_reporters_may(self, cast, as_actor, page):
        assert as_actor(cast.dai).get(page).status_code == 200
        assert as_actor(cast.bao).get(page).status_code == 200

    def test_what_moved_away_stands_in_past_lists_as_plain_text(self, cast, as_actor):
        number = factories.make_organization("渐行渐远协会（演示）", full=3)
        plan = dict.fromkeys(("measure", "responsible"), "") | {"reason": "没有党员"}
        with factories.inside() as running:
            profile = {"unit_id": factories.region_id("610102")}
            put(OrganizationProfile, [Statement((number,), profile, date(2026, 6, 1))])
            values = {**plan, "planned_on": None, "review_on": None}
            put(BuildPlan, [Statement((number,), values, date(2026, 1, 1))])
            running.touch(date(2026, 6, 1), organizations=[number])
        client = as_actor(cast.bo)
        past = client.get("/coverage/list?field=organizations&day=2026-05-31").text
        now = client.get("/coverage/list?field=organizations").text

        assert "渐行渐远协会" in past
        assert f"/organizations/{number}" not in past
        assert "没有党员" not in past
        assert f'value="{number}"' not in past
        assert "渐行渐远协会" not in now

    def test_a_body_that_leads_nothing_in_reach_does_not_exist(self, cast, as_actor):
        body = factories.make_party(unit="610102", kind=PartyKind.COMMITTEE)
        factories.make_organization(unit="610102", body_id=body)
        address = "/coverage/list?field=organizations&by=body&value=DZ0000001"

        assert as_actor(cast.cheng).get(address).status_code == 200
        assert as_actor(cast.bo).get(address).status_code == 404


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("day=2026-13-01", "不是有效的日期"),
            ("day=2026-2-3", "不是有效的日期"),
            ("day=明天", "不是有效的日期"),
            ("day=2026-11-21", "还不能看以后的情况"),
            ("day=1900-01-01", "只能看1949年"),
            ("by=mood", "不能按“mood”分组"),
            ("basis=mine", "没有名为“mine”的口径"),
            ("own=2", "own 只能是 1"),
            ("by=kind&value=club", "没有名为“club”的组织类型"),
            ("region=610103&body=DZ0000001", "一次只能选一个"),
            ("day=%00", "无法识别"),
        ],
    )
    def test_what_cannot_be_is_refused_in_a_sentence(self, cast, as_actor, query, sentence):
        answer = as_actor(cast.bo).get(f"/coverage/?{query}")

        assert answer.status_code == 422
        assert sentence in answer.text

    @pytest.mark.parametrize(
        "query",
        [
            "field=joy",
            "field=organizations&sort=shoe",
            "field=organizations&after=zzz",
            "field=organizations&flag=big",
            "field=organizations&kind=club",
            "field=registered_in",
            "field=registered_in&year=20x5",
            "field=ended_in&year=2031",
            "field=party_organizations&by=kind&value=association",
            "field=party_organizations&formation=none",
        ],
    )
    def test_lists_refuse_likewise(self, cast, as_actor, query):
        assert as_actor(cast.bo).get(f"/coverage/list?{query}").status_code == 422

    @pytest.mark.parametrize("code", ["999999", "x", "610103%00", "6101030019999", "<script>"])
    def test_units_that_do_not_exist_are_not_found(self, cast, as_actor, code):
        assert as_actor(cast.bo).get(f"/coverage/?region={code}").status_code in {404, 422}


WORDS = st.one_of(
    st.sampled_from(
        [
            "",
            "1",
            "0",
            "610103",
            "610102",
            "610000",
            "DZ0000001",
            "2026-10-31",
            "2024-02-29",
            "kind",
        ]
    ),
    st.sampled_from(["organizations", "covered", "full_members", "members_managed", "rate_trade"]),
    st.sampled_from(
        ["association", "-", "-members", "planned", "few_members", "registered", "2025"]
    ),
    st.sampled_from([*BREAKDOWNS, *listings.FIELDS]),
    st.text(max_size=12),
    st.lists(st.one_of(st.integers(), st.text(max_size=4), st.none())).map(
        lambda keys: keyset.base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()
    ),
)
FIELDS = st.sampled_from([*listings.FIELDS, *listings.RATES])
NAMES = (
    "region body own day by basis value field sort after before kind state level industry flag "
    "formation year"
).split()


@pytest.mark.parametrize("page", ["", "list", "worklist", "register"])
def test_no_address_breaks_a_page(cast, as_actor, page):
    factories.make_organization(full=1)
    client = as_actor(cast.bo)

    @settings(
        max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(FIELDS, st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=1, max_size=3))
    def try_it(field, query):
        answer = client.get(f"/coverage/{page}", query_string={"field": field, **query})
        assert answer.status_code in {200, 404, 422}, query

    try_it()


class TestList:
    def make(self, count):
        with factories.inside():
            for number in range(count):
                factories.make_organization(
                    f"第{number:03d}协会（演示）",
                    unit=("610103", "610103001", "610103002")[number % 3],
                    full=number % 5,
                    registered_on=date(2020, 1, 1 + number % 28),
                )

    @pytest.mark.parametrize("sort", ["name", "-name", "members", "-members", "unit", "registered"])
    def test_pages_follow_one_another_in_order_and_back(self, cast, as_actor, sort):
        self.make(123)
        client = as_actor(cast.bo)
        address, forward = f"/coverage/list?field=organizations&sort={sort}", []
        while address:
            page = client.get(address).text
            forward.append(re.findall(r'href="/organizations/(\d+)"', page))
            last, address = address, _paged(page, "next")
        backward = []
        while last:
            page = client.get(last).text
            backward.append(re.findall(r'href="/organizations/(\d+)"', page))
            last = _paged(page, "prev")

        assert [len(ids) for ids in forward] == [50, 50, 23]
        assert len({number for ids in forward for number in ids}) == 123
        assert backward[::-1] == forward

    def test_filters_stand_in_the_address_and_can_be_taken_away(self, cast, as_actor):
        factories.make_organization(kind=OrganizationKind.FOUNDATION)
        factories.make_organization(trade=True)
        client = as_actor(cast.bo)
        page = client.get("/coverage/list?field=organizations&kind=foundation").text

        assert 'id="number" class="mono">1<' in page
        assert "类型：基金会 ×" in page
        assert (
            'id="number" class="mono">2<' in client.get("/coverage/list?field=organizations").text
        )

    def test_it_says_why_there_is_no_branch(self, cast, as_actor):
        factories.make_organization(full=3)
        factories.make_organization(full=1)
        factories.make_organization()
        page = text_of(as_actor(cast.bo).get("/coverage/list?field=organizations"))

        for word in ("应建未建", "有党员不符合条件", "无党员（未摸排）"):
            assert word in page

    def test_the_sum_stands_beside_a_list_of_members(self, cast, as_actor):
        factories.make_organization(full=3)
        factories.make_organization(full=4)
        factories.make_organization(full=0)
        page = text_of(as_actor(cast.bo).get("/coverage/list?field=full_members"))

        assert "列出2条，人数列合计7" in page

    def test_a_longer_list_costs_no_more_questions(self, cast, as_actor, queries):
        client = as_actor(cast.bo)
        counts = []
        for _ in range(2):
            self.make(20)
            with queries() as sent:
                client.get("/coverage/list?field=organizations")
            counts.append(len(sent))

        assert counts[0] == counts[1]


def _paged(page, rel):
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found.group(1).replace("&amp;", "&") if found else ""


class TestCost:
    @pytest.mark.parametrize("page", ["", "?by=body", "register", "worklist"])
    def test_more_organizations_cost_no_more_questions(self, cast, as_actor, queries, page):
        client = as_actor(cast.bo)
        counts = []
        for _ in range(2):
            for number in range(8):
                one = factories.make_organization(full=number % 4, unit="610103001")
                if number % 2:
                    factories.make_party(covers=[one], formation=Formation.JOINT)
            with queries() as sent:
                assert client.get(f"/coverage/{page}").status_code == 200
            counts.append(len(sent))

        assert counts[0] == counts[1]


class TestWorklist:
    def test_it_shows_what_is_planned_and_leads_to_it(self, cast, as_actor):
        number = factories.make_organization(full=3)
        with factories.inside() as running:
            plan = {
                "reason": "正在筹建",
                "measure": "十二月前批复",
                "planned_on": date(2026, 10, 1),
                "responsible": "张干事（演示）",
                "review_on": date(2026, 12, 1),
            }
            put(BuildPlan, [Statement((number,), plan, date(2026, 9, 1))])
            running.touch(date(2026, 9, 1), organizations=[number])
        page = as_actor(cast.bo).get("/coverage/worklist")

        assert f'href="/organizations/{number}/plan"' in page.text
        for word in (
            "正在筹建",
            "十二月前批复",
            "2026-10-01已过期",
            "张干事（演示）",
            "2026-12-01",
        ):
            assert word in text_of(page)
        assert "/plan" not in as_actor(cast.dai).get("/coverage/worklist").text

    def test_neighbours_are_proposed_and_branches_near_by(self, cast, as_actor):
        for name in ("甲协会（演示）", "乙协会（演示）"):
            factories.make_organization(name, full=2, region_id=factories.region_id("610103001"))
        covered = factories.make_organization()
        factories.make_party("丙联合党支部（演示）", covers=[covered], formation=Formation.JOINT)
        client = as_actor(cast.bo)
        answer = client.get("/coverage/worklist?kind=few_members")
        page, street = text_of(answer), factories.region("610103001").name
        [founding] = re.findall(r'href="(/party/new\?[^"]+)"', answer.text)

        assert client.get(founding.replace("&amp;", "&")).status_code == 200
        assert f"同在{street}，2家共4名正式党员" in page
        assert "附近可并入的党支部：丙联合党支部（演示）（已覆盖1家）" in page

    @pytest.mark.parametrize(
        "sort", ["name", "-members", "unit", "registered", "planned", "-planned"]
    )
    def test_it_can_be_sorted(self, cast, as_actor, sort):
        factories.make_organization(full=4)
        factories.make_organization(full=3)

        assert as_actor(cast.bo).get(f"/coverage/worklist?sort={sort}").status_code == 200

    def test_its_length_is_the_number_of_the_dashboard(self, cast, as_actor):
        for full in (3, 4, 1, 2, 0):
            factories.make_organization(full=full)
        client = as_actor(cast.bo)

        assert (
            'id="number" class="mono">2<' in client.get("/coverage/worklist?kind=should_build").text
        )
        assert (
            'id="number" class="mono">2<' in client.get("/coverage/worklist?kind=few_members").text
        )


class TestRegister:
    def test_registered_and_ended_stand_in_their_years(self, cast, as_actor):
        factories.make_organization(registered_on=date(2024, 5, 1))
        factories.make_organization(
            registered_on=date(2023, 5, 1),
            ended=(OrganizationState.DEREGISTERED, date(2025, 2, 1), ""),
        )
        page = text_of(as_actor(cast.bo).get("/coverage/register"))

        assert "2023年110—回溯推算" in page
        assert "2024年210＋100.0%回溯推算" in page
        assert "2025年101－50.0%" in page

    def test_totals_typed_in_stand_for_years_before_the_first_day_and_are_marked(
        self, cast, as_actor
    ):
        factories.make_organization(registered_on=date(2025, 5, 1))
        with work(ROOT) as running:
            running.audited = True
            unit = factories.region("610103")
            levels = {f"level{n}_id": getattr(unit, f"level{n}_id") for n in range(1, 6)}
            for year in (2021, 2025):
                db.session.add(
                    YearTotal(
                        unit_id=unit.id,
                        year=year,
                        kind=OrganizationKind.ASSOCIATION,
                        total=400,
                        registered=12,
                        ended=None,
                        source="年鉴",
                        **levels,
                    )
                )
        answer = as_actor(cast.bo).get("/coverage/register")
        page = text_of(answer)

        assert "2021年40012——补录" in page
        typed = "/organizations/year-totals?unit=610103#y2021"
        assert answer.text.count(f'href="{typed}"') == 3
        assert 'id="y2021"' in as_actor(cast.bo).get(typed).text
        assert "2025年110" in page
        assert "五年增长－99.8%" in page
