"""The state of an organization: under order, ended, and back."""

from datetime import date

import pytest

from partybuild.organizations import ending, queries
from partybuild.organizations.kinds import OrganizationState
from partybuild.rules import RuleBroken
from tests import factories
from tests.organizations.acting import TODAY, asked, facts, run

pytestmark = pytest.mark.usefixtures("database")


class TestEnds:
    DAY = date(2026, 6, 1)

    def end(self, cast, number, state=OrganizationState.CANCELLED, day=DAY):
        why = asked(cast, number, document="碑民撤〔2026〕1号")
        return run(cast.bo, ending.end, number, state, day, why)

    @pytest.mark.parametrize(
        ("state", "action"),
        [
            (OrganizationState.DEREGISTERED, "注销"),
            (OrganizationState.CANCELLED, "撤销"),
            (OrganizationState.REVOKED, "吊销"),
        ],
    )
    def test_each_end_is_its_own_and_holds_from_its_day(self, cast, state, action):
        number = factories.make_organization()
        assert self.end(cast, number, state) == action
        assert queries.organization(cast.bo, number).state is state
        assert queries.life(cast.bo, number) == (factories.REGISTERED, self.DAY)

    def test_it_wants_a_document_and_happens_once(self, cast):
        number = factories.make_organization()
        state = OrganizationState.CANCELLED
        with pytest.raises(RuleBroken, match="须填写登记机关的文号"):
            run(cast.bo, ending.end, number, state, self.DAY, asked(cast, number))
        self.end(cast, number)
        with pytest.raises(RuleBroken, match="请先恢复再办理"):
            self.end(cast, number)

    def test_a_mistaken_end_is_taken_back_to_the_state_before(self, cast):
        number = factories.make_organization()
        day, state = date(2026, 3, 1), OrganizationState.ABNORMAL
        run(cast.bo, ending.set_state, number, state, day, asked(cast, number))
        self.end(cast, number)
        with pytest.raises(RuleBroken, match="误办的情况"):
            run(cast.bo, ending.restore, number, asked(cast, number))
        run(cast.bo, ending.restore, number, asked(cast, number, reason="录错了单位"))
        assert queries.organization(cast.bo, number).state is state
        assert queries.life(cast.bo, number)[1] is None

    def test_a_living_state_holds_until_the_next_and_is_no_end(self, cast):
        number = factories.make_organization()
        state = OrganizationState.SUSPENDED
        run(cast.bo, ending.set_state, number, state, self.DAY, asked(cast, number))
        back = OrganizationState.NORMAL
        run(cast.bo, ending.set_state, number, back, date(2026, 9, 1), asked(cast, number))
        states = [facts(cast, number, day).standing.state for day in (self.DAY, date(2026, 9, 1))]
        assert states == [state, back]
        with pytest.raises(RuleBroken, match="办理终止"):
            ended = OrganizationState.REVOKED
            run(cast.bo, ending.set_state, number, ended, TODAY, asked(cast, number))


def test_one_that_comes_in_ended_has_its_end_in_its_history(cast):
    state = OrganizationState.REVOKED
    number = factories.make_organization(ended=(state, date(2023, 5, 6), "碑民罚〔2023〕1号"))
    event = queries.history(cast.bo, number)[0]
    assert (event.action, event.effective_on, event.document) == (
        "吊销",
        date(2023, 5, 6),
        "碑民罚〔2023〕1号",
    )
