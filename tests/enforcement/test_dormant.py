"""僵尸型: two years without inspection, warning, notice, defence or hearing, decision, service, end."""

import io

import pytest
from docx import Document

from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.deadlines.models import CaseClock
from partybuild.enforcement.models import DormantBatch, DormantCase
from partybuild.inspections.kinds import Conclusion
from partybuild.notices.kinds import Way
from partybuild.notices.models import Notice
from partybuild.notices.queries import symbol
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import OrganizationProfile, OrganizationStanding
from tests import factories
from tests.enforcement.conftest import SAYING, case, rows, state_of
from tests.support.world import ROOT

DAY = {"day": "2026-11-20"}
NOTIFY = {
    **SAYING,
    "facts": "2024年度、2025年度未参加年度检查。",
    "evidence": "年检公告",
    "law": "《社会团体登记管理条例》第三十条",
}
DECIDE = {
    "legal": "碑法审〔2026〕1号",
    "discussed": "2026-11-20",
    "legal_person": "赵会长（演示）",
    "place": "南大街1号",
    "facts": "2024年度、2025年度未参加年度检查。",
    "evidence": "年检公告",
    "answer": "没有提出陈述申辩。",
    "law": "《社会团体登记管理条例》第三十条",
    "review": "碑林区人民政府",
    "review_term": "六十日",
    "court": "碑林区人民法院",
    "court_term": "六个月",
}

WARN = {"facts": "连续两年未参加年度检查", "until": "2026-12-20", **SAYING}
TOLD = {
    "hour": "上午九时",
    "place": "区政府会议室",
    "host": "李主持（演示）",
    "contact": "周经办（演示）",
    "telephone": "029-80000001",
}


def at(monkeypatch, day, time="09:30:00"):
    monkeypatch.setenv("PARTYBUILD_NOW", f"{day}T{time}+08:00")


def zombie(organization):
    query = visible(ROOT, OrganizationProfile, OrganizationProfile.zombie).where(
        OrganizationProfile.organization_id == organization,
        OrganizationProfile.known_to == OPEN,
    )
    return db.session.scalars(query.order_by(OrganizationProfile.valid_from)).all()


@pytest.fixture
def served(dormant, done, association):
    """The 告知书 was handed over on Friday 2026-11-20."""
    (number,) = dormant(association)
    done(number, "warn", **WARN)
    done(number, "notify", **NOTIFY)
    done(number, "serve", way="direct", receiver="门卫（演示）", **DAY)
    return number


def test_the_warning_is_a_paper_that_says_until_when(dormant, step, done, association):
    (number,) = dormant(association)

    late = step(number, "warn", **{**WARN, "until": "2026-11-20"})
    assert "最后补办日期应在今天之后" in late.text
    warned = done(number, "warn", **WARN)

    (letter,) = rows(Notice)
    assert (letter.kind, symbol(letter)) == ("dormant-warning", "碑林民社函〔2026〕1号")
    assert (str(warned.due_on), str(rows(DormantCase)[0].warned_on)) == ("2026-12-20", "2026-11-20")
    assert letter.fields["until"] == "2026-12-20"


def test_two_years_absent_are_proposed_and_one_is_not(inspected, association, private_unit, zhu):
    inspected(association, Conclusion.ABSENT, 2024, 2025)
    inspected(private_unit, Conclusion.ABSENT, 2025)
    inspected(private_unit, Conclusion.QUALIFIED, 2024)

    page = zhu.get("/enforcement/batches/new").text

    assert "碑林区快递行业协会（演示）" in page
    assert "碑林区晨光培训中心（演示）" not in page
    answer = zhu.post("/enforcement/batches", data={"title": "x", "chosen": str(private_unit)})
    assert answer.status_code == 422
    assert "须连续 2 年以上未参加年检" in answer.text
    assert rows(DormantBatch) == []


def test_accepting_flags_it_from_today_and_nothing_else(dormant, association, zhu):
    (number,) = dormant(association)

    assert zombie(association) == [False, True]
    assert state_of(association) is OrganizationState.NORMAL
    assert rows(DormantCase)[0].years == [2024, 2025]
    assert "没有连续未参检的组织" in zhu.get("/enforcement/batches/new").text
    assert "拟清理" in zhu.get(f"/enforcement/{number}").text


def test_served_both_terms_run_five_working_days(served, step, monkeypatch):
    assert {(each.kind, str(each.due_on)) for each in rows(CaseClock)} == {
        ("dormant-hearing", "2026-11-27"),
        ("dormant-defence", "2026-11-27"),
    }
    early = step(served, "decide", **DECIDE)
    assert early.status_code == 422
    assert "期限到 2026-11-27，期满后才能决定" in early.text
    at(monkeypatch, "2026-11-27", "23:59:59")
    assert step(served, "decide", **DECIDE).status_code == 422
    at(monkeypatch, "2026-11-28", "00:00:00")
    late = step(served, "hear", day="2026-11-28")
    assert "要求听证的期限已于 2026-11-27 届满" in late.text


def test_undefended_it_is_decided_served_and_ended_in_the_register(
    served, step, done, association, monkeypatch
):
    at(monkeypatch, "2026-11-30")
    refused = step(served, "decide", **{**DECIDE, "legal": ""})
    assert "撤销登记须经法制审核" in refused.text
    done(served, "decide", **{**DECIDE, "discussed": "2026-11-30"})
    assert state_of(association) is OrganizationState.NORMAL
    public = step(served, "finish", day="2026-11-30", way="public")
    assert "请先办理“登记公告送达”" in public.text

    ended = done(served, "finish", day="2026-11-30", way="direct", receiver="赵会长（演示）")

    assert (ended.state, str(ended.closed_on)) == ("cancelled", "2026-11-30")
    assert state_of(association) is OrganizationState.CANCELLED
    (standing,) = [
        row
        for row in rows(OrganizationStanding)
        if row.state is OrganizationState.CANCELLED and row.known_to == OPEN
    ]
    assert str(standing.valid_from) == "2026-11-30"
    assert "民罚决〔2026〕1号" in standing.document
    kinds = [each.kind for each in rows(Notice)]
    assert kinds == ["dormant-warning", "cancellation-warning", "cancellation-decision"]


def test_by_public_notice_it_ends_after_thirty_days(
    served, step, done, association, monkeypatch, zhu
):
    at(monkeypatch, "2026-11-30")
    done(served, "decide", **{**DECIDE, "discussed": "2026-11-30"})
    published = done(served, "publish", day="2026-11-30", where="区政府网站、《西安日报》")
    assert str(published.due_on) == "2026-12-30"
    *_, decision, notice = rows(Notice)
    assert (notice.kind, symbol(notice)) == ("cancellation-announcement", "碑林民罚公〔2026〕1号")
    assert (notice.fields["decision"], notice.fields["days"]) == (symbol(decision), 30)
    assert (str(notice.issued_on), notice.receipt_due) == ("2026-11-30", None)
    paper = zhu.get(f"/notices/{notice.id}/paper.docx")
    words = "\n".join(p.text for p in Document(io.BytesIO(paper.data)).paragraphs)
    assert "本公告在区政府网站、《西安日报》发布，自发布之日起满30日，即视为送达" in words
    at(monkeypatch, "2026-12-29", "23:59:00")
    early = step(served, "finish", way="public")
    assert "（2026-12-30）视为送达，还没有满" in early.text
    at(monkeypatch, "2026-12-30")

    ended = done(served, "finish", way="public")

    assert (ended.state, str(ended.closed_on)) == ("cancelled", "2026-12-30")
    *_, decision, _ = rows(Notice)
    assert (decision.way, str(decision.received_on)) == (Way.PUBLIC, "2026-12-30")
    assert state_of(association) is OrganizationState.CANCELLED


def test_a_notice_served_publicly_starts_the_terms_after_thirty_days(dormant, done, association):
    (number,) = dormant(association)
    done(number, "warn", **WARN)
    done(number, "notify", **NOTIFY)

    done(number, "serve", way="public", **DAY)

    assert str(rows(DormantCase)[0].served_on) == "2026-12-20"
    assert {str(each.due_on) for each in rows(CaseClock)} == {"2026-12-25"}


def test_a_hearing_is_told_seven_working_days_before(served, step, done, monkeypatch):
    done(served, "hear", **DAY)
    soon = step(served, "schedule", hearing="2026-12-01", **TOLD)
    assert soon.status_code == 422
    assert "最早为 2026-12-02" in soon.text
    untold = step(served, "heard", **DAY)
    assert "还没有通知听证的时间" in untold.text
    told = done(served, "schedule", hearing="2026-12-02", **TOLD)
    assert (told.state, str(told.due_on)) == ("hearing", "2026-12-02")
    letter = rows(Notice)[-1]
    assert (letter.kind, letter.fields["at"]) == ("hearing-notice", "2026-12-02")
    assert "听证定于 2026-12-02，还没有举行" in step(served, "heard", **DAY).text
    at(monkeypatch, "2026-12-02")
    done(served, "heard", day="2026-12-02", note="当事人提出异议")

    assert done(served, "spare", note="已恢复活动", day="2026-12-02").state == "spared"
    assert {each.state for each in rows(CaseClock)} == {"stopped"}


def test_while_suspended_the_terms_stand_still(served, step, done, monkeypatch):
    at(monkeypatch, "2026-11-23")
    unexplained = step(served, "suspend", day="2026-11-23")
    assert "请写明暂停期限的原因" in unexplained.text
    stopped = done(served, "suspend", note="当事人住院", day="2026-11-23")
    assert (stopped.state, stopped.due_on) == ("suspended", None)
    assert {each.due_on for each in rows(CaseClock)} == {None}
    at(monkeypatch, "2026-12-07")

    assert str(done(served, "resume", day="2026-12-07").due_on) == "2026-12-11"
    assert "期限到 2026-12-11" in step(served, "decide", **DECIDE).text


def test_forty_four_proposed_eight_defended_thirty_six_cancelled(database):
    from partybuild.enforcement.rules import BatchNumbers, Member, numbers

    spared = [Member(True, False, True, False)] * 8
    cancelled = [Member(False, True, False, True)] * 36

    found = numbers([*spared, *cancelled])

    assert found == BatchNumbers(44, 8, 36, 8, 36, 36, 0)


def test_a_batch_shows_each_number_with_its_list(dormant, done, monkeypatch, zhu):
    made = [factories.make_organization(name=f"第{word}学会（演示）") for word in "甲乙丙"]
    cases = dormant(*made)
    batch = rows(DormantBatch)[0].id
    for number in cases:
        done(number, "warn", **WARN)
        done(number, "notify", **NOTIFY)
        done(number, "serve", way="direct", receiver="王（演示）", **DAY)
    done(cases[0], "defend", note="已补报材料", **DAY)
    done(cases[0], "spare", note="申辩成立", **DAY)
    at(monkeypatch, "2026-11-30")
    for number in cases[1:]:
        done(number, "decide", **{**DECIDE, "discussed": "2026-11-30"})

    found = {
        name: zhu.get(f"/enforcement/batches/{batch}?list={name}").text
        for name in ("proposed", "defended", "undefended", "spared", "decided", "cancelled")
    }

    counts = {name: page.count("学会（演示）</a>") for name, page in found.items()}
    assert counts == {
        "proposed": 3,
        "defended": 1,
        "undefended": 2,
        "spared": 1,
        "decided": 2,
        "cancelled": 0,
    }
    assert zhu.get("/enforcement/batches").status_code == 200
    assert zhu.get("/enforcement/batches/999").status_code == 404


def test_an_open_cancellation_is_not_opened_twice(dormant, association, zhu):
    dormant(association)

    again = zhu.post("/enforcement/batches", data={"title": "再", "chosen": str(association)})

    assert again.status_code == 422
    assert "已有未办结的僵尸型清理" in again.text


def test_nobody_chosen_or_out_of_reach(zhu, database):
    foreign = factories.make_organization(unit="610102")

    none = zhu.post("/enforcement/batches", data={"title": "空"})
    strange = zhu.post("/enforcement/batches", data={"title": "空", "chosen": ["x", "²"]})
    outside = zhu.post("/enforcement/batches", data={"title": "外", "chosen": str(foreign)})

    assert "请选择 1 至 200 家组织" in none.text
    assert strange.status_code == 422
    assert outside.status_code == 404


def test_it_ends_not_before_its_decision(served, done, step, monkeypatch):
    at(monkeypatch, "2026-11-30")
    done(served, "decide", **{**DECIDE, "discussed": "2026-11-30"})

    refused = step(served, "finish", day="2026-11-27", way="direct", receiver="王（演示）")

    assert "不能早于 2026-11-30" in refused.text
    assert case(served).state == "decided"


@pytest.fixture
def shared():
    """What all papers of a batch have in common."""
    known = ("legal_person", "place", "facts", "answer")
    return {name: value for name, value in DECIDE.items() if name not in known}


def test_a_batch_goes_on_together_and_all_or_none(dormant, zhu, shared, monkeypatch, database):
    made = [factories.make_organization(name=f"第{word}学会（演示）") for word in "甲乙"]
    dormant(*made)
    url = f"/enforcement/batches/{rows(DormantBatch)[0].id}"

    def together(action, **said):
        return zhu.post(
            f"{url}/{action}", data={f"{action}-{name}": value for name, value in said.items()}
        )

    assert "发警示函（2 家）" in zhu.get(url).text
    warn = {name: value for name, value in WARN.items() if name != "facts"}
    assert together("warn", **warn).status_code == 303
    notify = {name: value for name, value in NOTIFY.items() if name != "facts"}
    refused = together("notify", **{**notify, "law": ""})
    assert refused.status_code == 422
    assert "请填写违反和适用的条款" in refused.text
    assert together("notify", **notify).status_code == 303
    warned, _, first, second = rows(Notice)
    assert warned.kind == "dormant-warning"
    assert warned.fields["facts"] == ["2024年度、2025年度连续2年未按规定参加年度检查。"]
    assert first.fields["facts"] == ["2024年度、2025年度连续2年未按规定参加年度检查。"]
    assert second.number == first.number + 1
    assert together("serve", way="public", **DAY).status_code == 303
    at(monkeypatch, "2026-12-28")
    contactless = together("decide", **{**shared, "discussed": "2026-12-28"})
    assert contactless.status_code == 422
    assert "学会（演示）僵尸型清理：" in contactless.text
    assert "“法定代表人”没有填写" in contactless.text
    assert {row.decided_on for row in rows(DormantCase)} == {None}
    for each in made:
        factories.set_contact(each, legal_person="赵会长（演示）", address="南大街1号")
    decided = together("decide", **{**shared, "discussed": "2026-12-28"})
    assert decided.status_code == 303, decided.text
    assert together("publish", day="2026-12-28", where="区政府网站").status_code == 303
    at(monkeypatch, "2027-01-27")
    assert together("finish", way="public").status_code == 303

    assert {state_of(each) for each in made} == {OrganizationState.CANCELLED}
    again = together("finish", way="public")
    assert again.status_code == 409
    assert "本批没有处在这一步的组织" in again.text
    assert together("spare", note="x", **DAY).status_code == 404
    assert together("explode").status_code == 404


def test_next_door_takes_no_step_of_a_batch(dormant, association, as_actor, cast):
    dormant(association)
    url = f"/enforcement/batches/{rows(DormantBatch)[0].id}"

    assert as_actor(cast.cheng).get(url).status_code == 404
    assert as_actor(cast.bo).post(f"{url}/warn", data={}).status_code == 403
