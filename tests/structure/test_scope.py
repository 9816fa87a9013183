"""A scoped table cannot be read or written by accident, whatever shape the statement takes."""

import pytest
from sqlalchemy import delete, func, insert, select, text, union, update
from sqlalchemy.orm import (
    aliased,
    joinedload,
    lazyload,
    registry,
    relationship,
    selectinload,
    subqueryload,
)

from partybuild.access.scope import (
    Scoped,
    ScopeMark,
    UnscopedRead,
    UnscopedWrite,
    count_of,
    scope_of,
    visible,
)
from partybuild.db import Model, db
from partybuild.db.work import OutOfReach, bulk, work
from partybuild.organizations.models import Headcount, Organization, OrganizationProfile
from partybuild.party.models import CoverageLink, PartyOrganization
from partybuild.regions.models import Region
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
table = Organization.__table__
UNSCOPED = {
    "entity": lambda: select(Organization),
    "column": lambda: select(Organization.id),
    "core table": lambda: select(table),
    "core column": lambda: select(table.c.name),
    "count": lambda: select(func.count()).select_from(Organization),
    "join": lambda: select(Region).join(Organization, Organization.unit_id == Region.id),
    "outer join": lambda: select(Region).outerjoin(Organization, Organization.unit_id == Region.id),
    "alias": lambda: select(aliased(Organization)),
    "subquery": lambda: select(select(Organization.id).subquery()),
    "where in": lambda: select(Region).where(Region.id.in_(select(Organization.unit_id))),
    "exists": lambda: select(Region).where(select(Organization.id).exists()),
    "correlated exists": lambda: select(Region).where(
        select(Organization.id).where(Organization.unit_id == Region.id).exists()
    ),
    "union": lambda: union(select(Organization.id), select(Region.id)),
    "cte": lambda: select(select(Organization.id).cte()),
    "scalar": lambda: select(select(func.count(Organization.id)).scalar_subquery()),
    "implied join": lambda: select(Region.id).where(Organization.unit_id == Region.id),
    "order by": lambda: select(Region.id).order_by(Organization.name),
    "words": lambda: text("select name from organization"),
    "words in a subquery": lambda: text("select 1 where exists (select 1 from headcount)"),
    "words from": lambda: select(text("name")).select_from(text("organization")),
    "update from": lambda: update(Region).where(Region.id == Organization.unit_id).values(name="x"),
}
UNWRITABLE = {
    "update": lambda: update(Organization).values(name="x"),
    "delete": lambda: delete(Organization),
    "insert": lambda: insert(Organization).values(name="x"),
    "core insert": lambda: insert(table).values(name="x"),
    "insert of facts": lambda: insert(Headcount).values(organization_id=1),
}


@pytest.mark.parametrize("shape", UNSCOPED)
def test_an_unscoped_read_is_refused(shape):
    with pytest.raises(UnscopedRead):
        db.session.execute(UNSCOPED[shape]())


@pytest.mark.parametrize("shape", UNSCOPED)
def test_the_connection_is_no_way_round(shape):
    if shape in {"entity", "alias"}:
        pytest.skip("an entity is no statement of Core")
    with pytest.raises(UnscopedRead):
        db.session.connection().execute(UNSCOPED[shape]())


def test_driver_strings_are_no_way_round():
    with pytest.raises(UnscopedRead):
        db.session.connection().exec_driver_sql("SELECT name FROM organization")


@pytest.mark.parametrize("shape", UNWRITABLE)
def test_a_set_based_write_wants_bulk(shape):
    with pytest.raises((UnscopedWrite, UnscopedRead)):
        db.session.execute(UNWRITABLE[shape]())


def test_get_by_number_is_refused_even_from_the_identity_map(cast):
    number = factories.make_organization()
    held = db.session.scalars(visible(cast.bo, Organization).where(Organization.id == number)).one()

    assert held in db.session
    with pytest.raises(UnscopedRead):
        db.session.get(Organization, number)


def test_what_was_let_pass_says_nothing_for_the_mark_of_another_table(cast):
    here = Organization.level1_id == 1
    told = select(Organization.id).where(ScopeMark(here, "organization"))
    alike = select(Organization.id).where(ScopeMark(here, "party_organization"))
    bare = select(Organization.id).where(here)

    for _ in range(2):
        db.session.scalars(told).all()
        for refused in (alike, bare):
            with pytest.raises(UnscopedRead, match="organization"):
                db.session.scalars(refused).all()


def test_a_second_scoped_table_enters_only_by_its_own_scope(cast):
    query = visible(cast.bo, Organization)
    foreign = query.join(CoverageLink, CoverageLink.organization_id == Organization.id)

    with pytest.raises(UnscopedRead, match="coverage_link"):
        db.session.scalars(foreign).all()
    db.session.scalars(foreign.where(scope_of(cast.bo, CoverageLink))).all()


def test_a_scope_in_an_or_is_none(cast):
    query = select(Organization).where(scope_of(cast.bo, Organization) | (Organization.name != ""))

    with pytest.raises(UnscopedRead):
        db.session.scalars(query).all()


def test_a_negated_scope_is_none(cast):
    with pytest.raises(UnscopedRead):
        db.session.scalars(select(Organization).where(~scope_of(cast.bo, Organization))).all()


def test_a_foreign_column_in_a_scoped_query_is_refused(cast):
    with pytest.raises(UnscopedRead, match="party_organization"):
        db.session.execute(visible(cast.bo, Organization, Organization.id, PartyOrganization.name))


def test_the_scope_of_one_side_does_not_cover_an_alias_of_the_same_table(cast):
    other = aliased(Organization)
    query = visible(cast.bo, Organization, Organization.id, other.name).join(
        other, other.unit_id == Organization.unit_id
    )

    with pytest.raises(UnscopedRead):
        db.session.execute(query)


@pytest.fixture
def related():
    """Two classes over the house's tables with a relationship, which no model of the house has."""
    house = registry()

    class Place:
        pass

    class Dweller:
        pass

    house.map_imperatively(Dweller, table)
    join = table.c.unit_id == Region.__table__.c.id
    dwellers = relationship(Dweller, viewonly=True, primaryjoin=join)
    house.map_imperatively(Place, Region.__table__, properties={"dwellers": dwellers})
    yield Place
    house.dispose()


@pytest.mark.parametrize("load", [joinedload, selectinload, subqueryload, lazyload])
def test_a_relationship_is_no_way_round(related, load):
    query = select(related).where(related.code == "610103").options(load(related.dwellers))

    with pytest.raises(UnscopedRead):
        db.session.scalars(query).unique().one()


def test_a_lazy_relationship_is_no_way_round(related):
    place = db.session.scalars(select(related).where(related.code == "610103")).one()

    with pytest.raises(UnscopedRead):
        _ = place.dwellers


def test_a_scoped_read_and_its_count_are_served(cast):
    factories.make_organization()

    for actor, expected in ((cast.bo, 1), (cast.cheng, 0), (cast.shi, 1), (cast.xi, 0)):
        query = visible(actor, Organization)
        assert db.session.scalar(count_of(query)) == expected
        assert len(db.session.scalars(query).all()) == expected


def test_rows_below_an_organization_follow_it(cast):
    factories.make_organization(full=3)

    for model in (OrganizationProfile, Headcount):
        assert db.session.scalar(count_of(visible(cast.bo, model))) == 1
        assert db.session.scalar(count_of(visible(cast.cheng, model))) == 0


def test_a_scoped_row_is_written_only_inside_work(cast):
    number = factories.make_organization()
    row = db.session.scalars(visible(cast.bo, Organization).where(Organization.id == number)).one()
    row.name = "另一个名字"

    with pytest.raises(UnscopedWrite):
        db.session.flush()
    db.session.rollback()


def test_a_foreign_row_is_not_written_even_inside_work(cast):
    number = factories.make_organization()
    with pytest.raises(OutOfReach), work(cast.cheng):
        row = db.session.scalars(visible(ROOT, Organization).where(Organization.id == number)).one()
        row.name = "另一个名字"
        db.session.flush()


def test_a_new_row_below_a_foreign_one_is_not_written(cast):
    number = factories.make_organization()
    with pytest.raises(OutOfReach), work(cast.cheng) as running:
        db.session.add(
            Headcount(
                organization_id=number,
                full=1,
                valid_from=factories.REGISTERED,
                known_from=running.change,
            )
        )
        db.session.flush()


def test_bulk_refuses_one_foreign_id_among_many(cast):
    mine = [factories.make_organization(unit="610102") for _ in range(3)]
    foreign = factories.make_organization(unit="610103")

    with (
        pytest.raises(OutOfReach),
        work(cast.cheng),
        bulk(cast.cheng, Organization, [*mine, foreign]),
    ):
        pass


def test_every_table_is_scoped_or_knowingly_shared(app):
    tables = {mapper.local_table.name for mapper in Model.registry.mappers}

    assert tables - Scoped.registry_of_scoped.keys() == SHARED


SHARED = {
    "appointment",
    "appointment_organization",
    "audit_head",
    "audit_repeats",
    "audit_row",
    "calendar_day",
    "calendar_year",
    "former_password",
    "inspection_campaign",
    "notice_office",
    "notice_template",
    "policy",
    "rating_round",
    "region",
    "region_event",
    "region_fact",
    "screening_round",
    "setting",
    "sign_in",
    "sign_in_attempt",
    "user_account",
}


def test_no_model_has_relationships(app):
    """Rows are read by queries that say whose they are; nothing loads itself."""
    for mapper in Model.registry.mappers:
        assert not mapper.relationships.keys(), mapper
