from datetime import date

import pytest

from partybuild.coverage.span import Cover
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import OrganizationEvent
from partybuild.party import cover_commands as commands
from partybuild.party.cover_commands import Right, Sent
from partybuild.party.kinds import InstructorKind, MassKind, PartyKind
from partybuild.party.models import CoverageLink, InstructorAssignment, MassCover
from partybuild.party.telling import Why
from partybuild.rules import RuleBroken
from tests.factories import assign, link, make_mass, make_organization, make_party
from tests.party.acts import DAY, WHY, cover_on, events, party, rows, run


class TestLink:
    def test_several_at_once_count_from_the_day(self, cast):
        ids = [make_organization() for _ in range(3)]
        number = make_party()

        run(cast.bo, commands.link, number, ids, WHY)

        assert {cover_on(each, DAY) for each in ids} == {Cover.JOINT}
        assert {cover_on(each, date(2026, 9, 30)) for each in ids} == {Cover.NONE}

    def test_both_histories_tell_of_it(self, cast):
        covered = make_organization("灯具协会（演示）")
        number = make_party("灯具支部（演示）")

        run(cast.bo, commands.link, number, [covered], WHY)

        assert events(number)[0].changes == [
            {"label": "覆盖社会组织", "before": "—", "after": "灯具协会（演示）"}
        ]
        assert events(covered, OrganizationEvent)[0].changes == [
            {"label": "党组织", "before": "—", "after": "灯具支部（演示）"}
        ]

    def test_the_version_moves_so_that_a_dissolution_underway_is_stale(self, cast):
        number = make_party()
        run(cast.bo, commands.link, number, [make_organization()], WHY)

        assert party(number).version == 2

    def test_a_live_link_is_not_made_twice(self, cast):
        covered = make_organization()
        number = make_party(covers=[covered])
        with pytest.raises(RuleBroken, match="已由本党组织覆盖"):
            run(cast.bo, commands.link, number, [covered], WHY)

    def test_a_work_committee_leads_and_does_not_cover(self, cast):
        number = make_party(kind=PartyKind.WORK_COMMITTEE)
        with pytest.raises(RuleBroken, match="不直接覆盖"):
            run(cast.bo, commands.link, number, [make_organization()], WHY)

    def test_an_ended_organization_is_refused(self, cast):
        gone = make_organization(ended=(OrganizationState.DEREGISTERED, date(2026, 5, 1), ""))
        with pytest.raises(RuleBroken, match="已经终止"):
            run(cast.bo, commands.link, make_party(), [gone], WHY)

    def test_not_before_the_organization_was_registered(self, cast):
        young = make_organization(registered_on=date(2026, 10, 2))
        with pytest.raises(RuleBroken, match="尚未登记"):
            run(cast.bo, commands.link, make_party(), [young], WHY)

    def test_both_ends_must_be_in_reach(self, cast):
        here, there = make_organization(), make_organization(unit="610102")
        for number, ids in [(make_party(), [here, there]), (make_party(unit="610102"), [here])]:
            with pytest.raises(OutOfReach):
                run(cast.bo, commands.link, number, ids, WHY)

    def test_a_registrar_may_not(self, cast):
        with pytest.raises(NotPermitted):
            run(cast.zhu, commands.link, make_party(), [make_organization()], WHY)


class TestEndCover:
    def test_the_last_day_still_counts(self, cast):
        covered = make_organization()
        number = make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)

        run(cast.bo, commands.end_cover, "links", row.id, date(2026, 9, 30), WHY)

        assert cover_on(covered, date(2026, 9, 30)) is Cover.INDEPENDENT
        assert cover_on(covered, DAY) is Cover.NONE
        assert events(number)[0].action == "解除覆盖"
        assert events(covered, OrganizationEvent)[0].effective_on == DAY

    def test_an_instructor_and_a_union_end_too(self, cast):
        covered = make_organization()
        assign(covered)
        make_mass(covered)
        for kind, model in [
            ("assignments", InstructorAssignment),
            ("mass-organizations", MassCover),
        ]:
            (row,) = rows(model, organization_id=covered)
            run(cast.bo, commands.end_cover, kind, row.id, date(2026, 9, 30), WHY)

        assert cover_on(covered, date(2026, 9, 30)) is Cover.INSTRUCTOR
        assert cover_on(covered, DAY) is Cover.NONE

    def test_what_was_changed_meanwhile_is_stale(self, cast):
        covered = make_organization()
        make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)
        run(cast.bo, commands.end_cover, "links", row.id, date(2026, 9, 30), WHY)
        with pytest.raises(Stale):
            run(cast.bo, commands.end_cover, "links", row.id, date(2026, 8, 31), WHY)

    def test_next_door_and_unknown_kinds_are_not_found(self, cast):
        covered = make_organization()
        make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)
        for actor, kind in [(cast.cheng, "links"), (cast.bo, "nothing")]:
            with pytest.raises(OutOfReach):
                run(actor, commands.end_cover, kind, row.id, date(2026, 9, 30), WHY)

    def test_not_before_it_began(self, cast):
        covered = make_organization()
        make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)
        with pytest.raises(RuleBroken, match="不能早于"):
            run(cast.bo, commands.end_cover, "links", row.id, date(2020, 3, 1), WHY)


class TestCorrectCover:
    def correct(self, actor, row, right, why=WHY):
        run(actor, commands.correct_cover, "links", row.id, right, why)

    def test_the_right_days_take_the_place_of_the_wrong_ones(self, cast):
        covered = make_organization()
        number = make_party()
        link(number, covered, day=date(2026, 3, 1))
        (row,) = rows(CoverageLink, organization_id=covered)

        self.correct(cast.bo, row, Right(date(2026, 5, 1), date(2026, 8, 31)))

        days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1)]
        assert [cover_on(covered, day) for day in days] == [
            Cover.NONE,
            Cover.INDEPENDENT,
            Cover.INDEPENDENT,
            Cover.NONE,
        ]

    def test_what_never_was_leaves_only_its_history(self, cast):
        covered = make_organization()
        number = make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)

        self.correct(cast.bo, row, Right(row.valid_from, void=True))

        assert rows(CoverageLink, organization_id=covered) == []
        assert events(number)[0].changes[0]["after"] == "作废"

    def test_it_needs_a_reason(self, cast):
        covered = make_organization()
        make_party(covers=[covered])
        (row,) = rows(CoverageLink, organization_id=covered)
        with pytest.raises(RuleBroken, match="写明原因"):
            self.correct(cast.bo, row, Right(DAY), Why(DAY))


class TestAssign:
    SENT = Sent(InstructorKind.INSTRUCTOR, "刘指导（演示）", "区委社会工作部", "13800001234")

    def test_an_instructor_counts_from_the_day_to_the_last(self, cast):
        number = make_organization()
        sent = Sent(InstructorKind.LIAISON, "刘联络（演示）", last_day=date(2026, 10, 31))

        run(cast.bo, commands.assign, number, sent, WHY)

        assert cover_on(number, date(2026, 9, 30)) is Cover.NONE
        assert cover_on(number, date(2026, 10, 31)) is Cover.LIAISON
        assert cover_on(number, date(2026, 11, 1)) is Cover.NONE

    def test_one_person_has_one_key_wherever_sent(self, cast):
        first, second = make_organization(), make_organization()
        for number in (first, second):
            run(cast.bo, commands.assign, number, self.SENT, WHY)

        found = [rows(InstructorAssignment, organization_id=n)[0] for n in (first, second)]
        assert found[0].person_key == found[1].person_key
        assert events(first, OrganizationEvent)[0].changes[0]["after"] == (
            "刘指导（演示）（区委社会工作部）"
        )

    def test_nobody_is_sent_twice(self, cast):
        number = make_organization()
        run(cast.bo, commands.assign, number, self.SENT, WHY)
        with pytest.raises(RuleBroken, match="已是这家组织的指导员"):
            run(cast.bo, commands.assign, number, self.SENT, WHY)

    def test_next_door_is_not_found(self, cast):
        with pytest.raises(OutOfReach):
            run(cast.cheng, commands.assign, make_organization(), self.SENT, WHY)


class TestMass:
    def test_a_union_counts_from_the_day(self, cast):
        number = make_organization()

        run(cast.bo, commands.set_up_mass, number, MassKind.UNION, WHY)

        assert cover_on(number, DAY) is Cover.MASS
        assert events(number, OrganizationEvent)[0].changes == [
            {"label": "群团组织", "before": "—", "after": "工会"}
        ]

    def test_not_twice(self, cast):
        number = make_organization()
        make_mass(number)
        with pytest.raises(RuleBroken, match="已登记工会"):
            run(cast.bo, commands.set_up_mass, number, MassKind.UNION, WHY)
