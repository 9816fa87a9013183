from datetime import date

import pytest

from partybuild import clock
from partybuild.coverage import party_asked, party_roster, party_warned
from partybuild.facts.commands import Statement, put
from partybuild.organizations.kinds import OrganizationState
from partybuild.party import tree
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import PartyHeadcount, PartyTerm
from partybuild.party.rules import WarningCode
from partybuild.party.standing import facts_on
from tests.factories import REGISTERED, inside, make_organization, make_party, unlink
from tests.party.acts import make_committee, party


def listed(actor, **asked):
    return party_roster.roll(actor, party_asked.read(actor, asked))


def ids(actor, **asked):
    return set(listed(actor, **asked).ids())


def say(model, number, **values):
    with inside() as running:
        put(model, [Statement((number,), values, REGISTERED)])
        running.touch(REGISTERED, party=[number])


def term(number, last_day, extended_to=None):
    say(
        PartyTerm,
        number,
        started_on=REGISTERED,
        last_day=last_day,
        extended_to=extended_to,
        document="",
    )


def motley():
    """Party organizations of every sort, well ordered and not."""
    top = make_committee(parent_id=make_party("工委（演示）", kind=PartyKind.WORK_COMMITTEE))
    gone = make_organization(ended=(OrganizationState.CANCELLED, date(2026, 1, 1), ""))
    for formation in (None, *Formation):
        for count in (0, 1, 2, 8):
            covers = [make_organization() for _ in range(count)]
            number = make_party(
                formation=formation, covers=[*covers, gone], parent_id=top if count else None
            )
            if count == 8:
                unlink(number, covers[0], date(2026, 3, 1))
                say(PartyHeadcount, number, full=count * 9, probationary=1)
                term(number, date(2026, 11, 19), date(2027, 1, 1) if formation else None)
    for full, committee in [(7, None), (7, False), (7, True), (50, True), (49, True), (None, None)]:
        number = make_party(has_committee=committee, seats_due=3, seats_filled=full and 2)
        say(PartyHeadcount, number, full=full, probationary=1)
    make_party(social=False)
    for last in (date(2026, 11, 19), date(2026, 11, 20)):
        term(make_party(), last)
        term(make_party(formation=Formation.TEMPORARY), last)


def test_the_list_of_a_warning_holds_those_that_are_warned(cast):
    motley()
    everyone = ids(cast.bo)
    facts = facts_on(cast.bo, everyone, clock.today())
    found = {
        code: {n for n in everyone if code in [w.code for w in facts[n].warnings(clock.today())]}
        for code in WarningCode
    }

    assert all(found.values()), "each warning has at least one case here"
    for code, expected in found.items():
        assert ids(cast.bo, warning=code.value) == expected, code
        assert party_warned.count(cast.bo, code) == len(expected), code


@pytest.mark.parametrize("way", list(Formation))
def test_the_list_of_a_way_holds_those_shown_so(cast, way):
    motley()
    everyone = ids(cast.bo)
    facts = facts_on(cast.bo, everyone, clock.today())

    expected = {n for n in everyone if facts[n].formation is way}
    assert ids(cast.bo, formation=way.value) == expected


def test_a_list_is_narrowed_by_kind_words_unit_and_superior(cast):
    top = make_committee("甲党委（演示）")
    low = make_party("乙支部（演示）", parent_id=top, unit="610103001")

    assert ids(cast.bo, kind="committee") == {top}
    assert ids(cast.bo, q="乙支") == {low}
    assert ids(cast.bo, q="%") == set()
    assert ids(cast.bo, unit="610103001") == {low}
    assert ids(cast.bo, superior=str(top)) == {low}
    assert ids(cast.bo, superior=str(top), day="2026-01-31") == {low}
    assert ids(cast.bo, superior=str(top), state="dissolved") == set()


def test_a_warning_is_of_today_whatever_day_was_asked(cast):
    asked = party_asked.read(cast.bo, {"warning": "hollow", "day": "2026-01-31"})

    assert asked.today
    assert "提醒按今天的情况列出。" in asked.notes


class TestTree:
    def test_it_unfolds_where_asked_and_counts_each_organization_once(self, cast):
        shared, other = make_organization(), make_organization()
        top = make_committee()
        branch = make_party(parent_id=top, covers=[shared, other])
        make_party(parent_id=top, covers=[shared])

        (closed,) = tree.tree(cast.bo, [])
        opened = tree.tree(cast.bo, [top])

        assert (closed.id, closed.children, closed.facts.covered, closed.below) == (top, 2, 0, 2)
        assert [(n.id, n.depth) for n in opened][:2] == [(top, 0), (branch, 1)]
        assert len(opened) == 3

    def test_the_number_below_opens_a_list_of_as_many(self, cast):
        shared = make_organization("甲协会（演示）")
        top = make_committee()
        make_party(parent_id=top, covers=[shared, make_organization("乙协会（演示）")])
        make_party(parent_id=top, covers=[shared])
        make_party(covers=[make_organization()])

        found = tree.covered_below(cast.bo, party(top), None, None)

        assert [row.name for row in found.rows] == ["甲协会（演示）", "乙协会（演示）"]
        below = {node.id: node.below for node in tree.tree(cast.bo, [])}
        assert found.total == below[top] == 2

    def test_whose_superior_is_out_of_reach_stands_at_the_top(self, cast):
        above = make_party("市工委（演示）", unit="610100", kind=PartyKind.WORK_COMMITTEE)
        mine = make_committee(parent_id=above)

        assert [node.id for node in tree.tree(cast.bo, [])] == [mine]
        assert [node.id for node in tree.tree(cast.shi, [])] == [above]

    def test_next_door_sees_nothing(self, cast):
        make_committee()
        assert tree.tree(cast.cheng, []) == []

    def test_it_costs_the_same_however_many(self, cast, queries):
        top = make_committee()

        def cost():
            with queries() as sent:
                tree.tree(cast.bo, [top])
            return len(sent)

        make_party(parent_id=top, covers=[make_organization()])
        before = cost()
        for _ in range(6):
            make_party(parent_id=top, covers=[make_organization()])

        assert cost() == before
