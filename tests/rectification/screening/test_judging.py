"""Accepting and dismissing: with a reason, all or none, at one's own level."""

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.rectification.kinds import ProposalState
from partybuild.rectification.models import Rectification
from partybuild.rectification.screening import judging, proposing
from partybuild.rectification.screening.proposing import Said
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase
from tests import factories
from tests.rectification.screening.conftest import make_branch, proposals
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


def cases():
    query = visible(ROOT, WorkflowCase).where(WorkflowCase.kind == "rectification")
    return db.session.scalars(query.order_by(WorkflowCase.id)).all()


def ids(actor, number):
    return [row.id for row in proposals(actor, round_id=number)]


def accept(actor, some, reason="班子研究，情况属实（演示）", **options):
    with work(actor) as running:
        return judging.accept(running.actor, some, reason, **options)


def dismiss(actor, some, reason="已选出新书记，待批复（演示）"):
    with work(actor) as running:
        return judging.dismiss(running.actor, some, reason)


class TestAccept:
    def test_a_case_stands_with_the_grounds(self, cast, weak, begin):
        first, second = ids(cast.bo, begin())

        (made,) = accept(cast.bo, [first])

        row, other = proposals(cast.bo)
        assert (row.state, row.case_id) == (ProposalState.ACCEPTED, made)
        assert row.reason == "班子研究，情况属实（演示）"
        assert (str(row.decided_on), row.decided_by) == ("2026-11-20", cast.bo.label)
        assert (other.id, other.state) == (second, ProposalState.OPEN)
        (case,) = cases()
        assert case.party_organization_id == weak[0]
        told = db.session.scalars(visible(ROOT, Rectification)).one().grounds
        assert [each["words"] for each in told] == ["书记自2026-05-01空缺203天（超过90天）"]
        assert told[0]["since"] == "2026-05-01"

    def test_several_at_once_share_a_reason(self, cast, weak, begin):
        accept(cast.bo, ids(cast.bo, begin()))

        assert [case.party_organization_id for case in cases()] == list(weak)

    def test_other_proposals_of_the_same_branch_are_shown_with_the_case(self, cast, weak, begin):
        own, above = begin(cast.bo), begin(cast.shi)
        (made,) = accept(cast.bo, ids(cast.bo, own)[:1])

        row, other = proposals(cast.bo, round_id=above)
        assert (row.state, row.case_id) == (ProposalState.STANDING, made)
        assert other.state is ProposalState.OPEN

    def test_one_that_cannot_be_listed_stops_all(self, cast, weak, begin, accepted):
        number = begin()
        db.session.rollback()
        with work(ROOT) as running:
            running.audited = True
            for row in proposals(ROOT, round_id=number):
                row.state = ProposalState.OPEN
        accepted_case(cast.bo, weak[1])

        with pytest.raises((RuleBroken, Stale)):
            accept(cast.bo, ids(cast.bo, number))
        assert len(cases()) == 1

    def test_from_above_the_county_of_the_branch_puts_it_right(self, cast, weak, begin):
        accept(cast.shi, ids(cast.shi, begin(cast.shi)), by_counties=True)

        units = set(db.session.scalars(visible(ROOT, Rectification, Rectification.working_unit_id)))
        assert units == {factories.region_id("610103")}


def accepted_case(actor, party_id):
    """A case of the branch, opened past its open proposal."""
    from partybuild.rectification.cases.opening import Finding, open_case

    ground = {
        "rule": "unfit",
        "label": "班子不团结",
        "words": "班子不团结",
        "since": None,
        "source": "样例",
    }
    with work(actor) as running:
        running.audited = True
        return open_case(running.actor, Finding(party_id, [ground], "情况属实"))


class TestDismiss:
    def test_the_reason_stays(self, cast, weak, begin):
        number = begin()

        assert dismiss(cast.bo, ids(cast.bo, number)[:1]) == 1

        row, other = proposals(cast.bo, round_id=number)
        assert (row.state, row.reason) == (ProposalState.DISMISSED, "已选出新书记，待批复（演示）")
        assert (other.state, cases()) == (ProposalState.OPEN, [])

    def test_the_next_round_proposes_it_again(self, cast, weak, begin, judge):
        from partybuild.rectification.screening import rounds
        from tests.rectification.screening.conftest import round_row

        number = begin()
        judge(number, "dismiss")
        with work(cast.bo) as running:
            rounds.close(running.actor, number, round_row(number).version)

        again = begin(title="第二轮")

        assert [row.party_organization_id for row in proposals(cast.bo, round_id=again)] == list(
            weak
        )


@pytest.mark.parametrize("deed", [accept, dismiss])
class TestRefused:
    def unchanged(self, actor, number):
        assert {row.state for row in proposals(actor, round_id=number)} == {ProposalState.OPEN}
        assert cases() == []

    @pytest.mark.parametrize("reason", ["", "  \n", "长" * 501])
    def test_without_a_reason(self, cast, weak, begin, deed, reason):
        number = begin()

        with pytest.raises(RuleBroken, match="理由"):
            deed(cast.bo, ids(cast.bo, number), reason)
        self.unchanged(cast.bo, number)

    def test_without_a_choice_or_with_too_many(self, cast, weak, begin, deed):
        number = begin()

        for some in ([], range(1, 102)):
            with pytest.raises(RuleBroken, match="1 至 100"):
                deed(cast.bo, some)
        self.unchanged(cast.bo, number)

    def test_of_another_unit(self, cast, weak, begin, deed):
        number = begin()

        with pytest.raises(OutOfReach):
            deed(cast.cheng, ids(cast.bo, number))
        self.unchanged(cast.bo, number)

    def test_over_the_head_of_the_unit_that_runs_the_round(self, cast, weak, begin, deed):
        number = begin()

        with pytest.raises(RuleBroken, match="碑林区"):
            deed(cast.shi, ids(cast.bo, number))
        self.unchanged(cast.bo, number)

    @pytest.mark.parametrize("who", ["dai", "zhu"])
    def test_by_others_than_officers(self, cast, weak, begin, deed, who):
        number = begin()

        with pytest.raises(NotPermitted):
            deed(getattr(cast, who), ids(cast.bo, number))
        self.unchanged(cast.bo, number)

    def test_what_somebody_else_has_judged(self, cast, weak, begin, deed):
        first, second = ids(cast.bo, begin())
        dismiss(cast.bo, [first])

        with pytest.raises(Stale, match="1 条已经认定"):
            deed(cast.bo, [first, second])
        assert [row.state.value for row in proposals(cast.bo)] == ["dismissed", "open"]
        assert cases() == []


class TestByHand:
    def propose(self, actor, party_id, rule="ideology", words="学习流于形式（演示）", **more):
        with work(actor) as running:
            code = factories.party_code(party_id)
            return proposing.propose(running.actor, code, Said(rule, words, **more))

    def test_what_was_seen_is_the_ground(self, cast):
        from datetime import date

        from tests.rectification.screening.conftest import grounds

        branch = make_branch("手工协会党支部（演示）")

        number = self.propose(cast.jie, branch, since=date(2026, 10, 1))

        (row,) = proposals(cast.bo)
        (ground,) = grounds(cast.bo, number)
        assert (row.round_id, row.origin.value, row.state.value) == (None, "hand", "open")
        assert (ground.rule, ground.words) == ("ideology", "学习流于形式（演示）")

    def test_satisfaction_is_a_number_below_the_limit(self, cast):
        branch = make_branch("手工协会党支部（演示）")
        for percent in (None, 60, -1):
            with pytest.raises(RuleBroken, match="低于 60%"):
                self.propose(cast.bo, branch, "satisfaction", percent=percent)
        assert proposals(cast.bo) == []

        self.propose(cast.bo, branch, "satisfaction", percent=59)
        assert len(proposals(cast.bo)) == 1

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"rule": "none"}, "不在本地区现行的排查规则里"),
            ({"rule": "unreported"}, "不在本地区现行的排查规则里"),
            ({"words": "  "}, "请写明具体表现"),
            ({"words": "长" * 401}, "最多 400 个字"),
        ],
    )
    def test_what_cannot_be_said(self, cast, said, sentence):
        branch = make_branch("手工协会党支部（演示）")

        with pytest.raises(RuleBroken, match=sentence):
            self.propose(cast.bo, branch, **said)
        assert proposals(cast.bo) == []

    def test_not_twice_and_not_while_in_rectification(self, cast, accepted):
        branch = make_branch("手工协会党支部（演示）")
        number = self.propose(cast.bo, branch)
        with pytest.raises(RuleBroken, match="待认定的建议"):
            self.propose(cast.bo, branch)
        accept(cast.bo, [number])
        with pytest.raises(RuleBroken, match="已在整顿中"):
            self.propose(cast.bo, branch)
        assert len(proposals(cast.bo)) == 1

    def test_nobody_proposes_for_another_area(self, cast):
        branch = make_branch("手工协会党支部（演示）")

        with pytest.raises(RuleBroken, match="没有这个编码"):
            self.propose(cast.cheng, branch)

    def test_hosts_are_no_matter_of_ours(self, cast):
        host = factories.make_party("社区党委（演示）", "610103", social=False)

        with pytest.raises(RuleBroken, match="不是社会组织党组织"):
            self.propose(cast.bo, host)
