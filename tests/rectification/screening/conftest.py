"""Branches of 碑林区, one in order and others with what speaks against them."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import visible
from partybuild.db import FOREVER, db
from partybuild.db.work import work
from partybuild.facts.commands import Statement, put
from partybuild.party.kinds import LifeKind
from partybuild.party.models import (
    OrganizationLife,
    PartyHeadcount,
    PartySecretary,
    PartyTerm,
)
from partybuild.ratings.kinds import StarMove
from partybuild.ratings.stars.models import PartyStar
from partybuild.rectification.models import ScreeningGround, ScreeningProposal, ScreeningRound
from partybuild.rectification.screening import judging, policy, preparing, proposing, rounds
from partybuild.rectification.screening.proposing import Said
from tests import factories
from tests.factories import REGISTERED

TODAY = date(2026, 11, 20)
BASE = "/rectification/screening"


def hold(model, party_id, day, until=FOREVER, **values):
    """A dated fact of a Party organization."""
    with factories.inside() as running:
        put(model, [Statement((party_id,), values, day, until)])
        running.touch(day, party=[party_id])


def secretary_of(party_id, until=FOREVER, name="王书记（演示）", day=REGISTERED):
    hold(PartySecretary, party_id, day, until, name=name, telephone="")


def term_of(party_id, last_day, extended_to=None, day=REGISTERED):
    hold(
        PartyTerm,
        party_id,
        day,
        started_on=day,
        last_day=last_day,
        extended_to=extended_to,
        document="",
    )


def members_of(party_id, full, day=REGISTERED):
    hold(PartyHeadcount, party_id, day, full=full, probationary=0)


def star_of(party_id, star, day=date(2026, 1, 10)):
    values = {"star": star, "move": StarMove.FIRST, "assessment_id": None, "decided_on": day}
    hold(PartyStar, party_id, day, **values, document="")


def life_of(party_id, *days):
    with factories.inside() as running:
        db.session.add_all(
            OrganizationLife(
                party_organization_id=party_id,
                held_on=day,
                kind=LifeKind.THEME_DAY,
                due=None,
                attended=None,
                recorded_by="测试",
                known_from=running.change,
            )
            for day in days
        )
        db.session.flush()


def make_branch(name, unit="610103001", covers=(), until=FOREVER, **profile):
    """A branch in order: a secretary, a term, organization life this month."""
    number = factories.make_party(name, unit, covers=covers, **profile)
    secretary_of(number, until)
    term_of(number, date(2028, 3, 1))
    life_of(number, date(2026, 11, 5))
    return number


@pytest.fixture
def weak(database):
    """One branch in order, and two of which one lost its secretary on 2026-05-01."""
    make_branch("健全协会党支部（演示）")
    vacant = make_branch("空缺协会党支部（演示）", until=date(2026, 5, 1))
    late = make_branch("超期协会党支部（演示）")
    term_of(late, date(2026, 6, 30), day=date(2026, 1, 1))
    return vacant, late


@pytest.fixture
def begin(cast):
    """Begin a round at once; its id."""

    def start(actor=None, title="2026年软弱涣散党组织排查"):
        who = actor or cast.bo
        ready = prepare(who)
        with work(who) as running:
            return rounds.begin(running.actor, title, ready)

    return start


def prepare(actor, day=TODAY):
    """What the rules of the actor's unit find there."""
    unit = policy.unit_of(actor)
    held = policy.holding(unit, day)
    return preparing.prepared(actor, unit, (held.id, held.rules), day)


def proposals(actor, **where):
    """The proposals that an actor sees, by id."""
    query = visible(actor, ScreeningProposal).filter_by(**where)
    return db.session.scalars(
        query.order_by(ScreeningProposal.id).execution_options(populate_existing=True)
    ).all()


def grounds(actor, proposal_id):
    query = visible(actor, ScreeningGround).where(ScreeningGround.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(ScreeningGround.id)).all()


def round_row(number):
    query = select(ScreeningRound).where(ScreeningRound.id == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


@pytest.fixture
def judge(cast):
    """Accept or dismiss the open proposals of a round; what the command gave."""

    def run(round_id, deed, actor=None, reason="理由（演示）", **options):
        who = actor or cast.bo
        ids = [row.id for row in proposals(who, round_id=round_id) if row.state.value == "open"]
        with work(who) as running:
            return getattr(judging, deed)(running.actor, ids, reason, **options)

    return run


@pytest.fixture
def accepted(cast):
    """A Party organization proposed by hand and accepted by 碑林区; the id of its case."""

    def make(party_id, actor=None):
        who = actor or cast.bo
        said = Said("ideology", "学习流于形式（演示）")
        with work(who) as running:
            number = proposing.propose(running.actor, factories.party_code(party_id), said)
        with work(who) as running:
            return judging.accept(running.actor, [number], "情况属实（演示）")[0]

    return make
