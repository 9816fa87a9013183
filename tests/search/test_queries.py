"""Finding things: by what they answer to, within one's reach, with true counts."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.actor import Reach
from partybuild.access.permissions import Role
from partybuild.access.scope import system
from partybuild.coverage import party_asked, party_roster
from partybuild.db import db
from partybuild.db.work import work
from partybuild.facts.commands import Statement, put
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.party.models import PartyOrganization, PartyProfile, PartySecretary
from partybuild.search import commands, queries
from partybuild.search.models import SearchEntry
from tests import factories
from tests.support.world import ROOT

DAY = date(2026, 1, 5)


def names(actor, query):
    return [hit.shown.name for group in queries.found(actor, query) for hit in group.hits]


def total(actor, query):
    return sum(group.total for group in queries.found(actor, query))


def number_of(model, thing_id):
    with system("测试"):
        return db.session.scalars(select(model).where(model.id == thing_id)).one()


@pytest.fixture
def furniture(cast):
    return factories.make_organization("西安市碑林区家具协会（演示）")


@pytest.mark.parametrize(
    "query", ["家具", "具协", "西安市碑林区家具协会", "xasblqjjxh", "jjxh", "家具 碑林"]
)
def test_an_organization_is_found_by_any_part_and_by_initials(cast, furniture, query):
    assert names(cast.bo, query) == ["西安市碑林区家具协会（演示）"]


def test_an_organization_is_found_by_its_code_from_either_end(cast, furniture):
    code = number_of(Organization, furniture).code

    assert names(cast.bo, code[:10]) == names(cast.bo, code[-4:]) == names(cast.bo, "家具")


@pytest.mark.parametrize("query", ["家俱", "jjxhx", "家具 未央", "", "（", "  ", "*", '"'])
def test_what_is_not_there_is_not_found(cast, furniture, query):
    assert names(cast.bo, query) == []


def test_a_party_organization_is_found_by_its_secretary_and_no_more_after_them(cast):
    branch = factories.make_party("家具协会党支部（演示）")

    def appoint(name, day):
        with factories.inside() as running:
            put(PartySecretary, [Statement((branch,), {"name": name, "telephone": ""}, day)])
            running.touch(day, party=[branch])

    appoint("甄书记", date(2024, 1, 1))
    assert names(cast.bo, "甄书记") == ["家具协会党支部（演示）"]
    assert queries.found(cast.bo, "甄书记")[0].hits[0].shown.details[1] == "书记 甄书记"
    appoint("贾书记", DAY)
    assert names(cast.bo, "甄书记") == []
    assert names(cast.bo, "贾书") == ["家具协会党支部（演示）"]


def test_a_renamed_organization_answers_to_both_names(cast, furniture):
    with factories.inside() as running:
        put(OrganizationProfile, [Statement((furniture,), {"name": "碑林家居商会（演示）"}, DAY)])
        running.touch(DAY, organizations=[furniture])

    assert names(cast.bo, "家具协会") == names(cast.bo, "家居商会") == ["碑林家居商会（演示）"]


def test_next_door_finds_and_counts_nothing(cast, furniture):
    factories.make_party("家具党支部（演示）", covers=[furniture])

    assert total(cast.bo, "家具") == 2
    assert queries.found(cast.cheng, "家具") == []
    code = number_of(Organization, furniture).code
    assert queries.the_one(cast.bo, code)[1] == furniture
    assert queries.the_one(cast.cheng, code) is None


def test_every_level_counts_its_own_area(cast):
    factories.make_organization("家具一会（演示）", unit="610103")
    factories.make_organization("家具二会（演示）", unit="610103001")
    factories.make_organization("家具三会（演示）", unit="610102")
    factories.make_organization("家具四会（演示）", unit="610000")

    counted = [total(actor, "家具") for actor in (cast.sheng, cast.shi, cast.bo, cast.jie)]
    assert counted == [4, 3, 2, 1]
    assert total(ROOT, "家具") == 4


def test_an_organization_that_moves_is_found_where_it_counts_now(cast, furniture):
    with factories.inside() as running:
        values = {"unit_id": factories.region_id("610102")}
        put(OrganizationProfile, [Statement((furniture,), values, DAY)])
        running.touch(DAY, organizations=[furniture])

    assert total(cast.bo, "家具") == 0
    assert total(cast.cheng, "家具") == 1


def of_body(body_id):
    from dataclasses import replace

    from partybuild.access.actor import Body, Reach

    row = number_of(PartyOrganization, body_id)
    return replace(
        ROOT, role=Role.OFFICER, reach=Reach(body=Body(row.id, row.code, row.name, row.body_path))
    )


def test_a_body_finds_what_it_leads_also_after_the_tree_has_moved(cast):
    upper, lower = (
        factories.make_party("行业党委（演示）"),
        factories.make_party("联合党总支（演示）"),
    )
    led = factories.make_organization("家具协会（演示）", body_id=lower)
    assert total(of_body(upper), "家具") == 0

    with factories.inside() as running:
        put(PartyProfile, [Statement((lower,), {"parent_id": upper}, DAY)])
        running.touch(DAY, party=[lower], organizations=[led])

    assert names(of_body(upper), "家具") == ["家具协会（演示）"]
    assert names(of_body(upper), "联合") == ["联合党总支（演示）"]


def test_own_organizations_are_found_by_those_who_have_no_unit(cast, furniture):
    other = factories.make_organization("家具二会（演示）")
    secretary = replace(ROOT, role=Role.SECRETARY, reach=Reach(organization_ids=frozenset({other})))

    assert names(secretary, "家具") == ["家具二会（演示）"]
    assert total(secretary, "家具") == 1


def test_who_has_no_unit_finds_the_party_organizations_that_cover_their_own(cast):
    own = factories.make_organization("家具二会（演示）")
    other, mine = (factories.make_party(f"家具{n}支部（演示）") for n in "乙甲")
    factories.link(other, factories.make_organization("家具三会（演示）"))
    factories.link(mine, own)
    secretary = replace(ROOT, role=Role.SECRETARY, reach=Reach(organization_ids=frozenset({own})))

    assert names(secretary, "家具") == ["家具二会（演示）", "家具甲支部（演示）"]
    assert total(secretary, "家具") == 2
    listed = party_asked.read(secretary, {"q": "家具"})
    assert party_roster.roll(secretary, listed).ids() == [mine]


def test_exact_names_come_first_then_those_that_begin_so(cast):
    for name in ("安康家具（演示）", "家具协会联合会", "家具协会", "碑林家具协会"):
        factories.make_organization(name)

    assert names(cast.bo, "家具协会") == ["家具协会", "家具协会联合会", "碑林家具协会"]


def test_entries_are_kept_and_can_be_made_anew(cast, furniture):
    factories.make_party("家具党支部（演示）", covers=[furniture])
    assert commands.differences() == {}

    with work(ROOT) as running:
        with system("测试"):
            entry = db.session.scalars(
                select(SearchEntry).where(SearchEntry.thing_id == furniture)
            ).first()
            entry.terms = "乱写"
            db.session.flush()
            assert sum(commands.differences().values()) == 1
            assert commands.rebuild() == 2
        running.changed = False

    assert commands.differences() == {}
    assert total(cast.bo, "家具") == 2


def test_the_number_of_statements_does_not_grow_with_the_hits(cast, queries):
    def sent():
        with queries() as statements:
            names(cast.bo, "家具")
        return len(statements)

    for n in range(2):
        factories.make_organization(f"家具{n}会（演示）")
    before = sent()
    for n in range(12):
        factories.make_organization(f"家具新{n}会（演示）")
    assert sent() == before
