"""Writing the register: facts, history, audit and marks."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.organizations import codes, commands, queries, registering
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.registering import Entry
from partybuild.organizations.rules import Part
from partybuild.rules import RuleBroken
from tests import factories
from tests.organizations.acting import (
    COUNT,
    PROFILE,
    TODAY,
    asked,
    count,
    facts,
    last_event,
    places_of,
    run,
)

pytestmark = pytest.mark.usefixtures("database")


class TestRegister:
    def entry(self, **more):
        number = codes.make("51", "610103", 900001)
        return Entry(**{"number": number, "profile": PROFILE, "region": "610103 碑林区"} | more)

    def test_it_counts_where_its_level_says_and_its_history_begins(self, cast):
        why = {"region": "610103001", "reason": "街道报来"}
        number = run(cast.bo, registering.register, self.entry(**why))
        found = queries.organization(cast.bo, number)
        assert found.name == "碑林区豆花协会（演示）"
        assert places_of(facts(cast, number)) == ("610103001", "610103001")
        event = last_event(cast, number)
        assert (event.action, event.mark, event.effective_on) == (
            "登记入册",
            "上级更正",
            date(2024, 5, 6),
        )

    def test_another_unit_than_the_default_wants_a_reason(self, cast):
        with pytest.raises(RuleBroken, match="请在“理由”中说明"):
            run(cast.bo, registering.register, self.entry(unit="610103001"))
        number = run(
            cast.bo, registering.register, self.entry(unit="610103001", reason="由街道管理")
        )
        assert places_of(facts(cast, number)) == ("610103", "610103001")

    def test_a_county_officer_cannot_enter_what_counts_with_the_city(self, cast):
        city = PROFILE | {"level": "市级"}
        with pytest.raises(RuleBroken, match="不在您的管理范围内"):
            run(cast.bo, registering.register, self.entry(profile=city))

    def test_a_code_in_reach_is_named_and_one_outside_is_not(self, cast):
        mine = factories.make_organization("本区老协会（演示）")
        theirs = factories.make_organization("邻区老协会（演示）", unit="610102")
        taken = queries.organization(cast.bo, mine).code
        foreign = queries.organization(cast.cheng, theirs).code
        with pytest.raises(RuleBroken, match="已在册：本区老协会（演示）"):
            run(cast.bo, registering.register, self.entry(number=taken))
        with pytest.raises(RuleBroken) as refused:
            run(cast.bo, registering.register, self.entry(number=foreign))
        assert "邻区" not in str(refused.value)

    def test_filed_ones_are_numbered_and_not_filed_twice(self, cast):
        filed = PROFILE | {"kind": OrganizationKind.FILED, "registration_way": "备案"}
        entry = self.entry(number="", profile=filed)
        first = queries.organization(cast.bo, run(cast.bo, registering.register, entry))
        assert (first.code, first.filing_number) == (None, "BA610103-0001")
        with pytest.raises(RuleBroken, match="已经备案（BA610103-0001）"):
            run(cast.bo, registering.register, entry)

    def test_a_body_not_in_the_tree_is_kept_by_name(self, cast):
        body = factories.make_party("碑林区综合党委（演示）")
        one = run(cast.bo, registering.register, self.entry(body="碑林区综合党委（演示）"))
        other = codes.make("51", "610103", 900002)
        two = run(cast.bo, registering.register, self.entry(number=other, body="待定党委"))
        assert facts(cast, one).profile.body_id == body
        assert facts(cast, two).profile.body_name == "待定党委"


class TestChange:
    def test_a_change_holds_from_its_day_and_is_told_and_audited(self, cast):
        number = factories.make_organization(full=2)
        count(cast, number, date(2026, 5, 1), 4, document="碑组〔2026〕9号")
        assert facts(cast, number, date(2026, 4, 30)).headcount.full == 2
        assert facts(cast, number, date(2026, 5, 1)).headcount.full == 4
        event = last_event(cast, number)
        assert event.changes == [{"label": "正式党员数", "before": "2", "after": "4"}]
        assert (event.action, event.document) == ("变更从业人员与党员数", "碑组〔2026〕9号")
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert (row.action, row.object_kind, row.object_id) == (
            "变更社会组织",
            "organization",
            number,
        )

    def test_an_older_count_entered_late_does_not_undo_the_newer(self, cast):
        number = factories.make_organization(full=2)
        count(cast, number, date(2026, 5, 1), 4)
        count(cast, number, date(2026, 3, 1), 3)
        assert facts(cast, number, date(2026, 3, 1)).headcount.full == 3
        assert facts(cast, number).headcount.full == 4

    def test_a_correction_was_never_otherwise(self, cast):
        number = factories.make_organization(full=2)
        count(cast, number, None, 3)
        assert facts(cast, number, factories.REGISTERED).headcount.full == 3
        assert last_event(cast, number).action == "更正从业人员与党员数"

    def test_nothing_changed_is_said(self, cast):
        number = factories.make_organization(full=2)
        with pytest.raises(RuleBroken, match="没有改动"):
            count(cast, number, date(2026, 5, 1), 2)

    def test_units_and_bodies_are_told_by_name(self, cast):
        body = factories.make_party("碑林区综合党委（演示）")
        number = factories.make_organization()
        shown = facts(cast, number).profile
        typed = {name: getattr(shown, name) for name in PROFILE}
        typed |= {"region": "610103002", "body": "碑林区综合党委（演示）"}
        going = asked(cast, number, TODAY, follow="follow")
        run(cast.bo, commands.change, number, Part.PROFILE, typed, going)
        told = {c["label"]: (c["before"], c["after"]) for c in last_event(cast, number).changes}
        assert told["统计归属"] == told["住所所在"]
        assert told["党建工作机构"] == ("—", "碑林区综合党委（演示）")
        assert told["住所所在"][0] == "610103 碑林区"
        assert told["住所所在"][1].startswith("610103002 ")
        assert queries.organization(cast.bo, number).body_id == body

    def test_the_day_of_registration_moves_only_as_a_correction(self, cast):
        number = factories.make_organization(full=2)
        shown = facts(cast, number).profile
        typed = {name: getattr(shown, name) for name in PROFILE}
        typed |= {"registered_on": date(2019, 3, 2), "region": "610103", "body": ""}
        with pytest.raises(RuleBroken, match="请选“更正”"):
            run(cast.bo, commands.change, number, Part.PROFILE, typed, asked(cast, number, TODAY))
        run(cast.bo, commands.change, number, Part.PROFILE, typed, asked(cast, number))
        assert queries.life(cast.bo, number) == (date(2019, 3, 2), None)
        assert facts(cast, number, date(2019, 3, 2)).standing.state is OrganizationState.NORMAL
        later = typed | {"registered_on": date(2021, 3, 2)}
        run(cast.bo, commands.change, number, Part.PROFILE, later, asked(cast, number))
        assert facts(cast, number, date(2021, 3, 1)).profile is None
        assert facts(cast, number).profile.registered_on == date(2021, 3, 2)

    def test_a_masked_telephone_is_left_as_it_is(self, cast):
        number = factories.make_organization()
        contact = {"legal_person": "", "contact": "", "address": "", "overdue_leader": ""}
        values = contact | {"telephone": "13800001234"}
        run(cast.bo, commands.change, number, Part.CONTACT, values, asked(cast, number, TODAY))
        again = contact | {"telephone": "138****1234", "contact": "周某某"}
        run(cast.bo, commands.change, number, Part.CONTACT, again, asked(cast, number, TODAY))
        assert facts(cast, number).contact.telephone == "13800001234"
        assert last_event(cast, number).changes == [
            {"label": "联系人", "before": "—", "after": "周某某"}
        ]

    def test_who_comes_late_hears_what_happened_meanwhile(self, cast):
        number = factories.make_organization(full=2)
        late = asked(cast, number, TODAY)
        count(cast, number, date(2026, 5, 1), 4)
        with pytest.raises(Stale, match=r"bo.*变更从业人员与党员数（正式党员数 2 → 4"):
            run(cast.bo, commands.change, number, Part.HEADCOUNT, COUNT | {"full": 3}, late)

    def test_from_above_it_is_marked_and_wants_a_reason(self, cast):
        number = factories.make_organization(full=2)
        with pytest.raises(RuleBroken, match="须写明理由"):
            count(cast, number, date(2026, 5, 1), 4, actor=cast.shi)
        count(cast, number, date(2026, 5, 1), 4, actor=cast.shi, reason="年检核对")
        assert last_event(cast, number).mark == "上级更正"
        lonely = factories.make_organization(unit="610104", full=2)
        count(cast, lonely, date(2026, 5, 1), 4, actor=cast.shi)
        assert last_event(cast, lonely).mark == "代填"

    def test_next_door_and_readers_change_nothing(self, cast):
        number = factories.make_organization(full=2)
        with pytest.raises(OutOfReach):
            count(cast, number, TODAY, 4, actor=cast.cheng)
        with pytest.raises(NotPermitted):
            count(cast, number, TODAY, 4, actor=cast.dai)


class TestTransfer:
    def test_it_counts_elsewhere_from_the_day_on(self, cast):
        number = factories.make_organization()
        why = asked(cast, number, date(2026, 6, 1), reason="管理划转")
        run(cast.shi, commands.transfer, number, "610102", why)
        assert queries.organization(cast.cheng, number).id == number
        with pytest.raises(OutOfReach):
            queries.organization(cast.bo, number)
        (change,) = last_event(cast, number).changes
        assert (change["before"], change["after"]) == ("610103 碑林区", "610102 新城区")

    def test_nobody_gives_away_what_they_could_not_take(self, cast):
        number = factories.make_organization()
        why = asked(cast, number, TODAY, reason="管理划转")
        with pytest.raises(RuleBroken, match="不在您的管理范围内"):
            run(cast.bo, commands.transfer, number, "610102", why)
        with pytest.raises(RuleBroken, match="须写明理由"):
            run(cast.shi, commands.transfer, number, "610102", asked(cast, number, TODAY))


class TestRenumber:
    def test_a_wrong_code_is_replaced_and_told(self, cast):
        number = factories.make_organization()
        right = codes.make("51", "610103", 900009)
        run(cast.bo, commands.renumber, number, right, asked(cast, number, reason="原录错"))
        assert queries.organization(cast.bo, number).code == right
        assert last_event(cast, number).changes[0]["after"] == right

    def test_it_wants_a_reason_and_a_code_that_is_right(self, cast):
        number = factories.make_organization()
        right = codes.make("51", "610103", 900009)
        with pytest.raises(RuleBroken, match="须写明理由"):
            run(cast.bo, commands.renumber, number, right, asked(cast, number))
        with pytest.raises(RuleBroken, match="18 位"):
            run(cast.bo, commands.renumber, number, "5161", asked(cast, number, reason="原录错"))


def test_a_telephone_is_shown_in_full_only_on_the_record(cast):
    number = factories.make_organization()
    contact = {"legal_person": "", "contact": "", "address": "", "overdue_leader": ""}
    values = contact | {"telephone": "13800001234"}
    run(cast.bo, commands.change, number, Part.CONTACT, values, asked(cast, number, TODAY))
    assert run(cast.zhu, commands.reveal_telephone, number) == "13800001234"
    row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    assert (row.action, row.object_id) == ("查看电话全号", number)
    assert "13800001234" not in str(row.detail)
    with pytest.raises(NotPermitted):
        run(cast.dai, commands.reveal_telephone, number)
