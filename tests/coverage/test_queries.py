"""What the database counts is what the pure rules count, and the list behind each number."""

import random
from datetime import date, timedelta

import pytest

from partybuild.access.scope import count_of, visible
from partybuild.coverage import queries, scopes
from partybuild.coverage.basis import OPERATING, REGISTERED, Basis
from partybuild.coverage.figures import INDICATORS, checks, count, total
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.reading import as_span
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, InstructorKind, PartyKind
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
START = date(2024, 1, 1)
DAY = date(2026, 6, 1)
UNITS = ("610100", "610103", "610103001", "610103002", "610102")
BASES = (
    REGISTERED,
    OPERATING,
    Basis(
        "strict", "严口径", exclude_formations=frozenset({Formation.FUNCTIONAL}), count_mass=False
    ),
    Basis("local", "地方口径", member_measure="affiliated", exclude_flags=frozenset({"charity"})),
)


def random_world(seed, size=40):
    chance = random.Random(seed)
    day = lambda: START + timedelta(days=chance.randrange(1000))
    maybe = lambda *values: chance.choice(values)
    organizations = []
    with factories.inside():
        for _ in range(size):
            registered = day()
            ended = maybe(
                None, None, None, (OrganizationState.DEREGISTERED, registered + timedelta(200), "")
            )
            organizations.append(
                factories.make_organization(
                    unit=maybe(*UNITS),
                    kind=maybe(*OrganizationKind),
                    registered_on=registered,
                    full=maybe(None, 0, 1, 3, 8),
                    probationary=maybe(None, 0, 1),
                    ended=ended,
                    trade=maybe(True, False),
                    zombie=maybe(True, False),
                    charity=maybe(True, False),
                    industry=maybe("", "教育", "体育"),
                    supervisor=maybe("", "市教育局"),
                )
            )
        for _ in range(size // 3):
            factories.make_party(
                unit=maybe(*UNITS),
                kind=maybe(
                    PartyKind.BRANCH,
                    PartyKind.BRANCH,
                    PartyKind.COMMITTEE,
                    PartyKind.WORK_COMMITTEE,
                ),
                founded_on=day(),
                covers=chance.sample(organizations, chance.randrange(4)),
                formation=maybe(None, *Formation),
                social=maybe(True, True, False),
            )
        for number in chance.sample(organizations, size // 4):
            factories.assign(number, day(), kind=maybe(*InstructorKind))
        for number in chance.sample(organizations, size // 5):
            factories.make_mass(number, day())
    return organizations


def pure(actor, scope, day):
    query = visible(actor, CoverageSpan).where(
        scope.inside(CoverageSpan), scopes.on(CoverageSpan, day)
    )
    return [as_span(row) for row in db.session.scalars(query)]


@pytest.mark.parametrize("seed", range(3))
def test_the_database_counts_as_the_rules_do(cast, seed):
    random_world(seed)
    scope = scopes.of_region(cast.sheng, "610000")
    for basis in BASES:
        for day in (date(2024, 9, 1), DAY, date(2026, 11, 20)):
            expected = count(pure(cast.sheng, scope, day), basis)
            for by in queries.BREAKDOWNS:
                table = queries.figures(cast.sheng, scope, by, day, basis)
                found = table.total
                assert {f: getattr(found, f) for f in INDICATORS} == {
                    f: getattr(expected, f) for f in INDICATORS
                }, (by, basis.name, day)
                assert checks(found) == []


def test_every_list_is_as_long_as_its_number(cast):
    random_world(7)
    top = scopes.of_region(cast.sheng, "610000")
    for line in queries.figures(cast.sheng, top, "region", DAY, REGISTERED).lines:
        scope = scopes.Scope(region=factories.region(line.code), own=line.own)
        for field in INDICATORS:
            rows = db.session.scalars(
                queries.listed(cast.sheng, scope, field, DAY, REGISTERED)
            ).all()
            number = getattr(line.figures, field)
            if field in {"full_members", "probationary_members"}:
                column = field.removesuffix("_members")
                assert sum(getattr(row, column) for row in rows) == number
            else:
                query = queries.listed(cast.sheng, scope, field, DAY, REGISTERED)
                assert len(rows) == number == db.session.scalar(count_of(query))


def test_a_parent_is_the_sum_of_its_children_and_its_own_row(cast):
    random_world(11)
    city = queries.figures(
        cast.sheng, scopes.of_region(cast.sheng, "610100"), "region", DAY, REGISTERED
    )
    above = queries.figures(
        cast.sheng, scopes.of_region(cast.sheng, "610000"), "region", DAY, REGISTERED
    )

    assert total([line.figures for line in city.lines]) == city.total
    assert next(line.figures for line in above.lines if line.code == "610100") == city.total
    assert city.lines[0].own
    assert city.lines[0].code == "610100"


def test_figures_of_a_unit_out_of_reach_do_not_exist(cast):
    with pytest.raises(OutOfReach):
        scopes.of_region(cast.bo, "610102")


def test_party_organizations_stand_in_the_total_of_other_breakdowns(cast):
    number = factories.make_organization(kind=OrganizationKind.ASSOCIATION)
    factories.make_party(covers=[number])
    factories.make_party(social=False)
    factories.make_party(kind=PartyKind.WORK_COMMITTEE)

    table = queries.figures(cast.bo, scopes.top(cast.bo), "kind", DAY, REGISTERED)

    assert table.total.party_organizations == 1
    assert [line.figures.party_organizations for line in table.lines] == [None]


@pytest.mark.parametrize("by", ["kind", "industry", "level", "registration"])
def test_each_row_of_a_provinces_breakdown_counts_its_own(cast, by):
    random_world(5)
    scope = scopes.of_region(cast.sheng, "610000")
    column = {"registration": "registration_way"}.get(by, by)
    for day in (date(2024, 9, 1), DAY):
        spans = pure(cast.sheng, scope, day)
        lines = queries.figures(cast.sheng, scope, by, day, REGISTERED).lines
        assert sum(line.figures.organizations + line.figures.filed for line in lines) == len(spans)
        for line in lines:
            own = [s for s in spans if getattr(s.standing, column) == (line.code or "")]
            expected = count(own, REGISTERED)
            assert {f: getattr(line.figures, f) for f in INDICATORS} == {
                f: getattr(expected, f) for f in INDICATORS
            }
