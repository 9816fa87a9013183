"""Pages of a case: who sees which, what they offer, what is refused with the form kept."""

import io
import re

import pytest

from partybuild.rectification.cases import planning
from partybuild.rectification.cases.planning import Outline, Wanting
from partybuild.rectification.kinds import Stage
from tests.evidence.papers import picture
from tests.rectification.conftest import close_all, file_of, measures, problem, version

PAGES = ("", "/sheet", "/plan", "/progress", "/acceptance", "/look-back", "/dissolution")
FOR_ALL = ("", "/sheet", "/progress")


def photo(name="会议.jpg"):
    return (io.BytesIO(picture()), name)


def url(number, rest=""):
    return f"/rectification/{number}{rest}"


def stage(number):
    return Stage(file_of(number).case.state)


@pytest.fixture
def bo(people, as_actor):
    return as_actor(people.bo)


@pytest.fixture
def phone(people, as_actor):
    """The secretary's browser."""
    return as_actor(people.shu)


class TestWho:
    @pytest.mark.parametrize("there", PAGES)
    def test_the_county_and_the_city_see_every_page(self, case, people, as_actor, there):
        for actor in (people.bo, people.shi):
            assert as_actor(actor).get(url(case, there)).status_code == 200

    @pytest.mark.parametrize("there", PAGES)
    def test_next_door_finds_nothing(self, case, people, as_actor, there):
        assert as_actor(people.cheng).get(url(case, there)).status_code == 404

    @pytest.mark.parametrize("there", PAGES)
    def test_a_secretary_sees_what_is_hers(self, case, phone, there):
        assert phone.get(url(case, there)).status_code == (200 if there in FOR_ALL else 403)

    def test_a_leader_reads_and_is_offered_nothing(self, running, cast, as_actor):
        dai = as_actor(cast.dai)
        text = dai.get(url(running)).text
        assert "薄弱协会联合党支部" in text
        assert f'action="{url(running, "/steps")}' not in text
        assert dai.get(url(running, "/plan")).status_code == 403
        answer = dai.post(url(running, "/steps/apply"), data={"version": version(running)})
        assert answer.status_code == 403

    def test_another_case_number_or_measure_is_not_found(self, running, bo):
        assert bo.get(url(running + 1)).status_code == 404
        number = measures(running)[0].id
        assert bo.get(url(running, f"/measures/{number}")).status_code == 200
        assert bo.get(url(running, f"/measures/{number + 1}")).status_code == 404

    def test_the_rail_leads_officers_to_the_board_and_a_secretary_to_hers(self, case, bo, phone):
        assert bo.get("/rectification/").headers["Location"].endswith("/rectification/figures")
        assert "薄弱协会联合党支部" in phone.get("/rectification/").text


class TestPlan:
    def test_it_is_written_on_one_page_and_approved_above(self, case, bo, people, as_actor):
        data = {"outline-version": version(case), "outline-cause": "无人选配"}
        bo.post(url(case, "/plan"), data={**data, "outline-leader": "王主任（演示）"})
        first = problem(case)
        key = f"new-{first}"
        data = {
            f"{key}-version": version(case),
            f"{key}-words": "选配书记",
            f"{key}-person": "李书记（演示）",
            f"{key}-due_on": "2027-02-28",
        }
        answer = bo.post(url(case, f"/plan/problems/{first}/measures"), data=data)
        assert answer.status_code == 303
        answer = bo.post(url(case, "/steps/submit"), data={"version": version(case)})
        assert answer.status_code == 303
        assert stage(case) is Stage.SUBMITTED
        data = {"version": version(case), "number": "市社党〔2026〕8号"}
        as_actor(people.shi).post(url(case, "/steps/approve"), data=data)
        assert stage(case) is Stage.RUNNING
        text = bo.get(url(case, "/sheet")).text
        for words in (
            "无人选配",
            "王主任（演示）",
            "选配书记",
            "李书记（演示）",
            "市社党〔2026〕8号",
        ):
            assert words in text

    def test_what_was_typed_comes_back_with_the_sentence(self, case, bo):
        key = f"new-{problem(case)}"
        data = {
            f"{key}-version": version(case),
            f"{key}-words": "昨天就该完成的措施",
            f"{key}-person": "李书记（演示）",
            f"{key}-due_on": "2026-11-19",
        }
        answer = bo.post(url(case, f"/plan/problems/{problem(case)}/measures"), data=data)
        assert answer.status_code == 422
        assert "完成时限不能早于今天" in answer.text
        assert "昨天就该完成的措施" in answer.text
        assert not measures(case)

    def test_somebody_else_was_first(self, case, bo, do, people):
        old = version(case)
        do(people.bo, planning.outline, case, None, Outline("先写的原因", "王主任（演示）"))
        data = {"outline-version": old, "outline-cause": "后写的原因", "outline-leader": "张"}
        answer = bo.post(url(case, "/plan"), data=data)
        assert answer.status_code == 409
        assert "后写的原因" in answer.text
        assert file_of(case).row.cause == "先写的原因"

    def test_a_problem_is_added_reworded_and_struck(self, case, bo, do, people):
        answer = bo.post(
            url(case, "/plan/problems"),
            data={"problem-version": version(case), "problem-words": "台账不全"},
        )
        assert answer.status_code == 303
        last = file_of(case).problems[-1].id
        data = {f"problem-{last}-version": version(case), f"problem-{last}-words": "台账残缺"}
        bo.post(url(case, f"/plan/problems/{last}"), data=data)
        assert file_of(case).problems[-1].words == "台账残缺"
        bo.post(url(case, f"/plan/problems/{last}/removal"), data={"version": version(case)})
        assert [each.id for each in file_of(case).problems] == [problem(case)]

    def test_a_measure_is_changed_and_struck(self, planned, bo):
        number = measures(planned)[0].id
        key = f"measure-{number}"
        data = {
            f"{key}-version": version(planned),
            f"{key}-words": "公推直选书记",
            f"{key}-person": "李书记（演示）",
            f"{key}-due_on": "2027-01-31",
        }
        bo.post(url(planned, f"/plan/measures/{number}"), data=data)
        assert measures(planned)[0].words == "公推直选书记"
        gone = url(planned, f"/plan/measures/{number}/removal")
        assert bo.post(gone, data={"version": version(planned)}).status_code == 303
        assert not measures(planned)

    def test_a_problem_of_another_case_is_not_found(self, case, bo):
        data = {"problem-999-version": version(case), "problem-999-words": "x"}
        assert bo.post(url(case, "/plan/problems/999"), data=data).status_code == 404

    def test_a_refused_step_keeps_its_words(self, case, bo):
        data = {"version": version(case), "note": "请尽快审批"}
        answer = bo.post(url(case, "/steps/submit"), data=data)
        assert answer.status_code == 422
        assert "请先填写原因分析" in answer.text
        assert stage(case) is Stage.PLANNING

    def test_an_unknown_step_is_not_found(self, case, bo):
        assert bo.post(url(case, "/steps/dissolve"), data={"version": 1}).status_code == 404


def test_the_plan_prints_with_its_lists_and_both_signatures(running, phone):
    text = phone.get(url(running, "/sheet")).text
    for words in (
        "问题清单、措施清单、责任清单",
        "承办单位意见",
        "审批单位意见",
        "2026年11月20日批准",
    ):
        assert words in text
    assert "<form method" not in text.split("<main")[1].split("</main>")[0]


class TestMonth:
    def test_the_month_is_reported_from_a_phone_in_one_page(self, running, people, as_actor, at):
        at("2026-12-03")
        phone = as_actor(people.shu)
        text = phone.get(url(running)).text
        assert "11 月的进展还没有报" in text
        assert "请在 12 月 5 日前报" in text
        form = phone.get(url(running, "/progress")).text
        assert 'selected value="2026-11"' in form
        data = {
            "version": version(running),
            "month": "2026-11",
            "words": "召开党员大会，选出新书记",
            "paper-progress": [photo()],
        }
        answer = phone.post(url(running, "/progress"), data=data)
        assert answer.status_code == 303
        assert "召开党员大会，选出新书记" in phone.get(url(running)).text
        file = file_of(running)
        assert [each.month.isoformat() for each in file.progress] == ["2026-11-01"]
        assert [each.slot for each in file.papers] == ["progress-2026-11"]

    def test_late_is_said(self, running, people, as_actor, at):
        at("2026-12-06")
        assert "已经过期，请尽快补报" in as_actor(people.shu).get(url(running)).text

    def test_nothing_said_is_refused_and_the_photo_waits(self, running, phone):
        data = {"version": version(running), "month": "2026-11", "paper-progress": [photo()]}
        answer = phone.post(url(running, "/progress"), data={**data, "words": ""})
        assert answer.status_code == 422
        assert "请写一写这个月做了什么" in answer.text
        assert "已上传：会议.jpg" in answer.text
        assert not file_of(running).progress

    def test_a_month_to_come_is_refused(self, running, phone):
        data = {"version": version(running), "month": "2027-01", "words": "预报"}
        answer = phone.post(url(running, "/progress"), data=data)
        assert answer.status_code == 422
        assert "不能报送以后月份的进展" in answer.text

    def test_nonsense_for_a_month_is_refused(self, running, phone):
        data = {"version": version(running), "month": "x", "words": "做了"}
        answer = phone.post(url(running, "/progress"), data=data)
        assert answer.status_code == 422
        assert "请选择报哪个月的进展" in answer.text

    def test_an_officer_enters_it_for_the_branch(self, running, bo):
        assert "记为“代填”" in bo.get(url(running, "/progress")).text
        data = {"version": version(running), "month": "2026-11", "words": "代报"}
        bo.post(url(running, "/progress"), data=data)
        assert file_of(running).progress[0].mark == "代填"


class TestMeasure:
    def test_a_secretary_proves_it_and_an_officer_closes_it(self, running, phone, bo):
        number = measures(running)[0].id
        page = url(running, f"/measures/{number}")
        data = {"proof-version": version(running), "paper-proof": [photo("批复.jpg")]}
        assert phone.post(f"{page}/papers", data=data).status_code == 303
        file = file_of(running)
        kept = file.proof(number)[0]
        assert "批复.jpg" in bo.get(page).text
        data = {
            "close-version": version(running),
            "close-words": "书记已到任",
            "close-files": [str(kept.id)],
        }
        assert bo.post(f"{page}/closing", data=data).status_code == 303
        assert measures(running)[0].closed_on is not None
        assert "书记已到任" in phone.get(page).text

    def test_a_secretary_cannot_close(self, running, phone):
        page = url(running, f"/measures/{measures(running)[0].id}")
        assert phone.post(f"{page}/closing", data={}).status_code == 403
        assert 'name="close-words"' not in phone.get(page).text

    def test_without_evidence_it_stays_open(self, running, bo):
        number = measures(running)[0].id
        data = {"close-version": version(running), "close-words": "说是做了"}
        answer = bo.post(url(running, f"/measures/{number}/closing"), data=data)
        assert answer.status_code == 422
        assert "说是做了" in answer.text
        assert measures(running)[0].closed_on is None

    def test_no_file_is_no_evidence(self, running, phone):
        number = measures(running)[0].id
        data = {"proof-version": version(running)}
        answer = phone.post(url(running, f"/measures/{number}/papers"), data=data)
        assert answer.status_code == 422

    def test_it_is_opened_again_with_a_reason(self, running, do, people, bo):
        close_all(do, people.bo, running)
        number = measures(running)[0].id
        page = url(running, f"/measures/{number}/reopening")
        answer = bo.post(page, data={"reopen-version": version(running), "reopen-reason": ""})
        assert answer.status_code == 422
        data = {"reopen-version": version(running), "reopen-reason": "材料不实"}
        assert bo.post(page, data=data).status_code == 303
        assert measures(running)[0].closed_on is None


class TestAcceptance:
    def given(self, number, kind, **more):
        said = {"version": version(number), "day": "2026-11-20", "people": "三人", "words": "到位"}
        return {f"{kind}-{name}": value for name, value in (said | more).items()}

    def test_each_level_accepts_on_the_same_page(self, applied, people, as_actor):
        ke, shi = as_actor(people.ke), as_actor(people.shi)
        assert "会议.jpg" in ke.get(url(applied, "/acceptance")).text
        data = self.given(applied, "accept", satisfaction=91)
        assert ke.post(url(applied, "/acceptance"), data=data).status_code == 303
        assert stage(applied) is Stage.SECOND
        data = self.given(applied, "accept", satisfaction=88)
        assert shi.post(url(applied, "/acceptance"), data=data).status_code == 303
        assert stage(applied) is Stage.WATCHING

    def test_who_worked_on_it_reads_why_not(self, applied, bo):
        text = bo.get(url(applied, "/acceptance")).text
        assert "须由其他人员办理" in text
        assert 'name="accept-words"' not in text
        data = self.given(applied, "accept")
        answer = bo.post(url(applied, "/acceptance"), data=data)
        assert answer.status_code in (409, 422)
        assert stage(applied) is Stage.FIRST

    def test_a_refusal_names_the_problems(self, applied, people, as_actor):
        ke = as_actor(people.ke)
        data = self.given(applied, "refuse", due_on="2027-01-31", words="会议记录是补的")
        answer = ke.post(url(applied, "/refusal"), data=data)
        assert answer.status_code == 422
        assert "会议记录是补的" in answer.text
        data["refuse-version"] = version(applied)
        data["refuse-problems"] = [str(problem(applied))]
        assert ke.post(url(applied, "/refusal"), data=data).status_code == 303
        assert stage(applied) is Stage.RUNNING
        assert measures(applied)[0].closed_on is None

    def test_words_are_kept(self, applied, people, as_actor):
        data = self.given(applied, "accept", people="", words="整改都到位")
        answer = as_actor(people.ke).post(url(applied, "/acceptance"), data=data)
        assert answer.status_code == 422
        assert "整改都到位" in answer.text
        assert "请填写验收人员" in answer.text


class TestLookBack:
    def test_it_waits_for_its_day_and_is_entered(self, struck_off, people, as_actor, at):
        assert "到期后登记" in as_actor(people.bo).get(url(struck_off, "/look-back")).text
        at("2027-02-22")
        bo = as_actor(people.bo)
        due = file_of(struck_off).look_backs[0].id
        data = {
            "version": version(struck_off),
            "look_back": due,
            "day": "2027-02-22",
            "result": "holding",
            "words": "书记在岗，每月有活动",
        }
        assert bo.post(url(struck_off, "/look-back"), data=data).status_code == 303
        assert file_of(struck_off).look_backs[0].done_on is not None
        assert "成效巩固" in bo.get(url(struck_off)).text

    def test_a_relapse_needs_its_problems(self, struck_off, people, as_actor, at):
        at("2027-02-22")
        bo = as_actor(people.bo)
        due = file_of(struck_off).look_backs[0].id
        data = {
            "version": version(struck_off),
            "look_back": due,
            "day": "2027-02-22",
            "result": "relapsed",
            "words": "书记又空缺",
        }
        assert bo.post(url(struck_off, "/look-back"), data=data).status_code == 422
        data |= {"version": version(struck_off), "problems": [str(problem(struck_off))]}
        assert bo.post(url(struck_off, "/look-back"), data=data).status_code == 303
        assert stage(struck_off) is Stage.PLANNING
        assert "反弹 1 次" in bo.get(url(struck_off)).text


class TestDissolution:
    def given(self, number, branch, **more):
        return {
            "version": version(number),
            "day": "2026-11-20",
            "document": "市社党〔2026〕20号",
            "reason": "长期无法开展工作",
            "members": "3 名党员转入社区支部",
            f"way-{branch.organization}": "one",
            f"heir-{branch.organization}": "隔壁协会党支部（演示）",
            f"way-{branch.other}": "none",
            "confirmed": "y",
            **more,
        }

    def test_members_and_organizations_are_asked_for(self, running, people, branch, as_actor):
        text = as_actor(people.shi).get(url(running, "/dissolution")).text
        assert "党员去向" in text
        assert "薄弱协会（演示）" in text
        assert "共建协会（演示）" in text

    def test_coverage_goes_as_said(self, running, people, branch, as_actor):
        shi = as_actor(people.shi)
        data = self.given(running, branch)
        assert shi.post(url(running, "/dissolution"), data=data).status_code == 303
        assert stage(running) is Stage.DISSOLVED
        assert "转入社区支部" in shi.get(url(running)).text

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"confirmed": ""}, "请勾选"),
            ({"members": ""}, "请写明党员去向"),
            ({"day": "2026-11-21"}, "不能晚于今天"),
            ({"document": ""}, "请填写批准撤销的文号"),
        ],
    )
    def test_what_is_missing_is_said_and_all_is_kept(
        self, running, people, branch, as_actor, change, sentence
    ):
        shi = as_actor(people.shi)
        answer = shi.post(url(running, "/dissolution"), data=self.given(running, branch, **change))
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "长期无法开展工作" in answer.text
        assert 'value="隔壁协会党支部（演示）"' in answer.text
        assert stage(running) is Stage.RUNNING

    def test_each_organization_is_answered_for(self, running, people, branch, as_actor):
        data = self.given(running, branch)
        del data[f"way-{branch.other}"]
        answer = as_actor(people.shi).post(url(running, "/dissolution"), data=data)
        assert answer.status_code == 422
        assert "请选择共建协会（演示）以后由谁覆盖" in answer.text

    def test_heirs_are_offered_while_typing(self, running, people, branch, as_actor):
        shi = as_actor(people.shi)
        text = shi.get("/rectification/heirs", query_string={"heir-1": "隔壁协会"}).text
        assert "隔壁协会党支部（演示）" in text


def test_the_page_costs_the_same_with_twice_as_many_items(running, bo, do, people, queries):
    page = url(running)
    bo.get(page)
    with queries() as seen:
        bo.get(page)
    once = len(seen)
    for number in range(5):
        said = Wanting(f"另一个问题{number}")
        do(people.bo, planning.put_problem, running, None, said, note="督查发现")
    bo.get(page)
    with queries() as seen:
        bo.get(page)
    assert len(seen) <= once


def test_every_link_of_the_case_leads_somewhere(struck_off, bo):
    text = bo.get(url(struck_off)).text
    for link in set(re.findall(rf'href="({url(struck_off)}/[^"#]+)"', text)):
        assert bo.get(link).status_code == 200, link
