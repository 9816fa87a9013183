"""活动异常名录 and 严重违法失信名单: entering, leaving, two years, the organization's state."""

import pytest

from partybuild.deadlines.models import CaseClock
from partybuild.enforcement.models import Listing
from partybuild.notices.models import Notice
from partybuild.notices.queries import symbol
from partybuild.organizations.kinds import OrganizationState
from tests.enforcement.conftest import SAYING, case, rows, state_of

DECIDED = {"answer": "没有提出异议。", "duties": "履行处罚决定"}
DAY = {"day": "2026-11-20"}
ENTER = {"answer": "没有提出意见。", "duties": "按规定设立党组织"}
NORMAL, ABNORMAL = OrganizationState.NORMAL, OrganizationState.ABNORMAL


def at(monkeypatch, day, time="09:30:00"):
    monkeypatch.setenv("PARTYBUILD_NOW", f"{day}T{time}+08:00")


@pytest.fixture
def listed(listing, done, association):
    """The association stands on the list since 2026-11-20; the case."""
    number = listing(association)
    done(number, "enter", **DAY, **ENTER)
    return number


def test_opening_changes_no_state_and_entering_does(listing, done, association, zhu):
    number = listing(association)
    assert state_of(association) is NORMAL

    entered = done(number, "enter", **DAY, **ENTER)

    assert state_of(association) is ABNORMAL
    assert (entered.state, str(entered.due_on)) == ("listed", "2028-11-20")
    (notice,) = rows(Notice)
    (held,) = rows(Listing)
    assert (notice.kind, str(held.listed_on)) == ("listing-decision", "2026-11-20")
    assert "未按照有关规定设立党组织" in zhu.get(f"/enforcement/{number}").text
    assert "活动异常名录" in zhu.get(f"/organizations/{association}").text


def test_after_a_warning_the_answer_is_waited_for(listing, done, step, association, monkeypatch):
    number = listing(association, ground="report")
    assert str(done(number, "warn", **SAYING).due_on) == "2026-11-27"

    early = step(number, "enter", **DAY, **ENTER)
    assert early.status_code == 422
    assert "陈述申辩期限到 2026-11-27" in early.text

    at(monkeypatch, "2026-11-27", "23:59:00")
    assert step(number, "enter", day="2026-11-27", **ENTER).status_code == 422
    at(monkeypatch, "2026-11-28", "00:00:00")
    assert done(number, "enter", day="2026-11-28", **ENTER).state == "listed"


def test_an_objection_lets_it_be_decided_either_way(listing, done, association):
    number = listing(association)
    done(number, "warn", **SAYING)
    done(number, "object", note="已申请成立党支部", **DAY)

    assert done(number, "decline", note="情况属实").state == "declined"
    assert state_of(association) is NORMAL


def test_leaving_on_application_within_five_working_days(listed, done, step, association):
    applied = done(listed, "apply", files=["apply"], **DAY)

    assert (applied.state, str(applied.due_on)) == ("applied", "2026-11-27")
    (clock,) = rows(CaseClock)
    assert (clock.kind, str(clock.due_on), clock.working) == ("delisting", "2026-11-27", True)
    refused = step(listed, "remove", **DAY)
    assert refused.status_code == 422
    assert "请写明核查情况" in refused.text
    removed = done(listed, "remove", findings="已成立党支部", **DAY)
    assert (removed.state, str(removed.closed_on)) == ("removed", "2026-11-20")
    assert state_of(association) is NORMAL
    assert rows(CaseClock)[0].state == "stopped"
    assert [each.kind for each in rows(Notice)] == ["listing-decision", "delisting"]


def test_not_verified_it_stays(listed, done, association):
    done(listed, "apply", **DAY)

    stays = done(listed, "refuse", note="党组织没有成立", **DAY)

    assert (stays.state, str(stays.due_on)) == ("listed", "2028-11-20")
    assert state_of(association) is ABNORMAL
    assert done(listed, "apply", **DAY).state == "applied"


def test_another_entry_keeps_the_state(listing, listed, done, association):
    second = listing(association, ground="report")
    done(second, "enter", **DAY, **ENTER)

    done(listed, "apply", **DAY)
    done(listed, "remove", findings="已成立", **DAY)
    assert state_of(association) is ABNORMAL
    done(second, "apply", **DAY)
    done(second, "remove", findings="已补报", **DAY)

    assert state_of(association) is NORMAL


def test_only_where_nothing_can_be_done_six_months_end_it(
    listing, listed, done, step, association, monkeypatch
):
    other = listing(association, ground="penalty")
    done(other, "enter", **DAY, **ENTER)
    early = step(other, "lapse", findings="期满", **DAY)
    assert "列入满 6 个月（2027-05-20）" in early.text
    at(monkeypatch, "2027-05-20")

    never = step(listed, "lapse", findings="期满", day="2027-05-20")
    assert "须履行后申请移出" in never.text

    assert done(other, "lapse", findings="期满", day="2027-05-20").state == "removed"


def test_a_mistake_is_taken_back_by_a_paper(listed, done, step, association):
    refused = step(listed, "correct", note="录错单位", **DAY)
    assert "请写明列入有误的情况" in refused.text

    done(listed, "correct", note="录错单位", findings="应列入的是另一家", **DAY)

    assert state_of(association) is NORMAL
    decision, correction = rows(Notice)
    assert (correction.kind, correction.case_id) == ("listing-correction", listed)
    assert correction.fields["decision"] == symbol(decision)
    assert rows(Listing)[0].removal == symbol(correction)


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ({}, "须填写两次邮寄信函的日期"),
        ({"first_letter": "2026-11-01", "second_letter": "2026-11-10"}, "两封信相隔 9 天"),
        ({"first_letter": "2026-09-01", "second_letter": "2026-11-10"}, "两封信相隔 70 天"),
        ({"first_letter": "2026-11-10", "second_letter": "2026-12-01"}, "不能晚于今天"),
    ],
)
def test_who_cannot_be_reached_has_two_letters(opened, association, letters, sentence):
    refused = opened("listing", association, ground="unreachable", **letters)

    assert refused.status_code == 422
    assert sentence in refused.text


def test_two_letters_in_time_open_the_case(listing, association):
    listing(
        association, ground="unreachable", first_letter="2026-10-20", second_letter="2026-11-10"
    )

    assert str(rows(Listing)[0].second_letter) == "2026-11-10"


def test_the_same_ground_twice_is_refused(opened, listing, association):
    listing(association)

    assert "同一事由的活动异常名录未办结" in opened("listing", association, ground="party").text
    assert opened("listing", association, ground="nonsense").status_code == 422
    assert opened("listing", association, ground="report").status_code == 303


def test_two_years_are_warned_of_and_lead_to_the_graver_list(
    listed, listing, done, step, association, monkeypatch, zhu
):
    assert "现在没有处理建议" in zhu.get("/enforcement/proposals?kind=two_years").text
    at(monkeypatch, "2028-10-21")
    page = zhu.get("/enforcement/proposals?kind=two_years").text
    assert "碑林区快递行业协会（演示）" in page
    assert case(listed).state == "listed"
    at(monkeypatch, "2028-11-20")

    graver = listing(association, kind="dishonest", ground="two_years")
    assert "现在没有处理建议" in zhu.get("/enforcement/proposals?kind=two_years").text
    unheard = step(graver, "enter", day="2028-11-20", **DECIDED)
    assert unheard.status_code == 409
    done(graver, "notify", **SAYING)
    early = step(graver, "enter", day="2028-11-20", **DECIDED)
    assert "陈述申辩期限到 2028-11-27" in early.text
    done(graver, "object", note="愿意补办", day="2028-11-20")
    done(graver, "enter", day="2028-11-20", **DECIDED)

    assert case(listed).state == "escalated"
    assert str(rows(Listing)[0].removed_on) == "2028-11-20"
    assert state_of(association) is ABNORMAL
    soon = step(graver, "apply", day="2028-11-20")
    assert "（2030-11-20）没有新的列入情形" in soon.text
    at(monkeypatch, "2030-11-20")
    done(graver, "apply", day="2030-11-20")
    done(graver, "remove", day="2030-11-20", findings="义务已履行")
    assert state_of(association) is NORMAL
    _, told, decided, removed = rows(Notice)
    assert [each.kind for each in (told, decided, removed)] == [
        "dishonest-warning", "dishonest-decision", "dishonest-removal",
    ]  # fmt: skip
    assert {each.case_id for each in (told, decided, removed)} == {graver}
    assert [each.number for each in (told, decided, removed)] == [1, 2, 1]
    assert decided.fields["warning"] == symbol(told)
    assert removed.fields["decision"] == symbol(decided)
    held = rows(Listing)[1]
    assert (held.warning, held.decision, held.removal) == tuple(
        map(symbol, (told, decided, removed))
    )
    assert "被列入活动异常名录满二年仍未移出" in decided.fields["grounds"][0]
    assert (told.receipt_due, decided.receipt_due) != (None, None)


def test_a_new_penalty_starts_the_two_years_again(
    listing, done, step, association, monkeypatch, zhu
):
    graver = listing(association, kind="dishonest", ground="fined")
    done(graver, "notify", **SAYING)
    done(graver, "object", note="无意见", **DAY)
    done(graver, "enter", **DECIDED, **DAY)
    at(monkeypatch, "2027-11-20")
    said = {"kind": "warning", "document": "碑民罚〔2027〕2号", "decided_on": "2027-11-20"}
    fined = zhu.post("/enforcement/penalties", data={"organization": association, **said})
    assert fined.status_code == 303
    at(monkeypatch, "2028-11-20")

    refused = step(graver, "apply", day="2028-11-20")

    assert "自 2027-11-20 起满 2 年（2029-11-20）" in refused.text
