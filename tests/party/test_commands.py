from datetime import date

import pytest

from partybuild.coverage.span import Cover
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.organizations.models import OrganizationEvent
from partybuild.party import commands
from partybuild.party.commands import Founding
from partybuild.party.correction_commands import correct_founding
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.telling import Why
from partybuild.rules import RuleBroken
from tests.factories import make_organization, make_party, region_id, unlink
from tests.party.acts import DAY, WHY, cover_on, events, make_committee, party, rows, run


def profile(**values):
    return {
        "name": "联合第一党支部（演示）",
        "kind": PartyKind.BRANCH,
        "formation": Formation.JOINT,
        "social": True,
        "parent_id": None,
        "region_id": region_id("610103"),
        "lead_organization_id": None,
        "approval_number": "碑社委〔2026〕7号",
        "approved_on": DAY,
        "has_committee": None,
        "seats_due": None,
        "seats_filled": None,
    } | values


def found(actor, **values):
    options = {
        key: values.pop(key)
        for key in ("organizations", "secretary", "headcount", "reason")
        if key in values
    }
    return run(actor, commands.found, Founding(DAY, profile(**values), **options))


def test_a_later_approval_of_a_known_branch_is_refused(cast):
    number = found(cast.bo)
    after = Why(date(2026, 10, 20), "更名", "碑社委〔2026〕9号")
    later = {"approved_on": date(2026, 10, 15)}

    with pytest.raises(RuleBroken, match="应当先经批准再成立"):
        run(cast.bo, commands.change_profile, number, party(number).version, later, after)


def test_founding_cannot_be_corrected_to_before_the_approval(cast):
    number = found(cast.bo)

    with pytest.raises(RuleBroken, match="成立日期 2026-09-01 早于批复日期 2026-10-01"):
        run(
            cast.bo,
            correct_founding,
            number,
            party(number).version,
            date(2026, 9, 1),
            Why(date(2026, 11, 20), "登记有误"),
        )


class TestFound:
    def test_it_stands_in_the_tree_and_covers_from_its_founding(self, cast):
        committee = make_committee()
        first, second = make_organization(), make_organization()

        number = found(
            cast.bo,
            parent_id=committee,
            organizations=[first, second],
            secretary={"name": "赵书记（演示）", "telephone": "13800001234"},
            headcount={"full": 4, "probationary": 1},
        )

        row = party(number)
        assert (row.parent_id, row.body_path) == (committee, f"/{committee}/{number}/")
        assert cover_on(first, DAY) is Cover.JOINT
        assert cover_on(first, date(2026, 9, 30)) is Cover.NONE
        assert rows(PartySecretary, party_organization_id=number)[0].valid_from == DAY
        assert rows(PartyHeadcount, party_organization_id=number)[0].full == 4

    def test_a_branch_has_three_years_unless_said(self, cast):
        number = found(cast.bo)

        (term,) = rows(PartyTerm, party_organization_id=number)
        assert (term.started_on, term.last_day) == (DAY, date(2029, 9, 30))

    def test_it_counts_where_its_lead_organization_counts(self, cast):
        lead = make_organization(unit="610103001")

        number = found(cast.bo, lead_organization_id=lead, region_id=None, reason="街道委托")

        assert party(number).unit_id == region_id("610103001")

    def test_both_histories_tell_of_it(self, cast):
        covered = make_organization()
        number = found(cast.bo, organizations=[covered])

        told = {event.action for event in events(number)}
        (line,) = events(covered, OrganizationEvent)[:1]
        assert told == {"设立党组织"}
        assert line.changes == [
            {"label": "党组织", "before": "—", "after": "联合第一党支部（演示）"}
        ]
        assert (line.effective_on, line.document) == (DAY, "碑社委〔2026〕7号")

    def test_nothing_may_stand_below_a_branch(self, cast):
        branch = make_party()
        with pytest.raises(RuleBroken, match="不能设在党支部之下"):
            found(cast.bo, parent_id=branch)

    def test_a_superior_next_door_is_not_found(self, cast):
        there = make_committee(unit="610102")
        with pytest.raises(OutOfReach):
            found(cast.bo, parent_id=there)

    def test_an_organization_next_door_is_not_covered(self, cast):
        there = make_organization(unit="610102")
        with pytest.raises(OutOfReach):
            found(cast.bo, organizations=[there])

    def test_it_needs_a_place_to_count(self, cast):
        with pytest.raises(RuleBroken, match="请选择区划"):
            found(cast.bo, region_id=None)

    def test_a_leader_may_not(self, cast):
        with pytest.raises(NotPermitted):
            found(cast.dai)


class TestChangeProfile:
    def change(self, actor, number, why=WHY, version=None, **values):
        (line,) = rows(PartyProfile, party_organization_id=number)[-1:]
        shown = {name: getattr(line, name) for name in PartyProfile.values()}
        version = party(number).version if version is None else version
        run(actor, commands.change_profile, number, version, shown | values, why)

    def test_it_holds_from_the_day_and_the_history_names_both(self, cast):
        number = make_party("老名（演示）")

        self.change(cast.bo, number, name="新名（演示）")

        assert [row.name for row in rows(PartyProfile, party_organization_id=number)] == [
            "老名（演示）",
            "新名（演示）",
        ]
        event = events(number)[0]
        assert event.changes == [
            {"label": "党组织名称", "before": "老名（演示）", "after": "新名（演示）"}
        ]
        assert (event.effective_on, event.reason) == (DAY, "会议决定")
        assert party(number).name == "新名（演示）"

    def test_a_back_dated_change_leaves_later_ones_alone(self, cast):
        number = make_party("老名（演示）")
        self.change(cast.bo, number, why=Why(date(2026, 10, 1)), name="新名（演示）")
        self.change(cast.bo, number, why=Why(date(2026, 3, 1)), has_committee=True)

        last = rows(PartyProfile, party_organization_id=number)[-1]
        assert (last.name, last.has_committee) == ("新名（演示）", True)

    def test_a_new_superior_moves_all_that_stand_below(self, cast):
        old, new = make_committee("老党委（演示）"), make_committee("新党委（演示）")
        middle = make_party(kind=PartyKind.GENERAL_BRANCH, parent_id=old)
        low = make_party(parent_id=middle)

        self.change(cast.bo, middle, parent_id=new)

        assert party(middle).body_path == f"/{new}/{middle}/"
        assert party(low).body_path == f"/{new}/{middle}/{low}/"
        assert events(middle)[0].changes == [
            {"label": "上级党组织", "before": "老党委（演示）", "after": "新党委（演示）"}
        ]

    def test_it_may_not_stand_below_itself(self, cast):
        top = make_committee("上（演示）")
        low = make_committee("下（演示）", parent_id=top)
        with pytest.raises(RuleBroken, match="不能是本党组织"):
            self.change(cast.bo, top, parent_id=low)

    def test_it_keeps_a_kind_that_its_children_may_stand_under(self, cast):
        top = make_committee()
        make_party(parent_id=top)
        with pytest.raises(RuleBroken, match="不能设在党支部之下"):
            self.change(cast.bo, top, kind=PartyKind.BRANCH)

    def test_somebody_else_was_first(self, cast):
        number = make_party()
        with pytest.raises(Stale):
            self.change(cast.bo, number, version=99, name="新名（演示）")

    def test_the_same_again_is_no_change(self, cast):
        number = make_party()
        with pytest.raises(RuleBroken, match="没有改动"):
            self.change(cast.bo, number)

    def test_not_before_the_founding_and_not_ahead(self, cast):
        number = make_party(founded_on=date(2026, 5, 1))
        for day, said in [(date(2026, 4, 30), "才成立"), (date(2026, 11, 21), "晚于今天")]:
            with pytest.raises(RuleBroken, match=said):
                self.change(cast.bo, number, why=Why(day), name="新名（演示）")

    def test_next_door_finds_nothing(self, cast):
        number = make_party()
        with pytest.raises(OutOfReach):
            self.change(cast.cheng, number, name="新名（演示）")

    def test_a_write_from_above_is_marked(self, cast):
        with_officer = make_party(unit="610103")
        without = make_party(unit="610104")

        with pytest.raises(RuleBroken, match="写明理由"):
            self.change(cast.shi, with_officer, why=Why(DAY), name="新名（演示）")
        self.change(cast.shi, with_officer, name="新名（演示）")
        self.change(cast.shi, without, name="新名（演示）")

        assert events(with_officer)[0].mark == "上级更正"
        assert events(without)[0].mark == "代填"


class TestDissolve:
    def dissolve(self, actor, number, ended_too=True, day=DAY):
        version = party(number).version
        why = Why(day, "软弱涣散整顿后撤销", "碑社委〔2026〕9号")
        run(actor, commands.dissolve, number, version, why, ended_too=ended_too)

    def test_its_links_end_the_same_day(self, cast):
        covered = make_organization()
        number = make_party(covers=[covered])

        self.dissolve(cast.bo, number)

        assert party(number).dissolved_on == DAY
        (link,) = rows(CoverageLink, party_organization_id=number)
        assert link.valid_to == DAY
        assert cover_on(covered, date(2026, 9, 30)) is Cover.INDEPENDENT
        assert cover_on(covered, DAY) is Cover.NONE
        assert events(covered, OrganizationEvent)[0].action == "撤销党组织"

    def test_not_while_links_are_live(self, cast):
        number = make_party(covers=[make_organization()])
        with pytest.raises(RuleBroken, match="还覆盖着 1 家"):
            self.dissolve(cast.bo, number, ended_too=False)

    def test_links_that_ended_before_do_not_matter(self, cast):
        covered = make_organization()
        number = make_party(covers=[covered])
        unlink(number, covered, date(2026, 6, 1))

        self.dissolve(cast.bo, number, ended_too=False)

        assert party(number).dissolved_on == DAY

    def test_not_while_it_leads_others(self, cast):
        top = make_committee()
        make_party(parent_id=top)
        with pytest.raises(RuleBroken, match="下面还有 1 个"):
            self.dissolve(cast.bo, top)

    def test_not_while_it_covers_organizations_next_door(self, cast):
        number = make_party(covers=[make_organization(unit="610102")])
        with pytest.raises(RuleBroken, match="不在您管理范围内"):
            self.dissolve(cast.bo, number)

    def test_twice_is_refused(self, cast):
        number = make_party()
        self.dissolve(cast.bo, number)
        with pytest.raises(RuleBroken, match="终止"):
            self.dissolve(cast.bo, number, day=date(2026, 11, 1))
