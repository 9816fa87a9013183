"""Verdicts by hand and by property: what a rule gives on every day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.clock.workdays import add_workdays, workdays_between
from partybuild.gates import rules, ruling
from partybuild.gates.defaults import DEFAULTS
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.rules import FOREVER, Answer, Trigger, Waived

modest = settings(max_examples=150, deadline=None)
SHIPPED = {
    item.name: ruling.from_policy(
        item.content, name=item.name, label=item.label, valid_from=item.valid_from
    )
    for item in DEFAULTS
}
REGISTRATION, INSPECTION, ELECTION = (
    SHIPPED[name] for name in ("registration", "inspection", "election")
)
FRIDAY = date(2026, 11, 20)
APPROVED, NOT_YET = AnswerKind.APPROVED, AnswerKind.NOT_YET


def verdict(rule, day, *answers, on=FRIDAY, waivers=(), until=FOREVER, expected=None):
    trigger = Trigger(1, on, expected=expected)
    found = rules.stretches(trigger, until, answers, waivers, rule, {})
    held = rules.on(found, day)
    return held and (held.verdict, held.late)


def answer(kind, day, **said):
    return Answer(1, kind, day, **said)


def test_three_rules_are_on_and_none_of_the_six_is_counted_twice():
    assert {name for name, rule in SHIPPED.items() if rule.enabled} == {
        "registration",
        "inspection",
        "election",
    }
    assert [rule.label for rule in SHIPPED.values() if not rule.enabled] == [
        "章程核准",
        "专项抽查",
        "等级评估",
        "教育培训",
    ]


@pytest.mark.parametrize("kind", sorted(REGISTRATION.expected))
@pytest.mark.parametrize("early", [0, 30])
def test_an_answer_by_the_day_of_registration_is_in_step(kind, early):
    given_answer = answer(kind, FRIDAY - timedelta(days=early))

    assert verdict(REGISTRATION, FRIDAY, given_answer) == (Verdict.IN_STEP, 0)


def test_without_answer_registration_is_pending_for_five_working_days_then_missing():
    assert verdict(REGISTRATION, FRIDAY - timedelta(days=1)) is None
    assert verdict(REGISTRATION, FRIDAY) == (Verdict.PENDING, 0)
    assert verdict(REGISTRATION, date(2026, 11, 27)) == (Verdict.PENDING, 0)
    assert verdict(REGISTRATION, date(2026, 11, 28)) == (Verdict.MISSING, 0)


def test_five_working_days_reach_over_the_national_holiday():
    wednesday = date(2025, 9, 30)

    assert verdict(REGISTRATION, date(2025, 10, 14), on=wednesday)[0] is Verdict.PENDING
    assert verdict(REGISTRATION, date(2025, 10, 15), on=wednesday)[0] is Verdict.MISSING


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2026, 11, 23), 1), (date(2026, 11, 21), 1), (date(2026, 12, 4), 10)],
)
def test_a_later_answer_is_late_by_working_days(day, late):
    given_answer = answer(APPROVED, day)

    assert verdict(REGISTRATION, day, given_answer) == (Verdict.LATE, late)
    assert verdict(REGISTRATION, day - timedelta(days=1), given_answer)[0] in (
        Verdict.PENDING,
        Verdict.MISSING,
    )


def test_a_passed_review_day_reopens_for_five_working_days():
    review = date(2027, 5, 20)
    not_yet = answer(NOT_YET, FRIDAY, until=review)

    assert verdict(REGISTRATION, review, not_yet) == (Verdict.IN_STEP, 0)
    assert verdict(REGISTRATION, review + timedelta(days=1), not_yet) == (Verdict.PENDING, 0)
    last = add_workdays(review, 5)
    assert verdict(REGISTRATION, last, not_yet)[0] is Verdict.PENDING
    assert verdict(REGISTRATION, last + timedelta(days=1), not_yet)[0] is Verdict.MISSING


def test_an_answer_before_the_review_day_closes_for_good():
    review = date(2027, 5, 20)
    both = (
        answer(NOT_YET, FRIDAY, until=review),
        answer(APPROVED, review - timedelta(days=9)),
    )

    assert verdict(REGISTRATION, FOREVER - timedelta(days=1), *both) == (Verdict.IN_STEP, 0)


def test_an_answer_after_the_review_day_is_late_from_that_day():
    review = date(2027, 5, 20)
    both = (answer(NOT_YET, FRIDAY, until=review), answer(APPROVED, date(2027, 5, 21)))

    assert verdict(REGISTRATION, date(2027, 5, 21), *both) == (Verdict.LATE, 1)


def test_a_waiver_has_its_days_and_reopens_by_itself():
    waived = Waived(1, date(2026, 11, 23), date(2027, 1, 1))

    assert verdict(REGISTRATION, FRIDAY, waivers=[waived])[0] is Verdict.PENDING
    assert verdict(REGISTRATION, date(2026, 12, 31), waivers=[waived])[0] is Verdict.WAIVED
    assert verdict(REGISTRATION, date(2027, 1, 1), waivers=[waived])[0] is Verdict.MISSING


def test_a_waiver_takes_nothing_from_what_was_in_step():
    waived = Waived(1, FRIDAY, FOREVER)

    assert verdict(REGISTRATION, FRIDAY, answer(APPROVED, FRIDAY), waivers=[waived]) == (
        Verdict.IN_STEP,
        0,
    )


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (-61, Verdict.PENDING),
        (-60, Verdict.IN_STEP),
        (0, Verdict.IN_STEP),
        (60, Verdict.IN_STEP),
        (61, Verdict.LATE),
    ],
)
@pytest.mark.parametrize("kind", [AnswerKind.PARTY_ELECTION, AnswerKind.SECRETARY])
def test_an_election_is_answered_within_sixty_days_on_either_side(gap, expected, kind):
    party = FRIDAY + timedelta(days=gap)
    found = verdict(ELECTION, max(party, FRIDAY), answer(kind, party))

    assert found == (expected, 1 if expected is Verdict.LATE else 0)


def test_the_uncovered_are_answered_by_a_new_count_only():
    uncovered = frozenset({AnswerKind.COUNT, AnswerKind.NO_CHANGE})
    late = FRIDAY + timedelta(days=61)

    assert verdict(ELECTION, late, answer(AnswerKind.SECRETARY, FRIDAY), expected=uncovered) == (
        Verdict.MISSING,
        0,
    )
    assert verdict(ELECTION, late, answer(AnswerKind.COUNT, FRIDAY), expected=uncovered) == (
        Verdict.IN_STEP,
        0,
    )


def test_an_inspection_is_in_step_when_both_are_published_on_one_day():
    def on_day(evaluated):
        trigger = Trigger(1, FRIDAY, key="2025")
        given_answer = Answer(1, AnswerKind.EVALUATION, evaluated, key="2025")
        found = rules.stretches(trigger, FOREVER, [given_answer], [], INSPECTION, {})
        held = rules.on(found, max(evaluated, FRIDAY))
        return held.verdict, held.late

    assert on_day(FRIDAY) == (Verdict.IN_STEP, 0)
    assert on_day(FRIDAY + timedelta(days=3)) == (Verdict.LATE, 3)
    assert on_day(FRIDAY - timedelta(days=2)) == (Verdict.LATE, 2)


def test_an_answer_in_the_window_of_the_next_election_is_no_answer_to_this_one():
    following = FRIDAY + timedelta(days=700)
    party = answer(AnswerKind.PARTY_ELECTION, following - timedelta(days=10))

    assert verdict(ELECTION, following, party, until=following)[0] is Verdict.MISSING
    assert verdict(ELECTION, following, party, on=following) == (Verdict.IN_STEP, 0)


def test_an_excused_trigger_is_not_applicable():
    found = rules.stretches(Trigger(1, FRIDAY, excused="为什么"), FOREVER, [], [], ELECTION, {})

    assert [(each.verdict, each.reason) for each in found] == [(Verdict.NOT_APPLICABLE, "为什么")]


def test_the_rate_leaves_out_what_is_open_waived_or_not_called_for():
    counts = {
        Verdict.IN_STEP: 2,
        Verdict.LATE: 1,
        Verdict.MISSING: 3,
        Verdict.PENDING: 5,
        Verdict.WAIVED: 7,
        Verdict.NOT_APPLICABLE: 11,
    }

    assert rules.rate(counts) == "33.3"
    assert rules.rate({Verdict.PENDING: 4}) is None


days = st.integers(-40, 120).map(lambda n: FRIDAY + timedelta(days=n))
answers = st.builds(
    lambda kind, on, gap: Answer(
        1, kind, on, until=on + timedelta(days=gap) if kind is NOT_YET else None
    ),
    st.sampled_from(sorted(REGISTRATION.expected)),
    days,
    st.integers(0, 40),
)
waivers = st.builds(
    lambda number, start, gap: Waived(number, start, start + timedelta(days=gap)),
    st.integers(1, 3),
    days,
    st.integers(1, 30),
)


def told(day, given_answers):
    """The verdict of one day alone: what is owed since when, and how late it was paid."""
    known = [each for each in given_answers if each.on <= day]
    owed, worst = FRIDAY, 0
    for each in sorted(known, key=lambda each: (each.on, each.until is not None)):
        if each.on > owed:
            worst = max(worst, workdays_between(owed, each.on), 1)
        kept = Verdict.LATE if worst else Verdict.IN_STEP
        if each.until is None or each.until >= day:
            return kept
        owed = max(each.until, FRIDAY)
    return Verdict.PENDING if day <= add_workdays(owed, 5) else Verdict.MISSING


def told_with(day, given_answers, given_waivers):
    found = told(day, given_answers)
    waived = any(each.start <= day < each.end for each in given_waivers)
    return Verdict.WAIVED if waived and found in WAIVABLE else found


WAIVABLE = (Verdict.PENDING, Verdict.MISSING, Verdict.LATE)


@modest
@given(st.lists(answers, max_size=3), st.lists(waivers, max_size=2))
def test_stretches_follow_each_other_without_gap(given_answers, given_waivers):
    found = rules.stretches(
        Trigger(1, FRIDAY), FOREVER, given_answers, given_waivers, REGISTRATION, {}
    )

    assert found[0].start == FRIDAY
    assert found[-1].end == FOREVER
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(each.start < each.end for each in found)


@modest
@given(
    st.lists(answers, max_size=2, unique_by=lambda each: each.on),
    st.lists(waivers, max_size=2),
    st.integers(0, 150),
)
def test_every_day_is_as_told_day_by_day(given_answers, given_waivers, gap):
    day = FRIDAY + timedelta(days=gap)
    found = rules.stretches(
        Trigger(1, FRIDAY), FOREVER, given_answers, given_waivers, REGISTRATION, {}
    )

    assert rules.on(found, day).verdict is told_with(day, given_answers, given_waivers)


@modest
@given(st.lists(answers, max_size=3), st.integers(0, 150))
def test_what_came_later_changes_no_earlier_day(given_answers, gap):
    day = FRIDAY + timedelta(days=gap)
    known = [each for each in given_answers if each.on <= day]

    def held(some):
        found = rules.stretches(Trigger(1, FRIDAY), FOREVER, some, [], REGISTRATION, {})
        return rules.on(found, day).verdict

    assert held(known) is held(given_answers)
