"""The next step that an organization's page names."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild.organizations import codes
from partybuild.organizations.concerns import Situation, concerns
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import Part

TODAY = date(2026, 11, 20)
QUIET = Situation(
    kind=OrganizationKind.ASSOCIATION,
    living=True,
    code=codes.make("51", "610103", 1),
    covered=True,
    full=9,
    probationary=1,
    body_id=4,
    body_name="",
    reason="",
    review_on=None,
    board_last_day=date(2027, 1, 1),
)


def whats(**changes):
    return [concern.what for concern in concerns(replace(QUIET, **changes), TODAY)]


def test_all_is_well():
    assert whats() == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"covered": False, "full": 3, "reason": "其他"}, "应建未建"),
        (
            {"covered": False, "full": 2, "reason": "其他", "review_on": date(2026, 11, 19)},
            "复查到期",
        ),
        ({"board_last_day": date(2026, 11, 19)}, "换届逾期"),
        ({"body_id": None, "body_name": "区综合党委"}, "主管党组织待落实"),
        ({"body_id": None}, "党建工作机构"),
        ({"code": codes.make("52", "610103", 1)}, "代码存疑"),
        ({"covered": False, "full": None, "reason": "其他"}, "未摸排"),
        ({"covered": False, "full": 2}, "缺未建原因"),
    ],
)
def test_what_is_wrong_is_named(changes, what):
    assert whats(**changes) == [what]


def test_days_that_have_not_passed_are_no_concern():
    assert whats(board_last_day=TODAY) == []
    assert whats(covered=False, full=0, reason="没有党员", review_on=TODAY) == []


def test_the_most_pressing_comes_first_and_leads_to_its_page():
    found = concerns(
        replace(QUIET, covered=False, body_id=None, board_last_day=TODAY.replace(year=2025)), TODAY
    )
    assert [c.tone for c in found] == ["late", "soon", "neutral"]
    assert found[0].part is Part.PLAN


def test_a_filed_one_is_never_due_to_build_and_an_ended_one_concerns_nobody():
    assert "应建未建" not in whats(kind=OrganizationKind.FILED, covered=False, code=None)
    assert whats(living=False, covered=False) == []
