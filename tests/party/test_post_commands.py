from datetime import date

import pytest

from partybuild.party import post_commands as commands
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyHeadcount, PartySecretary, PartyTerm
from partybuild.party.post_commands import Members, Secretary
from partybuild.party.telling import Why
from partybuild.rules import RuleBroken
from tests.factories import make_party
from tests.party.acts import DAY, WHY, events, party, rows, run


def act(actor, command, number, *arguments):
    run(actor, command, number, party(number).version, *arguments)


class TestSecretary:
    def test_a_new_one_ends_the_old_and_the_history_masks_telephones(self, cast):
        number = make_party()
        first = Secretary("赵书记（演示）", "13800001234")
        act(cast.bo, commands.appoint_secretary, number, first, Why(date(2024, 1, 1)))
        act(cast.bo, commands.appoint_secretary, number, Secretary("钱书记（演示）"), WHY)

        old, new = rows(PartySecretary, party_organization_id=number)
        assert (old.name, old.valid_to, new.name) == ("赵书记（演示）", DAY, "钱书记（演示）")
        assert events(number)[0].changes == [
            {"label": "书记", "before": "赵书记（演示）", "after": "钱书记（演示）"},
            {"label": "书记联系电话", "before": "138****1234", "after": "—"},
        ]

    def test_the_last_day_is_still_in_office(self, cast):
        number = make_party()
        act(cast.bo, commands.appoint_secretary, number, Secretary("赵书记（演示）"), WHY)
        act(cast.bo, commands.leave_secretary, number, date(2026, 10, 31), WHY)

        (row,) = rows(PartySecretary, party_organization_id=number)
        assert row.valid_to == date(2026, 11, 1)
        assert events(number)[0].changes == [
            {"label": "书记", "before": "赵书记（演示）", "after": "—"}
        ]

    def test_nobody_leaves_where_nobody_is(self, cast):
        with pytest.raises(RuleBroken, match="没有登记书记"):
            act(cast.bo, commands.leave_secretary, make_party(), DAY, WHY)


class TestTerm:
    def test_a_branch_has_three_years_unless_said(self, cast):
        number = make_party()
        act(cast.bo, commands.set_term, number, None, WHY)

        (row,) = rows(PartyTerm, party_organization_id=number)
        assert (row.started_on, row.last_day) == (DAY, date(2029, 9, 30))

    def test_an_election_before_the_last_is_refused_and_nothing_is_lost(self, cast):
        number = make_party()
        act(cast.bo, commands.set_term, number, None, WHY)

        with pytest.raises(RuleBroken, match="换届日期 2026-09-30 早于上一次换届 2026-10-01"):
            act(cast.bo, commands.set_term, number, None, Why(date(2026, 9, 30)))

        (row,) = rows(PartyTerm, party_organization_id=number)
        assert row.started_on == DAY
        act(cast.bo, commands.set_term, number, date(2028, 9, 30), WHY)
        assert rows(PartyTerm, party_organization_id=number)[0].last_day == date(2028, 9, 30)

    def test_a_work_committee_has_no_term(self, cast):
        number = make_party(kind=PartyKind.WORK_COMMITTEE)
        with pytest.raises(RuleBroken, match="派出机关"):
            act(cast.bo, commands.set_term, number, None, WHY)

    def test_an_approved_postponement_keeps_the_term(self, cast):
        number = make_party()
        act(cast.bo, commands.set_term, number, date(2026, 10, 8), Why(date(2023, 10, 9)))
        act(cast.bo, commands.extend_term, number, date(2027, 10, 8), WHY)

        row = rows(PartyTerm, party_organization_id=number)[-1]
        assert (row.last_day, row.extended_to) == (date(2026, 10, 8), date(2027, 10, 8))
        assert row.document == WHY.document

    def test_no_postponement_without_a_document_or_beyond_a_year(self, cast):
        number = make_party()
        act(cast.bo, commands.set_term, number, date(2026, 10, 8), Why(date(2023, 10, 9)))
        for day, why, said in [
            (date(2027, 10, 9), WHY, "不超过一年"),
            (date(2027, 3, 1), Why(DAY), "批复文号"),
        ]:
            with pytest.raises(RuleBroken, match=said):
                act(cast.bo, commands.extend_term, number, day, why)

    def test_a_new_term_ends_the_postponement(self, cast):
        number = make_party()
        act(cast.bo, commands.set_term, number, date(2026, 10, 8), Why(date(2023, 10, 9)))
        act(cast.bo, commands.extend_term, number, date(2027, 3, 1), WHY)
        act(cast.bo, commands.set_term, number, None, Why(date(2026, 11, 2)))

        row = rows(PartyTerm, party_organization_id=number)[-1]
        assert (row.started_on, row.extended_to) == (date(2026, 11, 2), None)


class TestMembers:
    def test_counts_hold_from_the_day(self, cast):
        number = make_party()
        act(cast.bo, commands.count_members, number, Members(9, 1), WHY)

        (row,) = rows(PartyHeadcount, party_organization_id=number)
        assert (row.full, row.probationary, row.valid_from) == (9, 1, DAY)
        assert events(number)[0].changes[0] == {
            "label": "正式党员数",
            "before": "—",
            "after": "9",
        }

    def test_the_same_again_or_nothing_is_refused(self, cast):
        number = make_party()
        act(cast.bo, commands.count_members, number, Members(9, 1), WHY)
        for members, said in [(Members(9, 1), "没有改动"), (Members(None, None), "至少填写")]:
            with pytest.raises(RuleBroken, match=said):
                act(cast.bo, commands.count_members, number, members, WHY)
