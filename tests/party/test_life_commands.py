from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.db.work import NotPermitted, OutOfReach
from partybuild.party import life_commands as commands
from partybuild.party.kinds import LifeKind
from partybuild.party.life_commands import Held
from partybuild.rules import RuleBroken
from tests.factories import make_organization, make_party, unlink
from tests.party.acts import events, lives, run, somebody_of

HELD = Held(LifeKind.LESSON, date(2026, 11, 5), 9, 8, "学习贯彻全会精神")


class TestRecordLife:
    def test_an_officer_enters_a_line(self, cast):
        number = make_party()

        run(cast.bo, commands.record_life, number, HELD)

        (line,) = lives(number)
        assert (line.kind, line.due, line.attended) == (LifeKind.LESSON, 9, 8)
        assert line.recorded_by == cast.bo.label

    def test_a_secretary_enters_it_for_their_own(self, database):
        mine = make_organization()
        number = make_party(covers=[mine])
        secretary = somebody_of(Role.SECRETARY, mine)

        run(secretary, commands.record_life, number, HELD)

        assert len(lives(number)) == 1

    def test_a_secretary_does_not_find_others(self, database):
        secretary = somebody_of(Role.SECRETARY, make_organization())
        with pytest.raises(OutOfReach):
            run(secretary, commands.record_life, make_party(), HELD)

    def test_a_link_that_has_ended_opens_nothing_more(self, database):
        mine = make_organization()
        number = make_party(covers=[mine])
        unlink(number, mine, date(2026, 11, 1))
        secretary = somebody_of(Role.SECRETARY, mine)
        with pytest.raises((NotPermitted, OutOfReach)):
            run(secretary, commands.record_life, number, HELD)

    def test_the_same_line_twice_is_refused(self, cast):
        number = make_party()
        run(cast.bo, commands.record_life, number, HELD)
        with pytest.raises(RuleBroken, match="已经登记过"):
            run(cast.bo, commands.record_life, number, HELD)

    def test_a_leader_and_next_door_may_not(self, cast):
        number = make_party()
        with pytest.raises(NotPermitted):
            run(cast.dai, commands.record_life, number, HELD)
        with pytest.raises(OutOfReach):
            run(cast.cheng, commands.record_life, number, HELD)


class TestStrikeLife:
    def test_it_no_longer_counts_and_the_history_says_why(self, cast):
        number = make_party()
        line = run(cast.bo, commands.record_life, number, HELD)

        run(cast.bo, commands.strike_life, line, "登记在别的支部名下")

        assert lives(number) == []
        event = events(number)[0]
        assert (event.action, event.reason) == ("划去组织生活", "登记在别的支部名下")
        assert "2026-11-05 党课" in event.changes[0]["before"]

    def test_it_needs_a_reason_and_happens_once(self, cast):
        line = run(cast.bo, commands.record_life, make_party(), HELD)
        with pytest.raises(RuleBroken, match="原因"):
            run(cast.bo, commands.strike_life, line, "  ")
        run(cast.bo, commands.strike_life, line, "重复")
        with pytest.raises(RuleBroken, match="已经划去"):
            run(cast.bo, commands.strike_life, line, "重复")

    def test_next_door_finds_nothing(self, cast):
        line = run(cast.bo, commands.record_life, make_party(), HELD)
        with pytest.raises(OutOfReach):
            run(cast.cheng, commands.strike_life, line, "重复")
