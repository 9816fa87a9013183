"""An approval dated after the founding, in 党组织名册."""

from datetime import date

import pytest

from partybuild.party.models import PartyProfile
from tests.factories import make_party, party_code
from tests.party.acts import rows
from tests.party.importing import checked, imported, sentences, unchanged

KIND = "party-organizations"
HEAD = ["党组织名称", "党组织类型", "成立日期", "批准日期", "区划代码"]
CODED = ["党组织编码", "批准日期"]


def line(founded, approved):
    return ["商贸支部（演示）", "党支部", founded, approved, "610103"]


def test_a_new_branch_founded_before_its_approval_is_refused(cast):
    plan = checked(KIND, cast.bo, HEAD, line("2026-05-01", "2026-05-02"))

    (said,) = sentences(plan)
    assert said.startswith("2 D 批准日期：成立日期 2026-05-01 早于批复日期 2026-05-02")


@pytest.mark.parametrize(
    ("founded", "approved"),
    [("2026-05-02", "2026-05-02"), ("2026-05-02", "2026-04-30"), ("2026年5月", "2026-05-20")],
)
def test_in_order_or_as_far_as_was_written_it_comes_in(cast, founded, approved):
    plan = imported(KIND, cast.bo, HEAD, line(founded, approved))
    assert plan.warnings == []


def test_history_before_the_first_day_comes_in_with_a_warning_and_only_once(cast):
    lines = HEAD, line("2024-12-31", "2025-02-01")
    plan = imported(KIND, cast.bo, *lines)

    (said,) = plan.warnings
    assert "批准日期 2025-02-01 晚于成立日期 2024-12-31" in said
    again = checked(KIND, cast.bo, *lines)
    assert (unchanged(again), again.warnings) == (True, [])


def test_a_known_branch_takes_no_later_approval(cast):
    branch = make_party("商贸支部（演示）", founded_on=date(2026, 5, 1))
    code = party_code(branch)

    (said,) = sentences(checked(KIND, cast.bo, CODED, [code, "2026-05-02"]))
    assert "应当先经批准再成立" in said
    imported(KIND, cast.bo, CODED, [code, "2026-04-30"], effective_on=date(2026, 5, 1))
    assert rows(PartyProfile, party_organization_id=branch)[0].approved_on == date(2026, 4, 30)


def test_a_corrected_founding_stays_after_the_approval(cast):
    branch = make_party(
        "商贸支部（演示）", founded_on=date(2026, 5, 1), approved_on=date(2026, 4, 30)
    )
    head = ["党组织编码", "成立日期"]

    said = sentences(checked(KIND, cast.bo, head, [party_code(branch), "2026-04-01"], correct=True))
    assert said == [
        "2 B 成立日期：成立日期 2026-04-01 早于批复日期 2026-04-30，"
        "党组织应当先经批准再成立，请核对两个日期。"
    ]
