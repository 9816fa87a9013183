from datetime import date

import pytest

from partybuild.party import life_rules
from partybuild.party.kinds import LifeKind, PartyKind
from partybuild.party.life_rules import Meeting, year_of_life
from partybuild.rules import RuleBroken

TODAY = date(2026, 11, 20)
OLD = Meeting(PartyKind.BRANCH, True, date(2020, 3, 2))
GENERAL, COMMITTEE = LifeKind.GENERAL_MEETING, LifeKind.COMMITTEE_MEETING


def lines(held=(), of=OLD, year=2026, today=TODAY):
    return {line.kind: line for line in year_of_life(held, of, year, today)}


def test_only_periods_that_have_passed_are_due():
    found = lines()

    assert (found[GENERAL].due, found[COMMITTEE].due) == (3, 10)
    assert found[LifeKind.LESSON].due == 0
    assert found[GENERAL].behind == 3


def test_two_meetings_in_one_quarter_meet_one_quarter():
    held = [(GENERAL, date(2026, 1, 9)), (GENERAL, date(2026, 3, 31)), (GENERAL, date(2026, 11, 2))]
    line = lines(held)[GENERAL]

    assert (line.held, line.met, line.due, line.behind) == (3, 1, 3, 2)


def test_another_year_does_not_count():
    assert lines([(GENERAL, date(2025, 12, 31))])[GENERAL].held == 0


def test_a_past_year_is_due_as_a_whole():
    found = lines(year=2025)

    assert (found[GENERAL].due, found[LifeKind.LESSON].due) == (4, 1)


def test_periods_before_the_founding_are_not_due():
    of = Meeting(PartyKind.BRANCH, True, date(2026, 4, 2))

    assert lines(of=of)[GENERAL].due == 1
    assert lines(of=of)[COMMITTEE].due == 6


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        (Meeting(PartyKind.BRANCH, False, date(2020, 1, 1)), COMMITTEE),
        (Meeting(PartyKind.BRANCH, None, date(2020, 1, 1)), COMMITTEE),
        (Meeting(PartyKind.COMMITTEE, True, date(2020, 1, 1)), GENERAL),
        (OLD, LifeKind.GROUP_MEETING),
    ],
)
def test_nothing_is_expected_where_it_is_not_usual(of, kind):
    line = lines([(kind, date(2026, 2, 1))], of=of)[kind]

    assert (line.held, line.due, line.behind) == (1, None, 0)


@pytest.mark.parametrize(
    ("day", "due", "attended", "said"),
    [
        (date(2026, 11, 21), None, None, "还没有到"),
        (date(2020, 3, 1), None, None, "不能早于"),
        (TODAY, 5, 6, "实到人数多于应到"),
    ],
)
def test_a_line_that_cannot_be_is_refused(day, due, attended, said):
    life_rules.check_life(TODAY, 6, 6, TODAY, OLD.founded_on)
    with pytest.raises(RuleBroken, match=said):
        life_rules.check_life(day, due, attended, TODAY, OLD.founded_on)
