"""Versions, withdrawal, quota, scope: what a command keeps and for whom."""

import pytest
from sqlalchemy import select

from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach
from partybuild.evidence import queries, rules
from partybuild.evidence.commands import Subject
from partybuild.evidence.rules import FileState, Slot, missing
from partybuild.rules import RuleBroken
from tests import factories
from tests.evidence import papers
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def organization():
    return factories.make_organization()


@pytest.fixture
def subject(cast, organization):
    return papers.about(cast.bo, organization)


class TestKeeping:
    def test_a_file_stands_where_its_subject_stands(self, cast, organization, subject):
        row = papers.keep(cast.bo, subject)

        assert (row.name, row.slot, row.version) == ("承诺书.pdf", "charter", 1)
        assert row.organization_id == organization
        assert row.level3_id == factories.region_id("610103")
        assert row.uploaded_by == cast.bo.user_id
        assert missing([Slot("charter", "章程")], queries.files(cast.bo, *what(subject))) == []

    def test_the_audit_names_every_file_with_its_digest(self, cast, subject):
        row = papers.keep(cast.bo, subject)

        audited = db.session.scalars(select(AuditRow).where(AuditRow.number == row.change)).one()
        assert audited.action == "上传材料"
        assert row.digest in str(audited.detail)

    def test_a_case_lends_its_own_place(self, cast, subject):
        row = papers.keep(cast.bo, subject)

        again = Subject.of("case", 7, row)

        assert again.placing["organization_id"] == row.organization_id
        assert papers.keep(cast.bo, again).subject_kind == "case"

    def test_who_may_not_keep_is_refused(self, cast, subject):
        for actor in (cast.dai, cast.xi):
            with pytest.raises(NotPermitted):
                papers.keep(actor, subject)

    def test_a_neighbour_cannot_keep_beside_a_foreign_subject(self, cast, subject):
        with pytest.raises(OutOfReach):
            papers.keep(cast.cheng, subject)
        assert not queries.files(ROOT, *what(subject))

    def test_an_infected_file_is_kept_apart(self, cast, subject, monkeypatch):
        monkeypatch.setenv("PARTYBUILD_SCANNER", "false")
        row = papers.keep(cast.bo, subject)

        assert row.state is FileState.QUARANTINED
        assert not queries.latest(cast.bo, *what(subject))
        with pytest.raises(OutOfReach):
            queries.download(cast.bo, row.id)


class TestVersions:
    def test_the_later_one_holds_and_the_first_stays_readable(self, cast, subject):
        first = papers.keep(cast.bo, subject)
        second = papers.keep(cast.bo, subject, replaces=first.id)

        assert (second.version, second.replaces_id) == (2, first.id)
        assert [f.id for f in queries.latest(cast.bo, *what(subject))] == [second.id]
        assert [f.id for f in queries.files(cast.bo, *what(subject))] == [first.id, second.id]
        assert queries.download(cast.bo, first.id).path.exists()

    def test_only_what_holds_now_is_replaced(self, cast, subject):
        first = papers.keep(cast.bo, subject)
        papers.keep(cast.bo, subject, replaces=first.id)

        with pytest.raises(RuleBroken, match="已有更新的版本"):
            papers.keep(cast.bo, subject, replaces=first.id)

    def test_another_kind_of_paper_is_no_new_version(self, cast, subject):
        first = papers.keep(cast.bo, subject)
        with pytest.raises(RuleBroken, match="同一种材料"):
            papers.keep(cast.bo, subject, slot="pledge", replaces=first.id)

    def test_r06_another_affairs_file_is_not_replaced(self, cast, subject):
        first = papers.keep(cast.bo, subject)
        other = papers.about(cast.bo, factories.make_organization())
        with pytest.raises(OutOfReach):
            papers.keep(cast.bo, other, replaces=first.id)


class TestWithdrawal:
    def test_it_wants_a_reason_and_keeps_the_row(self, cast, subject):
        row = papers.keep(cast.bo, subject)
        with pytest.raises(RuleBroken, match="理由"):
            papers.withdraw(cast.bo, subject, row.id, "  ")

        gone = papers.withdraw(cast.bo, subject, row.id, "传成了别家的章程")

        assert gone.state is FileState.WITHDRAWN
        assert gone.withdrawn_reason == "传成了别家的章程"
        assert [f.id for f in queries.files(cast.bo, *what(subject))] == [row.id]
        assert not queries.latest(cast.bo, *what(subject))
        with pytest.raises(OutOfReach):
            queries.download(cast.bo, row.id)

    def test_twice_is_out_of_turn(self, cast, subject):
        row = papers.keep(cast.bo, subject)
        papers.withdraw(cast.bo, subject, row.id)
        with pytest.raises(RuleBroken, match="已经撤回"):
            papers.withdraw(cast.bo, subject, row.id)

    def test_r06_another_affairs_file_is_not_found(self, cast, subject):
        row = papers.keep(cast.bo, subject)
        other = papers.about(cast.bo, factories.make_organization())
        with pytest.raises(OutOfReach):
            papers.withdraw(cast.bo, other, row.id)
        with pytest.raises(OutOfReach):
            queries.file(cast.bo, "organization", other.id, row.id)

    def test_a_neighbour_finds_nothing_to_withdraw(self, cast, subject):
        row = papers.keep(cast.bo, subject)
        with pytest.raises(OutOfReach):
            papers.withdraw(cast.cheng, subject, row.id)


class TestQuota:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(rules, "QUOTA_BYTES", 2 * papers.arrived().size)

    def test_all_affairs_of_an_organization_count_together(self, cast, organization):
        for number in (1, 2):
            papers.keep(cast.bo, papers.about(cast.bo, organization, "case", number))
        with pytest.raises(RuleBroken, match="合计"):
            papers.keep(cast.bo, papers.about(cast.bo, organization, "case", 3))

    def test_another_organization_has_its_own(self, cast, organization, subject):
        for _ in range(2):
            papers.keep(cast.bo, subject)
        papers.keep(cast.bo, papers.about(cast.bo, factories.make_organization()))

    def test_an_affair_about_no_organization_has_its_own(self, cast):
        def at(number):
            return Subject.of("case", number, papers.about_region("610103"))

        for _ in range(2):
            papers.keep(cast.bo, at(1))
        with pytest.raises(RuleBroken, match="合计"):
            papers.keep(cast.bo, at(1))
        papers.keep(cast.bo, at(2))


class TestScope:
    def test_r03_lists_hold_what_is_in_reach(self, cast, subject):
        row = papers.keep(cast.bo, subject)

        for actor, seen in (
            (cast.shi, True),
            (cast.sheng, True),
            (cast.cheng, False),
            (cast.xi, False),
        ):
            assert bool(queries.files(actor, *what(subject))) is seen
            assert bool(queries.of_many(actor, "organization", [subject.id])[subject.id]) is seen
        with pytest.raises(OutOfReach):
            queries.download(cast.cheng, row.id)

    def test_r09_after_a_move_the_former_unit_loses_the_file(self, cast, organization, subject):
        row = papers.keep(cast.bo, subject)

        factories.transfer(organization, "610102", factories.REGISTERED.replace(year=2026))

        assert queries.download(cast.cheng, row.id).name == "承诺书.pdf"
        with pytest.raises(OutOfReach):
            queries.download(cast.bo, row.id)


def what(subject):
    return subject.kind, subject.id
