"""What a Party organization keeps of today is what its facts give, whatever was said in what order."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from partybuild import clock
from partybuild.access.scope import system, visible
from partybuild.coverage import daily, party_warned
from partybuild.db import FOREVER, db
from partybuild.db.engine import mode
from partybuild.facts.commands import Statement, put
from partybuild.party import kept, waiting
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import (
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartyTerm,
)
from partybuild.party.rules import WarningCode
from partybuild.party.standing import facts_on
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
FIRST = date(2025, 6, 1)


def say(model, number, values, day, until=FOREVER):
    if model is PartyTerm:
        values = {"document": "", **values}
    with factories.inside() as running:
        put(model, [Statement((number,), values, day, until)])
        running.touch(day, party=[number])


def some_day(dice):
    return FIRST + timedelta(days=dice.randrange(900))


def something_happens(dice, number):
    day = some_day(dice)
    what = dice.randrange(4)
    if what == 0:
        ends = dice.choice([None, some_day(dice)])
        values = {"started_on": day, "last_day": ends, "extended_to": None}
        say(PartyTerm, number, values, day, dice.choice([FOREVER, day + timedelta(days=200)]))
    elif what == 1:
        say(PartyTerm, number, {"extended_to": some_day(dice)}, day)
    elif what == 2:
        say(PartyHeadcount, number, {"full": dice.choice([None, 6, 7, 30])}, day)
    else:
        formation = dice.choice([None, Formation.SINGLE, Formation.TEMPORARY])
        committee = dice.choice([None, True, False])
        say(PartyProfile, number, {"formation": formation, "has_committee": committee}, day)


def keeping(number):
    query = visible(ROOT, PartyOrganization).where(PartyOrganization.id == number)
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    return row.term_ends, row.committee_due


def given(number):
    """The same by the rules of the field, from the facts of the day."""
    today = clock.today()
    facts = facts_on(ROOT, [number], today)[number]
    temporary = facts.profile is not None and facts.profile.formation is Formation.TEMPORARY
    due = WarningCode.COMMITTEE_DUE in {warning.code for warning in facts.warnings(today)}
    return None if temporary or facts.profile is None else facts.last_day, due


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_the_facts_give_after_whatever_was_said(cast, monkeypatch, seed):
    dice = random.Random(seed)
    daily.turn(ROOT)
    kinds = [PartyKind.BRANCH, PartyKind.BRANCH, PartyKind.COMMITTEE]
    numbers = [factories.make_party(kind=kind, founded_on=FIRST) for kind in kinds]
    for _step in range(12):
        something_happens(dice, dice.choice(numbers))
    assert [keeping(n) for n in numbers] == [given(n) for n in numbers]
    assert kept.faults() == []

    for today in ("2026-11-21", "2027-02-01", "2027-09-01"):
        monkeypatch.setenv("PARTYBUILD_NOW", f"{today}T00:10:00")
        daily.turn(ROOT)
        assert [keeping(n) for n in numbers] == [given(n) for n in numbers]
        assert kept.faults() == []
        for actor in (cast.sheng, cast.bo, cast.cheng):
            listed = party_warned.count(actor, WarningCode.COMMITTEE_DUE)
            assert waiting.committees_due(actor) == listed


def test_a_dissolved_one_elects_none(cast):
    number = factories.make_party()
    say(PartyTerm, number, {"last_day": date(2026, 12, 31)}, FIRST)
    assert keeping(number) == (date(2026, 12, 31), False)

    say(PartyProfile, number, None, date(2026, 11, 1))

    assert keeping(number)[0] is None
    assert waiting.count(cast.bo).open == 0


def test_doctor_finds_and_mends_what_is_kept_wrongly(cast):
    number = factories.make_party()
    say(PartyTerm, number, {"last_day": date(2026, 12, 31)}, FIRST)
    with mode("write"), system("测试"):
        table = PartyOrganization.__table__
        db.session.connection().execute(update(table).values(term_ends=None, committee_due=True))
        db.session.commit()

    assert [text for text in kept.faults() if f"如编号 {number}" in text]
    with factories.inside():
        assert kept.rebuild() == 1
    assert kept.faults() == []
    assert keeping(number) == (date(2026, 12, 31), False)


def test_keeping_many_takes_no_more_statements_than_keeping_few(queries):
    numbers = [factories.make_party() for _number in range(8)]
    sent = {}
    for count in (2, 4, 8):
        with factories.inside(), queries() as asked:
            kept.follow((), numbers[:count], FIRST)
        sent[count] = len(asked)

    assert sent[2] == sent[4] == sent[8]
