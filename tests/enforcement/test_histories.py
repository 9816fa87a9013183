"""What follows an inspection under random histories: papers, promises, lists, cancellation."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, precondition, rule

from partybuild import clock
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import DormantCase, Listing, Promise
from partybuild.enforcement.process import BY_KIND
from partybuild.inspections.kinds import Conclusion
from partybuild.notices.models import Notice
from partybuild.organizations.kinds import OrganizationState as State
from tests import factories
from tests.enforcement.conftest import ISSUING, SAYING, picture, rows, state_of
from tests.enforcement.test_dormant import DECIDE, NOTIFY, TOLD
from tests.enforcement.test_interviews import HELD
from tests.support import histories

KINDS = tuple(kind.value for kind in Measure)
ACTIONS = [*sorted({step.action for table in BY_KIND.values() for step in table.steps}), "explode"]
ISSUED = {
    "withdraw", "notify", "enter", "remove", "correct", "decide", "lapse", "warn", "postpone",
    "finish", "escalate",
}  # fmt: skip
"""Steps that rest on a paper which they issue themselves."""
LISTED = {"listed", "applied"}


class Following(histories.Histories):
    """The registrar of 碑林区 and others who may not, over three organizations."""

    kinds = KINDS
    cases = Bundle("cases")

    def __init__(self, app, monkeypatch, cast, inspected):
        super().__init__(app, monkeypatch, "2026-11-20T09:30")
        self.cast, self.inspected = cast, inspected
        self.made = [factories.make_organization(unit="610103") for _ in range(3)]

    def today(self, days=0):
        return (clock.today() + timedelta(days)).isoformat()

    @rule(target=cases, at=st.integers(0, 2), who=st.sampled_from(["zhu", "zhu", "bo", "cheng"]),
          kind=st.sampled_from(["order", "interview", "listing", "listing", "dishonest"]),
          ground=st.sampled_from(["party", "report", "penalty", "two_years", "x"]))  # fmt: skip
    def begin(self, at, who, kind, ground):
        said = {
            "order": {"faults": "未换届", "measures": "换届", "deadline": self.today(30)},
            "interview": {"invited": "王（演示）", "reasons": "未建", "at": self.today(),
                          "hour": "九时", "place": "会议室"},
            "listing": {"ground": ground},
            "dishonest": {"ground": ground},
        }[kind]  # fmt: skip
        said = ISSUING | {"issued_on": self.today()} | said
        was = histories.everything()
        answer = self.post(
            getattr(self.cast, who), "/enforcement", kind=kind,
            organization=str(self.made[at]), **said,
        )  # fmt: skip
        if not self.took(answer):
            assert histories.everything() == was
            return multiple()
        assert who == "zhu"
        return int(answer.location.rsplit("/", 1)[1])

    @rule(target=cases, at=st.integers(0, 2))
    def dormant(self, at):
        number = self.made[at]
        if not [each for each in rows_of_years(number)]:
            self.inspected(number, Conclusion.ABSENT, 2024, 2025)
        answer = self.post(
            self.cast.zhu, "/enforcement/batches", title="2026年第一批", chosen=str(number)
        )
        if not self.took(answer):
            return multiple()
        return max(each.case_id for each in rows(DormantCase))

    @rule(number=cases, action=st.sampled_from(ACTIONS), likely=st.integers(0, 5),
          who=st.sampled_from(["zhu"] * 5 + ["bo", "cheng"]), note=st.sampled_from(["", "已核实"]),
          back=st.sampled_from([0, 0, 0, 0, 3]), stale=st.integers(0, 5).map(lambda n: not n),
          way=st.sampled_from(["direct", "public"]))  # fmt: skip
    def go_on(self, number, action, likely, who, note, back, stale, way):
        """Mostly a step of the case's own state, with everything a form may carry."""
        case = histories.case_of(number)
        own = [step.action for step in BY_KIND[case.kind].steps if case.state in step.sources]
        if likely and own:
            action = own[ACTIONS.index(action) % len(own)]
        version = case.version - 1 if stale else case.version
        said = self.carried(case.id, action, way, -back) | {"note": note}
        data = {f"{action}-{name}": value for name, value in said.items()}
        data[f"{action}-version"] = str(version)
        data["paper-report"] = (io.BytesIO(picture()), "report.png")
        actor, url = getattr(self.cast, who), f"/enforcement/{number}/{action}"

        def take():
            return self.took(self.post(actor, url, **data))

        document = "issued" if action in ISSUED else ""
        self.step(actor, number, action, take, version, note, document)

    def carried(self, number, action, way, days):
        waiting = [
            each.id for each in rows(Promise) if each.case_id == number and not each.closed_on
        ]
        day = self.today(days)
        said = SAYING | NOTIFY | TOLD | HELD
        said |= {"until1": self.today(20), "until2": self.today(10), "until": self.today(60)}
        said |= DECIDE | {"discussed": day, "day": day, "way": way, "receiver": "王（演示）"}
        said |= {"duties": "按规定设立党组织", "findings": "已核查", "where": "区政府网站"}
        said |= {"at": self.today(), "hearing": self.today(30)}
        if action == "hold":
            said["place"] = "会议室"
        if waiting:
            said |= {"promise": str(waiting[0]), "closing": "已完成"}
        return said

    @precondition(lambda self: self.now < "2029-06-30")
    @rule(days=st.sampled_from([1, 8, 31, 200, 740]))
    def wait(self, days):
        self.at(f"{date.fromisoformat(self.now[:10]) + timedelta(days)}T09:30")

    @invariant()
    def cases_hold(self):
        self.hold()

    @invariant()
    def who_stands_on_a_list_is_abnormal_and_nobody_else(self):
        for number in self.made:
            on = {
                case.kind for case in histories.cases(KINDS)
                if case.organization_id == number and case.state in LISTED
                and case.kind in {"listing", "dishonest"}
            }  # fmt: skip
            ended = any(
                case.state == "cancelled" for case in histories.cases(KINDS)
                if case.organization_id == number
            )  # fmt: skip
            if ended:
                assert state_of(number) is State.CANCELLED
            else:
                assert state_of(number) is (State.ABNORMAL if on else State.NORMAL), on

    @invariant()
    def entries_have_their_papers(self):
        states = {case.id: case.state for case in histories.cases(KINDS)}
        for each in rows(Listing):
            listed = states[each.case_id] in LISTED | {"removed", "corrected", "escalated"}
            assert (each.listed_on is not None) == listed
            assert bool(each.decision) == listed

    @invariant()
    def an_interview_is_done_only_with_every_promise_closed(self):
        states = {case.id: case.state for case in histories.cases(KINDS)}
        for each in rows(Promise):
            assert states[each.case_id] in {"held", "done"}
            assert each.closed_on or states[each.case_id] == "held"

    @invariant()
    def numbers_of_papers_have_no_gap(self):
        series = {}
        for each in rows(Notice):
            series.setdefault((each.series, each.unit_id, each.year), []).append(each.number)
        for numbers in series.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))


def rows_of_years(number):
    from partybuild.inspections.models import Inspection

    return [each for each in rows(Inspection) if each.organization_id == number]


def test_whatever_follows_papers_promises_and_lists_agree(app, cast, inspected, monkeypatch):
    histories.run(lambda: Following(app, monkeypatch, cast, inspected), stateful_step_count=25)


@pytest.mark.parametrize("kind", KINDS)
def test_every_process_has_a_way_to_its_end(kind):
    """From each state an end can be reached by the table."""
    table = BY_KIND[kind]
    ends = set(table.closed)
    for _ in table.states:
        ends |= {s for step in table.steps if step.target in ends for s in step.sources}
    assert ends == set(table.states)
