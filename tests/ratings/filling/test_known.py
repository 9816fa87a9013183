"""What the system knows of an item, and the answer that follows only where it is plain."""

from datetime import date

import pytest

from partybuild.inspections.kinds import Conclusion
from partybuild.party.kinds import LifeKind
from partybuild.ratings.filling import known
from partybuild.ratings.filling.known import Grade, Known, plain
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.schemes.rules import Deduction, Indicator, Option

DAY = date(2026, 11, 20)
TERM = (Option("held", "任期内", 40), Option("extended", "延期", 20), Option("overdue", "逾期", 0))


def item(*options, **more):
    return Indicator("x", "项", 40, options=options, **more)


@pytest.mark.parametrize(
    ("last", "extended", "elects", "grade", "words"),
    [
        (date(2026, 11, 20), None, True, Grade.FULL, "任期至 2026-11-20"),
        (date(2026, 11, 19), None, True, Grade.NONE, "届满，未登记换届"),
        (date(2026, 11, 19), date(2026, 11, 20), True, Grade.MIDDLE, "经批准延期至 2026-11-20"),
        (date(2025, 1, 1), date(2026, 11, 19), True, Grade.NONE, "2026-11-19 届满"),
        (None, None, True, None, "没有登记任期"),
        (None, None, False, None, "不换届"),
    ],
)
def test_a_term_of_office(last, extended, elects, grade, words):
    found = known.term(last, extended, elects, DAY)

    assert found.grade is grade
    assert words in found.words


@pytest.mark.parametrize("conclusion", Conclusion)
def test_an_absence_or_a_failure_never_gives_points(conclusion):
    grade = known.inspection("年检", conclusion).grade
    bad = {Conclusion.UNQUALIFIED, Conclusion.ABSENT, Conclusion.UNREPORTED}

    assert (grade is Grade.NONE) == (conclusion in bad)


def test_what_is_not_known_answers_nothing():
    for each in (
        known.inspection("没有记录", None),
        known.members(None, None),
        known.life({}, 2026),
        known.term(None, None, True, DAY),
    ):
        assert plain(item(*TERM), each) is None


def test_words_count_what_was_entered():
    counts = {LifeKind.LESSON: 2, LifeKind.GENERAL_MEETING: 3}

    assert known.life(counts, 2026).words == "2026年已登记党员大会 3 次、党课 2 次"
    assert known.members(5, None).words == "登记正式党员 5 名、预备党员 0 名"


@pytest.mark.parametrize(
    ("grade", "key"), [(Grade.FULL, "held"), (Grade.MIDDLE, "extended"), (Grade.NONE, "overdue")]
)
def test_three_options_follow_the_grade(grade, key):
    assert plain(item(*TERM), Known("", grade)) == Answer(options=(key,))


def test_in_office_says_nothing_between_two_ways_of_being_in_office():
    ways = (Option("inside", "本组织", 40), Option("sent", "选派", 30), Option("none", "空缺", 0))

    assert plain(item(*ways), Known("", Grade.SOME)) is None
    assert plain(item(ways[0], ways[2]), Known("", Grade.SOME)) == Answer(options=("inside",))
    assert plain(item(*ways), Known("", Grade.NONE)) == Answer(options=("none",))


def test_without_options_only_all_or_nothing_is_plain():
    assert plain(item(), Known("", Grade.FULL)) == Answer(points=40)
    assert plain(item(), Known("", Grade.NONE)) == Answer(points=0)
    assert plain(item(), Known("", Grade.MIDDLE)) is None


@pytest.mark.parametrize(
    "asked",
    [
        item(*TERM, multiple=True),
        item(deductions=(Deduction("d", "缺", 10),)),
        item(Option("a", "甲", 20), Option("b", "乙", 10)),
        item(Option("a", "甲", 40), Option("b", "乙", 40)),
    ],
)
def test_an_item_that_has_to_be_weighed_is_left_to_people(asked):
    assert plain(asked, Known("", Grade.FULL)) is None
