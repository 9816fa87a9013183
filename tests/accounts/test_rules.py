"""R10: three administrators, three persons; what a login is."""

from datetime import date, datetime

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts.rules import (
    ADMINISTRATORS,
    login_name,
    must_change,
    refuse_last,
    refuse_mixing,
    refuse_oneself,
)
from partybuild.rules import RuleBroken


@pytest.mark.parametrize("text", ["zhang.wei", " Zhang_Wei ", "a1", "z-9"])
def test_a_login_is_kept_in_lower_case(text):
    assert login_name(text) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "a", "张伟", "1abc", "a b", "a/b", "x" * 41, "a\nb"])
def test_what_cannot_be_a_login_is_refused(text):
    with pytest.raises(RuleBroken, match="登录名"):
        login_name(text)


@pytest.mark.parametrize("held", ADMINISTRATORS)
@pytest.mark.parametrize("new", ADMINISTRATORS)
def test_r10_one_person_is_one_kind_of_administrator(held, new):
    if held is new:
        refuse_mixing([held], new)
        return
    with pytest.raises(RuleBroken, match="三员分立"):
        refuse_mixing([Role.LEADER, held], new)


def test_r10_nobody_changes_their_own_powers():
    refuse_oneself(1, 2, "调整")
    refuse_oneself(None, 2, "调整")
    with pytest.raises(RuleBroken, match="不能调整本人的账号"):
        refuse_oneself(2, 2, "调整")


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_r10_the_last_of_each_kind_stays(role):
    others = {kind: 1 for kind in ADMINISTRATORS if kind is not role}
    with pytest.raises(RuleBroken, match=f"最后一位{role.label}"):
        refuse_last([Role.OFFICER, role], others)
    refuse_last([role], others | {role: 1})
    refuse_last([Role.OFFICER], {})


@pytest.mark.parametrize(
    ("changed", "days", "due"),
    [
        (datetime(2026, 8, 22, 23, 0), 90, True),
        (datetime(2026, 8, 23, 0, 0), 90, False),
        (datetime(2020, 1, 1), 0, False),
        (None, 90, False),
    ],
)
def test_r13_a_password_is_changed_after_ninety_days(changed, days, due):
    assert must_change(changed, date(2026, 11, 20), days) is due
