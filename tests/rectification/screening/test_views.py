"""Pages of screening: what they show, to whom, and what they refuse with which sentence."""

import io
import re

import openpyxl
import pytest

from partybuild.db.work import work
from partybuild.deadlines.ports import Wanted
from partybuild.inspections.kinds import Conclusion
from partybuild.rectification.kinds import ProposalState
from partybuild.rectification.screening import pages, preparing, rounds, working
from partybuild.rectification.screening.waiting import PROPOSALS
from tests import factories
from tests.rectification.screening.conftest import (
    BASE,
    make_branch,
    proposals,
    round_row,
    star_of,
)
from tests.rectification.screening.test_gathering import inspect
from tests.rectification.screening.test_judging import cases
from tests.rectification.screening.test_rounds import Heard, arguments

pytestmark = pytest.mark.usefixtures("database")
REASON = "班子研究，情况属实（演示）"


@pytest.fixture
def bo(as_actor, cast):
    return as_actor(cast.bo)


class TestRound:
    def test_a_small_area_is_looked_through_at_once(self, bo, cast, weak):
        answer = bo.post(f"{BASE}/rounds", data={"title": "2026年排查"}, follow_redirects=True)

        assert answer.status_code == 200
        for words in ("排查党组织", "书记长期空缺", "超期未换届且无批准", "5% 约", "10% 约"):
            assert words in answer.text
        (number,) = {row.round_id for row in proposals(cast.bo)}
        assert f'href="{BASE}/proposals?round={number}&amp;rule=term"' in answer.text

    def test_a_large_area_becomes_a_job_with_progress(self, bo, cast, weak, monkeypatch):
        monkeypatch.setattr(preparing, "AT_ONCE", 2)
        answer = bo.post(f"{BASE}/rounds", data={"title": "2026年排查"}, follow_redirects=True)
        number = int(re.search(r"/screening/(\d+)/progress", answer.text)[1])
        assert "排查中" in answer.text
        assert "<progress" in answer.text
        asked = bo.get(f"{BASE}/{number}/progress", headers={"HX-Request": "true"})
        assert asked.text.lstrip().startswith('<section class="card" id="progress-')

        job = working.under_way(number).id
        working.run(cast.bo, arguments(job), Heard())
        finish(cast.bo, job)

        done = bo.get(f"{BASE}/{number}/progress", headers={"HX-Request": "true"})
        assert done.headers["HX-Redirect"].endswith(f"{BASE}/{number}")
        assert "待认定" in bo.get(f"{BASE}/{number}").text

    def test_a_job_that_was_stopped_leaves_a_round_to_be_asked_again_or_given_up(
        self, bo, cast, weak
    ):
        with work(cast.bo) as running:
            number, job = rounds.ask(running.actor, "2026年排查")
        finish(cast.bo, job)

        assert "没有写入任何建议" in bo.get(f"{BASE}/{number}").text
        bo.post(f"{BASE}/{number}/jobs")
        assert working.under_way(number) is not None
        version = round_row(number).version
        bo.post(f"{BASE}/{number}/closing", data={"version": version})
        assert round_row(number).state.value == "closed"

    def test_a_round_without_a_name_is_refused_with_its_sentence(self, bo, cast):
        answer = bo.post(f"{BASE}/rounds", data={"title": "  "})

        assert answer.status_code == 422
        assert "请填写这一轮排查的名称" in answer.text

    def test_no_target_can_be_typed_anywhere(self, bo, weak, begin):
        number = begin()
        for page in (f"{BASE}/", f"{BASE}/{number}"):
            names = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', bo.get(page).text)
            assert set(names) <= {"csrf_token", "title", "version", "q", "appointment"}

    def test_closing_while_something_is_open_is_refused(self, bo, cast, weak, begin):
        number = begin()

        answer = bo.post(f"{BASE}/{number}/closing", data={"version": round_row(number).version})

        assert answer.status_code == 409
        assert "还有 2 条建议没有认定" in answer.text
        assert round_row(number).state.value == "open"

    @pytest.mark.parametrize("who", ["dai", "zhu", "bao"])
    def test_readers_see_and_do_nothing(self, as_actor, cast, weak, begin, who):
        number, client = begin(), as_actor(getattr(cast, who))

        for page in (
            "/",
            f"/{number}",
            "/proposals",
            f"/proposals/{proposals(cast.bo)[0].id}",
            "/rules",
        ):
            answer = client.get(f"{BASE}{page}")
            assert answer.status_code == 200, page
            assert "列入整顿</button>" not in answer.text
        assert client.post(f"{BASE}/rounds", data={"title": "x"}).status_code == 403
        assert client.get(f"{BASE}/rules/draft").status_code == 403

    def test_next_door_and_secretaries_find_nothing(self, as_actor, cast, weak, begin, secretary):
        organization = factories.make_organization("本会（演示）", "610103001")
        factories.link(weak[0], organization, day=factories.REGISTERED)
        number, one = begin(), proposals(cast.bo)[0].id
        own, next_door = as_actor(secretary(organization)), as_actor(cast.cheng)

        assert next_door.get(f"{BASE}/{number}").status_code == 404
        assert next_door.get(f"{BASE}/proposals/{one}").status_code == 404
        for page in (
            "/",
            f"/{number}",
            "/proposals",
            f"/proposals/{one}",
            "/rules",
            "/found/rating",
        ):
            assert own.get(f"{BASE}{page}").status_code == 404, page


def finish(actor, job_id):
    """The job process is done with a job."""
    from partybuild.access.scope import system
    from partybuild.db import db
    from partybuild.jobs.models import Job

    with system("test"), work(actor) as running:
        running.audited = True
        db.session.query(Job).filter(Job.id == job_id).one().state = "done"


class TestProposals:
    def test_the_list_says_why(self, bo, weak, begin):
        begin()

        text = bo.get(f"{BASE}/proposals").text

        assert "空缺协会党支部（演示）" in text
        assert "书记自2026-05-01空缺203天（超过90天）" in text

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("rule=term", ["超期"]),
            ("rule=secretary", ["空缺"]),
            ("state=open", ["空缺", "超期"]),
            ("state=dismissed", []),
            ("origin=hand", []),
            ("origin=round", ["空缺", "超期"]),
            ("round=none", []),
            ("q=超期", ["超期"]),
            ("unit=610103001", ["空缺", "超期"]),
            ("unit=610103&own=1", []),
            ("round=abc", ["空缺", "超期"]),
            ("state=nonsense&rule=nothing", ["空缺", "超期"]),
        ],
    )
    def test_filters_narrow_it(self, bo, weak, begin, query, names):
        begin()

        text = bo.get(f"{BASE}/proposals?{query}").text

        assert [name for name in ("空缺", "超期") if f"{name}协会党支部" in text] == names

    def test_the_figures_lead_to_lists_of_as_many_rows(self, bo, weak, begin):
        number = begin()
        page = bo.get(f"{BASE}/{number}").text
        links = re.findall(rf'<a href="({BASE}/proposals\?[^"]+)">(\d+)</a>', page)

        assert len(links) >= 4
        for url, count in links:
            text = bo.get(url.replace("&amp;", "&")).text
            assert f"共 {count} 条" in text, url

    def test_several_are_dismissed_with_one_reason(self, bo, cast, weak, begin):
        begin()
        some = [row.id for row in proposals(cast.bo)]

        answer = bo.post(
            f"{BASE}/proposals/dismissals?state=open", data={"chosen": some, "reason": REASON}
        )

        assert answer.location.endswith(f"{BASE}/proposals?state=open")
        assert {row.state for row in proposals(cast.bo)} == {ProposalState.DISMISSED}

    def test_one_is_accepted_and_its_case_opens(self, bo, cast, weak, begin):
        begin()
        one = proposals(cast.bo)[0].id

        answer = bo.post(
            f"{BASE}/proposals/acceptances?single={one}", data={"chosen": one, "reason": REASON}
        )

        (case,) = cases()
        assert answer.location.endswith(f"/rectification/{case.id}")
        assert "列入整顿" in bo.get(f"{BASE}/proposals/{one}").text

    @pytest.mark.parametrize("deed", ["acceptances", "dismissals"])
    @pytest.mark.parametrize("single", [True, False])
    def test_without_a_reason_it_is_asked_again_and_nothing_changes(
        self, bo, cast, weak, begin, deed, single
    ):
        begin()
        one, other = (row.id for row in proposals(cast.bo))
        query = f"?single={one}" if single else ""

        answer = bo.post(f"{BASE}/proposals/{deed}{query}", data={"chosen": one, "reason": ""})

        assert answer.status_code == 422
        assert "请写明理由。" in answer.text
        if not single:
            boxes = re.findall(r'value="(\d+)" aria-label="选择[^"]*"( checked)?', answer.text)
            assert sorted(boxes) == [(str(one), " checked"), (str(other), "")]
        assert {row.state for row in proposals(cast.bo)} == {ProposalState.OPEN}

    def test_from_above_it_is_read_and_not_judged(self, as_actor, cast, weak, begin):
        begin()
        one = proposals(cast.bo)[0].id
        shi = as_actor(cast.shi)

        for page in (f"{BASE}/proposals", f"{BASE}/proposals/{one}"):
            text = shi.get(page).text
            assert "空缺协会党支部（演示）" in text
            assert "列入整顿</button>" not in text
        assert "请由碑林区或者其下级认定。" in text

    def test_what_was_judged_meanwhile_is_late(self, bo, cast, weak, begin, judge):
        number = begin()
        judge(number, "dismiss")
        one = proposals(cast.bo)[0].id

        answer = bo.post(f"{BASE}/proposals/acceptances", data={"chosen": one, "reason": REASON})

        assert answer.status_code == 409
        assert "已经认定" in answer.text
        assert cases() == []

    @pytest.mark.parametrize("chosen", ["abc", "99999999999", "-1", "0"])
    def test_what_is_no_proposal_is_not_found(self, bo, cast, weak, begin, chosen):
        begin()

        answer = bo.post(f"{BASE}/proposals/dismissals", data={"chosen": chosen, "reason": REASON})

        assert answer.status_code == 404
        assert {row.state for row in proposals(cast.bo)} == {ProposalState.OPEN}

    def test_what_was_decided_before_is_shown(self, bo, cast, weak, begin, judge):
        number = begin()
        judge(number, "dismiss", reason="新书记已到任（演示）")
        with work(cast.bo) as running:
            rounds.close(running.actor, number, round_row(number).version)
        again = begin(title="第二轮")
        one = proposals(cast.bo, round_id=again)[0].id

        text = bo.get(f"{BASE}/proposals/{one}").text

        assert "以前提出过的" in text
        assert "新书记已到任（演示）" in text

    def test_the_workbook_holds_the_list_and_what_it_was_asked(self, bo, weak, begin):
        begin()

        answer = bo.get(f"{BASE}/proposals/workbook?rule=term&state=open")

        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        words = " ".join(str(cell) for row in rows for cell in row if cell)
        assert "筛选条件：认定情况：待认定；情形：超期未换届且无批准" in words
        assert "超期协会党支部（演示）" in words
        assert "空缺协会党支部" not in words
        assert "任期2026-06-30届满，已过143天，没有换届，也没有延期批准" in words

    @pytest.mark.parametrize("query", ["round=99999", "unit=610102", "unit=x%00y", "after=!!"])
    def test_an_address_that_leads_nowhere(self, bo, weak, begin, query):
        begin()

        assert bo.get(f"{BASE}/proposals?{query}").status_code in {404, 409}

    def test_the_latest_rounds_are_listed_and_earlier_ones_still_asked_for(
        self, bo, cast, weak, begin, judge, monkeypatch
    ):
        monkeypatch.setattr(pages, "MOST_ROUNDS", 1)
        first = begin()
        judge(first, "dismiss")
        with work(cast.bo) as running:
            rounds.close(running.actor, first, round_row(first).version)
        begin(title="第二轮")

        text = bo.get(f"{BASE}/proposals?round={first}").text
        assert "共 2 条" in text
        assert "排查：2026年软弱涣散党组织排查" in text
        assert "只列最近 1 轮。" in bo.get(f"{BASE}/").text

    def test_a_list_costs_as_much_however_long(
        self, bo, cast, weak, begin, judge, queries, accepted
    ):
        rated(accepted, 1)
        number = begin()
        few = sent(bo, queries, number)
        rated(accepted, 6)
        judge(number, "dismiss")
        with work(cast.bo) as running:
            rounds.close(running.actor, number, round_row(number).version)

        assert sent(bo, queries, begin(title="第二轮")) == few


def rated(accepted, count):
    """Branches of no star, proposed by a round, and others that are in rectification already."""
    for serial in range(count):
        star_of(make_branch(f"第{serial}不定星党支部（演示）"), 0)
        accepted(make_branch(f"第{serial}协会党支部（演示）"))


def sent(client, queries, number):
    with queries() as statements:
        for page in ("/", f"/{number}", "/proposals", "/found/rating"):
            assert client.get(f"{BASE}{page}").status_code == 200
    return len(statements)


class TestByHand:
    def test_it_stands_to_be_judged(self, bo, cast):
        branch = make_branch("手工协会党支部（演示）")
        data = {"code": factories.party_code(branch), "rule": "ideology", "words": "学习流于形式"}

        answer = bo.post(f"{BASE}/by-hand", data=data, follow_redirects=True)

        assert "已提出，等待认定。" in answer.text
        assert "学习流于形式" in answer.text
        assert len(proposals(cast.bo)) == 1

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"code": "D99999999"}, "没有这个编码的现有党组织"),
            ({"code": ""}, "请填写党组织编码。"),
            ({"words": ""}, "请写明具体表现。"),
            ({"rule": "satisfaction"}, "应低于 60%"),
            ({"rule": "satisfaction", "percent": "101"}, "应在 0 到 100 之间。"),
            ({"since": "2026-12-01"}, "不能晚于今天"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_changes(self, bo, cast, change, sentence):
        branch = make_branch("手工协会党支部（演示）")
        data = {"code": factories.party_code(branch), "rule": "ideology", "words": "学习流于形式"}

        answer = bo.post(f"{BASE}/by-hand", data=data | change)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert proposals(cast.bo) == []


class TestFound:
    def test_one_star_and_failed_are_proposed_from_the_ratings(self, bo, cast):
        for star in (0, 1, 2):
            star_of(make_branch(f"第{star}级党支部（演示）"), star)

        page = bo.get(f"{BASE}/found/rating?all=1").text
        chosen = re.findall(r'name="chosen" value="(\d+)"[^>]* checked', page)
        assert "评为一星（2026-01-10起）" in page
        assert "共 2 个" in page

        bo.post(f"{BASE}/found/rating", data={"chosen": chosen})

        assert [row.origin.value for row in proposals(cast.bo)] == ["rating", "rating"]
        again = bo.get(f"{BASE}/found/rating").text
        assert "去认定" in again
        assert 'name="chosen"' not in again
        answer = bo.post(f"{BASE}/found/rating", data={"chosen": chosen})
        assert answer.status_code == 409
        assert "已有待认定的建议" in answer.text
        assert len(proposals(cast.bo)) == 2

    def test_failed_and_missed_inspections(self, bo, cast):
        lead, other = factories.make_organization("甲协会"), factories.make_organization("乙协会")
        make_branch("甲党支部（演示）", covers=[lead, other], lead_organization_id=lead)
        second = factories.make_organization("丙协会")
        make_branch("丙党支部（演示）", covers=[second])
        inspect(other, 2025, Conclusion.UNQUALIFIED)
        inspect(second, 2024, Conclusion.ABSENT)
        inspect(second, 2025, Conclusion.ABSENT)

        text = bo.get(f"{BASE}/found/inspection").text

        assert "共 1 个" in text
        assert "丙协会2024、2025年度连续未参检" in text

    def test_what_heals_meanwhile_is_late(self, bo, cast):
        branch = make_branch("党支部（演示）")
        star_of(branch, 3)

        answer = bo.post(f"{BASE}/found/rating", data={"chosen": branch})

        assert answer.status_code == 409
        assert "不再符合" in answer.text
        assert proposals(cast.bo) == []

    def test_there_are_no_other_lists(self, bo):
        assert bo.get(f"{BASE}/found/hand").status_code == 404
        assert bo.get(f"{BASE}/found/none").status_code == 404


class TestToDos:
    def test_they_wait_where_they_are_to_be_judged(self, cast, weak, begin):
        begin()

        counts = {name: PROPOSALS.count(getattr(cast, name)).open for name in ("bo", "jie", "shi")}
        assert counts == {"bo": 2, "jie": 2, "shi": 0}
        assert PROPOSALS.count(cast.cheng).open == 0
        rows = PROPOSALS.rows(cast.bo, Wanted(10))
        assert next(row.title for row in rows) == "空缺协会党支部（演示）是否列入软弱涣散整顿"

    def test_what_is_judged_waits_no_more(self, cast, weak, begin, judge):
        judge(begin(), "dismiss")

        assert PROPOSALS.count(cast.bo).open == 0

    def test_what_was_proposed_outside_a_round_waits_at_home(self, bo, cast):
        branch = make_branch("手工协会党支部（演示）")
        data = {"code": factories.party_code(branch), "rule": "ideology", "words": "学习流于形式"}
        bo.post(f"{BASE}/by-hand", data=data)

        assert PROPOSALS.count(cast.bo).open == 1
        assert PROPOSALS.count(cast.shi).open == 0
