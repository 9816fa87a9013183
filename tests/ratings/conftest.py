"""A published scheme, a round of 碑林区 and what takes part in it."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import work
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.policies.models import Policy
from partybuild.ratings import queries
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.models import Assessment
from partybuild.ratings.rounds import commands
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.schemes.content import KIND, to_content
from partybuild.ratings.schemes.rules import (
    Band,
    Cap,
    Category,
    Indicator,
    Link,
    Option,
    Scheme,
    Veto,
    Windows,
)
from tests import factories
from tests.evidence.papers import picture
from tests.support.world import ROOT

SCHEME = Scheme(
    name="plain",
    label="评星办法（样例）",
    sample=True,
    categories=(Category("all", "社会组织"),),
    indicators=(
        Indicator(
            "group",
            "组织建设",
            1000,
            children=(
                Indicator("term", "按期换届", 400, options=(Option("yes", "按期", 400),)),
                Indicator("life", "组织生活", 600, evidence=True),
            ),
        ),
        Indicator("extra", "加分", 100, bonus=True),
    ),
    bands=(Band(5, 900), Band(4, 800), Band(3, 700), Band(2, 600), Band(1, 0)),
    caps=(Cap(5, 50, at_least_one=True),),
    vetoes=(Veto("accident", "发生重大事故", 3),),
    gates=(),
    chain=(Link("first", "street"), Link("final", "county")),
    windows=Windows(30, {"first": 15, "final": 15}),
    validity_months=24,
    bonus_cap=100,
)
PLANNED = Planned(
    year=2026,
    title="2026年度评星晋级",
    unit_code="610103",
    own=False,
    scheme_id=0,
    categories=("all",),
    fill_from=date(2026, 11, 1),
    fill_to=date(2026, 11, 30),
    review_to={"first": date(2026, 12, 10), "final": date(2026, 12, 20)},
    publicity_days=5,
    founded_by=date(2026, 6, 30),
)


@pytest.fixture
def publish(database):
    """Publish a scheme as it stands; the id of its version."""

    def make(scheme=SCHEME):
        policy = Policy(
            kind=KIND,
            name=scheme.name,
            version=1,
            label=scheme.label,
            state="published",
            valid_from=date(2025, 1, 1),
            source="样例",
            author="系统",
            published_at=datetime(2025, 1, 1),
            content=to_content(scheme),
        )
        with factories.inside():
            db.session.add(policy)
            db.session.flush()
        return policy.id

    return make


@pytest.fixture
def scheme_id(publish):
    return publish()


@pytest.fixture
def plan(cast, scheme_id):
    """Draft a round of 碑林区 with these changes; its id."""

    def draft(actor=None, **changes):
        with work(actor or cast.bo) as running:
            planned = replace(PLANNED, **{"scheme_id": scheme_id, **changes})
            return commands.draft(running.actor, planned)

    return draft


@pytest.fixture
def open_up(cast):
    """Open a drafted round; how many take part."""

    def start(round_id, actor=None, version=1):
        with work(actor or cast.bo) as running:
            return commands.open_round(running.actor, round_id, version)

    return start


@pytest.fixture
def taking_part(plan, open_up):
    """One branch takes part in an open round: (round id, assessment id)."""
    organization = factories.make_organization("参评协会（演示）", "610103001")
    factories.make_party("参评协会党支部（演示）", "610103001", covers=[organization])
    number = plan()
    open_up(number)
    return number, assessments(number)[0].id


def assessments(round_id):
    query = visible(ROOT, Assessment).where(Assessment.round_id == round_id)
    return db.session.scalars(
        query.order_by(Assessment.id).execution_options(populate_existing=True)
    ).all()


def assessment(number):
    return queries.assessment(ROOT, number)


PHOTO = picture()


def paper(name="会议.jpg", slot="any"):
    return Paper(slot, arrive(Upload(name, io.BytesIO(PHOTO))))


def signed():
    """The paper that goes with what an officer enters on behalf."""
    return [paper("签字盖章的自评表.jpg", "signed")]


@pytest.fixture
def number(taking_part):
    return taking_part[1]


@pytest.fixture
def shu(number, secretary):
    return secretary(assessment(number).organization_id)


@pytest.fixture
def do(cast):
    def run(actor, command, *arguments, **options):
        with work(actor) as running:
            return command(running.actor, *arguments, **options)

    return run


@pytest.fixture
def filled(number, shu, do):
    """Everything answered, nothing sent."""
    do(shu, filling.save, number, "term", Answer(options=("yes",)))
    do(shu, filling.save, number, "life", Answer(550, note="全年 12 次"), [paper()])
    do(shu, filling.save, number, "extra", Answer(20))
    return number
