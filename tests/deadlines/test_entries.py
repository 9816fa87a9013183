"""A holiday notice as it is pasted."""

from datetime import date

import pytest

from partybuild.deadlines.entries import Entry, lines
from partybuild.rules import RuleBroken


def test_commas_tabs_and_chinese_days_are_read():
    text = "日期,休/班,依据\n2027-01-01，休，国办通知\n2027/1/2\t班\n\n2027年1月3日 休"

    assert lines(text, "全年通知") == [
        Entry(date(2027, 1, 1), False, "国办通知"),
        Entry(date(2027, 1, 2), True, "全年通知"),
        Entry(date(2027, 1, 3), False, "全年通知"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2027-02-30，休", "第 1 行：“2027-02-30”不是日期"),
        ("2027-01-01，休\n2027-01-02，也许", "第 2 行.*看不懂"),
        ("2027-01-01，休\n2027-1-1，班", "第 2 行：2027-01-01 重复"),
        ("元旦", "第 1 行.*看不懂"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        lines(text, "")
