"""Lagging units under random histories: no 摘牌 unmet, nothing by the unit itself, no trace of a no."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule

from partybuild.clock import today
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.enforcement.acting import Said
from partybuild.rectification.areas import commands, opening, queries, rules
from partybuild.rectification.areas.opening import Urging
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA, AREA_TABLE
from partybuild.rules import RuleBroken
from tests import factories
from tests.support import histories
from tests.support.world import ROOT

REFUSED = (RuleBroken, NotPermitted, Stale, OutOfReach)
PEOPLE = ("shi", "bo", "cheng", "dai")
WAYS = ("circular", "interview", "supervision")
ACTIONS = [step.action for step in AREA_TABLE.steps]
COURSE = ["promise", "keep", "keep", "keep", "extend", "cover", "close"]


class Urged(histories.Histories):
    """碑林区, half covered; officers of the city, of the county itself and of next door."""

    kinds = (AREA,)
    cases = Bundle("cases")

    def __init__(self, app, monkeypatch, cast):
        super().__init__(app, monkeypatch, "2026-11-20T09:30")
        self.people = {"shi": cast.shi, "bo": cast.bo, "cheng": cast.cheng, "dai": cast.dai}
        self.party = factories.make_party(covers=[factories.make_organization()])
        self.loose = [factories.make_organization()]
        found = [(each.id, each.version, each.closed_on) for each in histories.cases(self.kinds)]
        for number, version, closed_on in found:
            if closed_on is None:
                taken = (number, "withdraw", version, Said({"note": "另起"}))
                assert self.do(cast.shi, commands.take, *taken)

    def do(self, actor, command, *arguments):
        try:
            with work(actor) as running:
                self.made = command(running.actor, *arguments)
        except REFUSED:
            return False
        return True

    @initialize(target=cases, way=st.sampled_from(WAYS))
    def first(self, way):
        assert self.urge("shi", way, wanted="100")
        return self.made

    @rule(who=st.sampled_from(["shi", "bo", "cheng"]), way=st.sampled_from(WAYS),
          wanted=st.sampled_from(["100", "10", "x"]))  # fmt: skip
    def again(self, who, way, wanted):
        was = histories.everything()
        if self.urge(who, way, wanted):
            assert who == "shi"
            assert wanted == "100"
        else:
            assert histories.everything() == was

    def urge(self, who, way, wanted):
        said = {"reasons": "覆盖率低", "contact": "王（演示）", "telephone": "1"}
        said |= {"answer_by": today(), "deadline": today() + timedelta(90)}
        said |= {"invited": "李（演示）", "hour": "九时", "place": "市委"}
        urging = Urging(AreaMeasure(way), "610103", {"covered": wanted})
        return self.do(self.people[who], opening.take_up, urging, Said(said))

    @rule(number=cases, actions=st.lists(st.sampled_from(COURSE), min_size=3, max_size=9))
    def go_on(self, number, actions):
        for action in actions:
            self.go(number, action, "shi", "已核实", good=True, stale=False)

    @rule(number=cases, action=st.sampled_from(ACTIONS), who=st.sampled_from(PEOPLE),
          note=st.sampled_from(["", "已核实"]), good=st.booleans(), stale=st.booleans())  # fmt: skip
    def stray(self, number, action, who, note, good, stale):
        self.go(number, action, who, note, good, stale)

    def go(self, number, action, who, note, good, stale):
        if action == "cover":
            while self.loose:
                factories.link(self.party, self.loose.pop(), day=today())
            return
        version = histories.case_of(number).version - stale
        said = self.said(queries.file_of(ROOT, number), action, note, good)
        actor = self.people[who]
        self.step(
            actor, number, action,
            lambda: self.do(actor, commands.take, number, action, version, Said(said)),
            version, note,
        )  # fmt: skip

    def said(self, file, action, note, good):
        waiting = [str(each.id) for each in file.open_promises]
        first = waiting[0] if waiting and good else "0"
        later = max([today(), *filter(None, [file.case.due_on])]) + timedelta(7 if good else -7)
        return {
            "promise": {"words1": "组建党支部", "person1": "张（演示）", "until1": later}
            | ({"until1": today()} if good else {}),
            "keep": {"promise": first, "closing": "已办" if good else ""},
            "extend": {"until": later},
        }.get(action, {}) | {"note": note}

    @invariant()
    def cases_hold(self):
        self.hold()

    @invariant()
    def what_is_closed_was_kept_and_shows_both_days(self):
        for case in histories.cases(self.kinds):
            file = queries.file_of(ROOT, case.id)
            assert (case.due_on is None) is (case.closed_on is not None)
            if case.state == "closed":
                assert not file.open_promises
                keys = [each["key"] for each in file.row.figures]
                assert [each["key"] for each in file.row.closing_figures] == keys
                met = not any(each.short for each in rules.read(file.row.closing_figures))
                assert met or file.row.measure is not AreaMeasure.SUPERVISION
                assert file.promises or file.row.measure is AreaMeasure.CIRCULAR

    @invariant()
    def one_of_each_way_is_open(self):
        found = [queries.file_of(ROOT, case.id) for case in histories.cases(self.kinds)]
        ways = [each.row.measure for each in found if each.case.closed_on is None]
        assert len(ways) == len(set(ways))

    @invariant()
    def only_the_city_has_acted(self):
        for case in histories.cases(self.kinds):
            users = {event.user_id for event in histories.events_of(case.id)}
            assert users == {self.people["shi"].user_id}


@pytest.mark.usefixtures("database")
def test_random_histories(app, monkeypatch, cast):
    histories.run(lambda: Urged(app, monkeypatch, cast), max_examples=5, stateful_step_count=8)
