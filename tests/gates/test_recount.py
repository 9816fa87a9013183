"""Kept verdicts follow the facts, whatever was changed in whatever order."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from partybuild.access.scope import system, visible
from partybuild.db import OPEN, db
from partybuild.facts.commands import Statement, put
from partybuild.gates import commands
from partybuild.gates.answering import Said, say
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import BoardTerm, Headcount
from partybuild.party.kinds import Formation
from partybuild.party.models import PartySecretary, PartyTerm
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 6, 1)
TODAY = date(2026, 11, 20)


def held(cast, number, rule, day=TODAY):
    row = db.session.scalars(
        visible(cast.sheng, SyncVerdict).where(
            SyncVerdict.organization_id == number,
            SyncVerdict.rule == rule,
            SyncVerdict.known_to == OPEN,
            SyncVerdict.valid_from <= day,
            SyncVerdict.valid_to > day,
            SyncVerdict.next_on > day,
        )
    ).one_or_none()
    return row and (row.verdict, row.late_days)


def elect(number, day):
    with factories.inside() as running:
        values = {"elected_on": day, "last_day": day + timedelta(days=1500)}
        put(BoardTerm, [Statement((number,), values, day)])
        running.touch(day, organizations=[number])


def party_says(model, party, day, **values):
    with factories.inside() as running:
        put(model, [Statement((party,), values, day)])
        running.touch(day, party=[party])


def count_members(number, day, full=2):
    with factories.inside() as running:
        values = {"staff": None, "full": full, "probationary": None, "affiliated": None}
        put(Headcount, [Statement((number,), values, day)])
        running.touch(day, organizations=[number])


def test_founding_on_the_day_of_registration_is_in_step(cast):
    number = factories.make_organization(registered_on=DAY)
    assert held(cast, number, "registration", DAY) == (Verdict.PENDING, 0)
    assert held(cast, number, "registration") == (Verdict.MISSING, 0)

    factories.make_party(founded_on=DAY, covers=[number])

    assert held(cast, number, "registration") == (Verdict.IN_STEP, 0)


def test_the_day_of_approval_counts_for_what_was_founded_for_it(cast):
    number = factories.make_organization(registered_on=DAY)
    later = DAY + timedelta(days=3)
    factories.make_party(
        founded_on=later, covers=[number], approved_on=DAY, approval_number="批字1号"
    )

    assert held(cast, number, "registration") == (Verdict.IN_STEP, 0)


def test_an_approval_after_the_founding_counts_from_the_approval(cast):
    number = factories.make_organization(registered_on=DAY)
    factories.make_party(
        founded_on=DAY, covers=[number], approved_on=DAY + timedelta(days=4), approval_number="后补"
    )

    assert held(cast, number, "registration") == (Verdict.LATE, 4)


def test_joining_an_older_branch_counts_from_the_day_it_joined(cast):
    number = factories.make_organization(registered_on=DAY)
    branch = factories.make_party(approved_on=factories.REGISTERED)
    factories.link(branch, number, day=DAY + timedelta(days=1))

    assert held(cast, number, "registration") == (Verdict.LATE, 1)


def test_an_instructor_sent_answers_a_registration(cast):
    number = factories.make_organization(registered_on=DAY)
    factories.assign(number, day=DAY + timedelta(days=2))

    assert held(cast, number, "registration", DAY + timedelta(days=1))[0] is Verdict.PENDING
    assert held(cast, number, "registration") == (Verdict.LATE, 2)


def test_events_before_the_first_day_are_never_late(cast):
    number = factories.make_organization(registered_on=date(2024, 12, 31))
    elect(number, date(2025, 1, 1))

    assert held(cast, number, "registration") == (Verdict.NOT_APPLICABLE, 0)
    assert held(cast, number, "election") == (Verdict.MISSING, 0)


def test_filed_organizations_have_no_registration_gate(cast):
    number = factories.make_organization(kind=OrganizationKind.FILED, registered_on=DAY)

    assert held(cast, number, "registration") is None


@pytest.mark.parametrize("gap", [-60, 60])
def test_a_new_term_of_its_own_branch_answers_an_election(cast, gap):
    number = factories.make_organization()
    branch = factories.make_party(covers=[number])
    elect(number, DAY)
    assert held(cast, number, "election") == (Verdict.MISSING, 0)

    day = DAY + timedelta(days=gap)
    party_says(PartyTerm, branch, day, started_on=day, last_day=None, extended_to=None, document="")

    assert held(cast, number, "election") == (Verdict.IN_STEP, 0)


def test_a_new_secretary_answers_an_election(cast):
    number = factories.make_organization()
    branch = factories.make_party(covers=[number])
    elect(number, DAY)
    party_says(PartySecretary, branch, DAY, name="王书记（演示）", telephone="")

    assert held(cast, number, "election") == (Verdict.IN_STEP, 0)


def test_joint_covered_organizations_need_no_election_in_step(cast):
    number = factories.make_organization()
    factories.make_party(covers=[number], formation=Formation.JOINT)
    elect(number, DAY)

    assert held(cast, number, "election") == (Verdict.NOT_APPLICABLE, 0)


def test_uncovered_ones_count_their_members_anew(cast):
    number = factories.make_organization(full=1)
    elect(number, DAY)
    assert held(cast, number, "election") == (Verdict.MISSING, 0)

    count_members(number, DAY + timedelta(days=5))

    assert held(cast, number, "election") == (Verdict.IN_STEP, 0)


def test_the_verdicts_of_an_organization_stay_where_it_was(cast):
    number = factories.make_organization(registered_on=DAY)
    factories.transfer(number, "610102", date(2026, 9, 1))

    def seen(actor, day):
        query = visible(actor, SyncVerdict.__mapper__.class_).where(
            SyncVerdict.organization_id == number,
            SyncVerdict.known_to == OPEN,
            SyncVerdict.valid_from <= day,
            SyncVerdict.valid_to > day,
        )
        return len(db.session.scalars(query).all())

    assert seen(cast.bo, date(2026, 8, 31)) == 1
    assert seen(cast.bo, TODAY) == 0
    assert seen(cast.cheng, TODAY) == 1


def test_an_ended_organization_has_no_verdict_after_its_end(cast):
    ended = (OrganizationState.CANCELLED, date(2026, 9, 1), "撤字1号")
    number = factories.make_organization(registered_on=DAY, ended=ended)

    assert held(cast, number, "registration", date(2026, 8, 31)) is not None
    assert held(cast, number, "registration") is None


def shape():
    """All known verdicts but for their numbers."""
    table = SyncVerdict.__table__
    left_out = {"id", "known_from", "known_to"}
    columns = [column for column in table.columns if column.name not in left_out]
    with system("测试"):
        rows = db.session.execute(select(*columns).where(table.c.known_to == OPEN))
        return sorted(map(repr, rows))


def random_life(seed):
    """Twenty changes of a handful of organizations and branches, in any order of days."""
    dice = random.Random(seed)
    day = lambda: date(2025, 1, 1) + timedelta(days=dice.randrange(650))
    numbers = [
        factories.make_organization(
            registered_on=min(day(), DAY), unit=dice.choice(["610103", "610102"])
        )
        for _ in range(4)
    ]
    branches = [factories.make_party(founded_on=date(2025, 1, 1)) for _ in range(2)]
    last = date(2026, 11, 1)
    acts = [
        lambda: elect(dice.choice(numbers), last),
        lambda: factories.assign(dice.choice(numbers), day=last, name=f"指导{dice.random()}"),
        lambda: factories.link(dice.choice(branches), dice.choice(numbers), day=last),
        lambda: count_members(dice.choice(numbers), day(), dice.randrange(5)),
        lambda: party_says(
            PartySecretary, dice.choice(branches), day(), name=f"书记{dice.random()}", telephone=""
        ),
        lambda: factories.transfer(dice.choice(numbers), dice.choice(["610103", "610104"]), last),
    ]
    for _ in range(12):
        last = max(day(), date(2026, 7, 1))
        dice.choice(acts)()
    return numbers


@pytest.mark.parametrize("seed", range(6))
def test_recounting_by_and_by_gives_what_counting_all_at_once_gives(seed):
    random_life(seed)
    kept = shape()
    with factories.inside(), system("测试"):
        everyone = list(db.session.scalars(select(SyncVerdict.organization_id).distinct()))
        commands.derive(everyone)

    assert kept == shape()
    assert kept


def test_recorded_answers_and_waivers_count(cast):
    number = factories.make_organization(registered_on=DAY)
    said = Said("registration", AnswerKind.NOT_YET, DAY, "没有党员", review_on=date(2026, 12, 1))
    with factories.inside():
        say(cast.bo, number, said)

    assert held(cast, number, "registration", date(2026, 11, 30)) == (Verdict.IN_STEP, 0)
    assert held(cast, number, "registration", date(2026, 12, 2)) == (Verdict.PENDING, 0)
