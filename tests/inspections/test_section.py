"""勾稽关系 of the Party section: all at once, with both numbers; what is missing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.inspections import questions, section

GOOD = {
    "has_party": "是",
    "party_kind": "党支部",
    "party_name": "某协会党支部（演示）",
    "head": "其他人员",
    "staff": 12,
    "lead_full": 2,
    "lead_part": 1,
    "work_full": 6,
    "work_part": 3,
    "members": 5,
    "full": 4,
    "probationary": 1,
    "party_lead_full": 2,
    "party_lead_part": 1,
    "party_work_full": 2,
    "party_work_part": 0,
    "party_retired": 0,
    "party_other": 0,
    "at_own": 4,
    "at_supervisor": 0,
    "at_affiliated": 0,
    "at_locality": 1,
    "at_former": 0,
    "at_other": 0,
    "developed": 0,
    "applicants": 2,
    "activists": 1,
    "candidates": 1,
    "site": "独立",
    "funds": 3000,
    "activities": 12,
    "deeds": 4,
}


def sentences(**changes):
    return [clash.sentence for clash in section.clashes({**GOOD, **changes})]


def test_a_consistent_form_has_nothing_to_say():
    assert sentences() == []
    assert questions.missing(GOOD) == []
    assert section.refusal(GOOD) == ""


def test_every_contradiction_is_told_at_once_with_both_numbers():
    found = sentences(staff=9, at_own=3, party_lead_full=3, members=6)

    assert "从业人员总数 9 应等于领导班子专职、兼职与工作人员专职、兼职之和 12，请核对。" in found
    assert "党员总数 6 应等于组织关系所在六项之和 4，请核对。" in found
    assert "党员总数 6 应等于正式党员与预备党员之和 5，请核对。" in found
    assert "领导班子专职 2 人，少于领导班子专职党员 3 人，请核对。" in found
    assert "从业人员总数 9 少于党员、申请入党人、积极分子与发展对象之和 10，请核对。" in found


def test_members_are_the_sum_of_six_parts():
    assert sentences(party_retired=1) == ["党员总数 5 应等于六类党员之和 6，请核对。"]


def test_ages_are_compared_only_when_they_are_filled_in():
    ages = {"age_35": 1, "age_50": 2, "age_60": 1, "age_over": 0}
    assert sentences(**ages) == ["党员总数 5 应等于各年龄段党员之和 4，请核对。"]
    assert sentences(age_35=1) == []


def test_the_reason_for_having_no_party_organization_agrees_with_the_members():
    none = {"has_party": "否", "why_none": "无党员"}
    found = sentences(**none)

    assert "未建立原因为“无党员”，党员总数却是 5，请核对。" in found
    assert any("正式党员 4 人，已满 3 人" in words for words in found)


def test_what_is_missing_follows_the_answers():
    empty = [field.key for _, field in questions.missing({})]
    without = [field.key for _, field in questions.missing({"has_party": "否"})]

    assert "has_party" in empty
    assert "party_name" not in empty
    assert "why_none" in without
    assert "party_name" not in without
    assert "age_35" not in empty


def test_answers_are_read_or_refused_in_words():
    staff, kind = questions.FIELDS["staff"], questions.FIELDS["party_kind"]

    assert section.read(staff, " 12 ") == (12, "")
    assert section.read(staff, "") == (None, "")
    assert "整数" in section.read(staff, "3人")[1]
    assert "整数" in section.read(staff, "²")[1]
    assert section.read(kind, "党支部") == ("党支部", "")
    assert "选项" in section.read(kind, "支部")[1]


@given(
    st.lists(st.integers(0, 40), min_size=4, max_size=4),
    st.integers(-3, 3),
)
@settings(max_examples=60, deadline=None)
def test_staff_clash_exactly_when_the_parts_do_not_add_up(parts, off):
    keys = [field.key for field in questions.STAFF]
    values = dict(zip(keys, parts, strict=True)) | {"staff": sum(parts) + off}

    assert bool(section.clashes(values)) == (off != 0)
