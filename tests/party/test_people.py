from datetime import date

from partybuild.access.permissions import Role
from partybuild.party import people
from tests.factories import REGISTERED, assign, make_organization, make_party
from tests.party.acts import somebody_of


def mine(*ids):
    return people.my_organizations(somebody_of(Role.INSTRUCTOR, *ids, login="zhi"))


def test_an_instructor_sees_what_each_organization_still_needs(database):
    should = make_organization("甲协会（演示）", full=3, probationary=0)
    some = make_organization("乙协会（演示）", full=1, probationary=0)
    none = make_organization("丙协会（演示）", full=0, probationary=0)
    blank = make_organization("丁协会（演示）")
    well = make_organization("戊协会（演示）", full=4, probationary=1)
    branch = make_party("戊支部（演示）", covers=[well])
    assign(should)

    found = {each.id: each for each in mine(should, some, none, blank, well)}

    assert [list(found[each].needs) for each in (should, some, none, blank, well)] == [
        ["有正式党员 3 名，应当建立党组织"],
        ["有党员，尚无党组织：可并入联合党支部"],
        ["没有党员：做好发展党员和群团工作"],
        ["党员数没有填全，请摸排"],
        [],
    ]
    assert found[should].since == REGISTERED
    assert found[well].party == [(branch, "戊支部（演示）")]


def test_nothing_of_others_is_seen(database):
    one = make_organization()
    make_organization("别家协会（演示）")

    assert [each.id for each in mine(one)] == [one]


def test_it_costs_the_same_however_many(database, queries):
    ids = [make_organization() for _ in range(6)]
    make_party(covers=ids)
    few = somebody_of(Role.INSTRUCTOR, *ids[:2], login="yi")
    many = somebody_of(Role.INSTRUCTOR, *ids, login="er")

    def cost(actor):
        with queries() as sent:
            people.my_organizations(actor)
        return len(sent)

    assert cost(many) == cost(few)


def test_a_known_instructor_stands_once_with_how_many_they_serve(cast):
    for day in (date(2024, 1, 1), date(2025, 1, 1)):
        assign(make_organization(), day=day)
    assign(make_organization(unit="610102"))

    (one,) = people.known_instructors(cast.bo)

    assert one.words == "刘指导（演示）（单位未填） 现联系 2 家"
