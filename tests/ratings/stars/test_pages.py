"""Pages of the deciding side: results, ties, publicity, objections, the announcement."""

import re
from io import BytesIO

import pytest
from docx import Document

from partybuild.ratings.kinds import Stage
from partybuild.ratings.stars import computing, objecting, publicity
from tests.evidence.papers import picture
from tests.ratings.conftest import assessment
from tests.ratings.stars.conftest import AFTER
from tests.support.world import ROOT

BASE = "/ratings/stars"


@pytest.fixture
def bo(cast, as_actor):
    return as_actor(cast.bo)


@pytest.fixture
def ends(monkeypatch, cast, as_actor):
    """The publicity is over; bo has signed in anew."""

    def later(day=AFTER):
        monkeypatch.setenv("PARTYBUILD_NOW", day)
        return as_actor(cast.bo)

    return later


def object_to(client, one, **more):
    form = {"objector": "某某协会（演示）", "received_on": "2026-11-20", "words": "记录不实"}
    return client.post(f"{BASE}/assessments/{one}/objections", data=form | more)


class TestResult:
    def test_from_scores_to_publicity(self, bo, scored):
        number, ids = scored(950, 850, 720)
        page = bo.get(f"{BASE}/{number}").text
        assert "计算星级" in page
        assert "开始公示" not in page

        # A star, a score or a state in the payload is nobody's business.
        forged = {"star": "5", "computed": "5", "final_total": "1100", "stage": "decided"}
        answer = bo.post(f"{BASE}/{number}/computing", data=forged)
        assert answer.status_code == 303
        assert [assessment(each).star for each in ids] == [5, 4, 3]
        page = bo.get(f"{BASE}/{number}").text
        assert "将公示 3 个党组织的星级" in page
        assert "不超过 50%" in page

    def test_while_others_are_under_way_it_asks(self, bo, scored):
        number, ids = scored(950, None)

        answer = bo.post(f"{BASE}/{number}/computing")
        assert answer.status_code == 422
        assert "还有 1 份没有完成评审" in answer.text
        answer = bo.post(f"{BASE}/{number}/computing", data={"leave_open": "y"})
        assert answer.status_code == 303
        assert assessment(ids[0]).star == 5

    def test_publicity_begins_once(self, bo, scored):
        number, _ = scored(950, 850)
        bo.post(f"{BASE}/{number}/computing")
        form = {"expected": "2", "confirmed": "y"}

        assert bo.post(f"{BASE}/{number}/publicity", data={"expected": "2"}).status_code == 422
        assert bo.post(f"{BASE}/{number}/publicity", data=form).status_code == 303
        assert bo.post(f"{BASE}/{number}/publicity", data=form).status_code == 409

    def test_a_tie_is_decided_with_a_reason_and_computed_again(self, bo, scored):
        number, ids = scored(950, 950, 950, 500)
        bo.post(f"{BASE}/{number}/computing")
        page = bo.get(f"{BASE}/{number}").text
        assert "五星还有 2 个名额，3 个同分" in page

        form = {"chosen": ids[:2], "tie": ids[0], "reason": " "}
        answer = bo.post(f"{BASE}/{number}/ties", data=form)
        assert answer.status_code == 422
        form["reason"] = "实地查看得分高"
        assert bo.post(f"{BASE}/{number}/ties", data=form).status_code == 303
        assert [assessment(each).star for each in ids] == [5, 5, 4, 1]
        assert "实地查看得分高" in bo.get(f"{BASE}/assessments/{ids[0]}").text

    def test_a_second_pick_replaces_the_first(self, bo, scored):
        number, ids = scored(950, 950, 950, 500)
        bo.post(f"{BASE}/{number}/computing")
        for chosen in (ids[0], ids[1]):
            form = {"chosen": [chosen], "tie": ids[0], "reason": "先定一个"}
            bo.post(f"{BASE}/{number}/ties", data=form)

        assert [assessment(each).star for each in ids] == [4, 5, 4, 1]

    def test_another_star_needs_a_reason_and_stands_on_the_list(self, bo, scored):
        number, ids = scored(950, 850)
        bo.post(f"{BASE}/{number}/computing")
        here = f"{BASE}/assessments/{ids[1]}/star"

        answer = bo.post(here, data={"star": "5", "reason": ""})
        assert answer.status_code == 422
        assert "须写明理由" in answer.text
        assert bo.post(here, data={"star": "7", "reason": "理由"}).status_code == 422
        assert bo.post(here, data={"star": "5", "reason": "获省级表彰"}).status_code == 303
        bo.post(f"{BASE}/{number}/publicity", data={"expected": "2", "confirmed": "y"})
        shown = publicity.of_rounds(ROOT, [number])[number][0]
        text = bo.get(f"{BASE}/publicity/{shown.id}/list").text
        assert "计算为四星，改定：获省级表彰" in text
        assert "共 5 个工作日" in text

    def test_statements_do_not_grow_with_rows(self, bo, scored, queries):
        number, _ = scored(*([950, 800, 700, 650] * 2))
        bo.post(f"{BASE}/{number}/computing")
        with queries() as all_of_them:
            bo.get(f"{BASE}/{number}")
        with queries() as some:
            bo.get(f"{BASE}/{number}?star=5")

        assert len(all_of_them) == len(some)

    def test_addresses_typed_by_hand_do_no_harm(self, bo, scored):
        number, _ = scored(950)

        for query in ("star=x", "show=nothing", "after=%00", "before=W10", "star=９"):
            assert bo.get(f"{BASE}/{number}?{query}").status_code in {200, 409, 422}, query


class TestWho:
    def test_foreign_rounds_are_not_there(self, cast, as_actor, shown):
        row = publicity.shown(cast.bo, shown[0])
        cheng = as_actor(cast.cheng)

        for path in (
            f"{row.round_id}",
            f"publicity/{row.id}",
            f"publicity/{row.id}/list",
            f"publicity/{row.id}/decision",
            f"assessments/{shown[1]}",
            f"{row.round_id}/honours",
        ):
            assert cheng.get(f"{BASE}/{path}").status_code == 404, path
        for path in (
            f"{row.round_id}/computing",
            f"publicity/{row.id}/decision",
            f"assessments/{shown[1]}/star",
            f"assessments/{shown[1]}/objections",
            f"assessments/{shown[1]}/honour",
        ):
            assert cheng.post(f"{BASE}/{path}").status_code == 404, path

    def test_others_read_and_decide_nothing(self, cast, as_actor, shown):
        row = publicity.shown(cast.bo, shown[0])
        for who in (cast.dai, cast.zhu, cast.bao):
            client = as_actor(who)
            assert client.get(f"{BASE}/publicity/{row.id}").status_code == 200
            for path in (f"{row.round_id}/computing", f"publicity/{row.id}/decision"):
                assert client.post(f"{BASE}/{path}").status_code == 403
        assert as_actor(cast.an).get(f"{BASE}/{row.round_id}").status_code == 403

    def test_an_officer_of_another_level_sees_and_decides_nothing(self, cast, as_actor, shown):
        """The street has its branch on the list; deciding is the county's."""
        jie = as_actor(cast.jie)

        assert jie.get(f"{BASE}/publicity/{shown[0]}").status_code == 200
        assert jie.get(f"{BASE}/publicity/{shown[0]}/decision").status_code == 404
        form = {"confirmed": "y"}
        assert jie.post(f"{BASE}/publicity/{shown[0]}/decision", data=form).status_code == 404

    def test_a_secretary_sees_her_star_the_days_and_the_list_but_nobody_s_score(
        self, shu, as_actor, cast, through, do
    ):
        number, one = through
        client = as_actor(shu)
        assert client.get(f"{BASE}/assessments/{one}").status_code == 404
        do(cast.bo, computing.compute, number)
        assert "参评协会党支部" not in client.get(f"{BASE}/{number}").text
        shown = do(cast.bo, publicity.open_publicity, number)

        assert "参评协会党支部" in client.get(f"{BASE}/{number}").text
        page = client.get(f"{BASE}/publicity/{shown}").text
        assert "还剩 5 个工作日" in page
        assert "五星" in page
        listed = client.get(f"{BASE}/publicity/{shown}/list").text
        assert "参评协会党支部（演示）" in listed
        assert "97" not in re.sub(r"<[^>]*>", "", listed)
        assert client.get(f"{BASE}/assessments/{one}").status_code == 200
        assert client.get(f"{BASE}/publicity/{shown}/decision").status_code == 403


class TestObjections:
    def test_entered_answered_judged_again(self, bo, shown, ends):
        number, one = shown
        assert object_to(bo, one, objector="").status_code == 422
        assert object_to(bo, one, received_on="2026-11-19").status_code == 422
        paper = (BytesIO(picture()), "异议书.jpg")
        answer = object_to(bo, one, **{"paper-paper": paper})
        assert answer.status_code == 303
        assert object_to(bo, one).status_code == 409
        said = objecting.objections(ROOT, number)[0]
        page = bo.get(f"{BASE}/publicity/{number}").text
        assert "异议书.jpg" in page

        bo = ends()
        assert "还有 1 条异议没有答复" in bo.get(f"{BASE}/publicity/{number}/decision").text
        answer = bo.post(f"{BASE}/publicity/{number}/decision", data={"confirmed": "y"})
        assert answer.status_code == 422
        assert "还有异议没有答复" in answer.text
        here = f"{BASE}/objections/{said.id}/answer"
        assert bo.post(here, data={"finding": "upheld", "words": ""}).status_code == 422
        assert bo.post(here, data={"finding": "upheld", "words": "两次缺签到"}).status_code == 303
        assert bo.post(here, data={"finding": "upheld", "words": "再答"}).status_code == 409
        assert "须先" in bo.get(f"{BASE}/publicity/{number}/decision").text
        page = bo.get(f"{BASE}/assessments/{one}").text
        version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
        here = f"{BASE}/assessments/{one}/rejudgement"
        assert bo.post(here, data={"version": version, "reason": ""}).status_code == 422
        form = {"version": version, "reason": "异议成立"}
        assert bo.post(here, data=form).status_code == 303
        assert bo.post(here, data=form).status_code == 404
        assert assessment(one).stage is Stage.FINAL

    def test_the_branch_is_not_told_who_objected(self, bo, shown, shu, as_actor):
        number, one = shown
        object_to(bo, one, **{"paper-paper": (BytesIO(picture()), "异议书.jpg")})
        file = re.search(r'"/evidence/(\d+)"', bo.get(f"{BASE}/publicity/{number}").text)[1]
        her = as_actor(shu)

        assert "某某协会" not in her.get(f"{BASE}/publicity/{number}").text
        assert her.get(f"/evidence/{file}").status_code == 404
        with bo.get(f"/evidence/{file}") as answer:
            assert answer.status_code == 200


class TestDecision:
    def test_not_before_the_end(self, bo, shown):
        number, _ = shown
        page = bo.get(f"{BASE}/publicity/{number}/decision").text
        assert "期满后才能公布" in page
        assert 'name="signer"' not in page
        answer = bo.post(f"{BASE}/publicity/{number}/decision", data={"confirmed": "y"})

        assert answer.status_code == 422
        assert "公示到 2026-11-27" in answer.text

    def test_longer_with_a_reason(self, bo, shown):
        here = f"{BASE}/publicity/{shown[0]}/extension"
        assert bo.post(here, data={"days": "3", "reason": ""}).status_code == 422
        assert bo.post(here, data={"days": "x", "reason": "核查"}).status_code == 422
        assert bo.post(here, data={"days": "99", "reason": "核查"}).status_code == 422
        assert bo.post(here, data={"days": "3", "reason": "核查异议"}).status_code == 303
        assert "2026年12月2日" in bo.get(f"{BASE}/publicity/{shown[0]}").text

    def test_announced_by_a_numbered_paper_that_all_may_take_home(self, shown, ends, shu, as_actor):
        number, one = shown
        bo = ends()
        assert bo.post(f"{BASE}/publicity/{number}/decision").status_code == 422
        form = {"confirmed": "y", "signer": "张某（演示）"}
        assert bo.post(f"{BASE}/publicity/{number}/decision", data=form).status_code == 303
        assert bo.post(f"{BASE}/publicity/{number}/decision", data=form).status_code == 409

        her = as_actor(shu)
        paper = her.get(f"{BASE}/publicity/{number}/announcement.docx")
        assert paper.status_code == 200
        words = "\n".join(p.text for p in Document(BytesIO(paper.data)).paragraphs)
        assert "碑林社党〔2026〕1号" in words
        held = assessment(one)
        for page in (
            f"/party/{held.party_organization_id}",
            f"/organizations/{held.organization_id}",
        ):
            text = her.get(page).text
            assert "五星" in text
            assert "现行" in text

    def test_after_its_validity_a_star_says_so(self, decided, ends):
        held = assessment(decided[1])
        text = ends("2028-11-30T09:00:00").get(f"/party/{held.party_organization_id}").text

        assert "已过有效期" in text
