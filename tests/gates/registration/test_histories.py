"""The registration gate under random histories: founding, change, end, filing, made up for."""

import io
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, precondition, rule

from partybuild import clock
from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.db import db
from partybuild.db.work import work
from partybuild.gates.models import SyncVerdict
from partybuild.gates.registration.models import RegistrationCase
from partybuild.organizations import codes
from partybuild.party.kinds import PartyKind
from tests import factories
from tests.gates.registration.conftest import picture
from tests.support import histories, world
from tests.support.world import ROOT

PLAIN = ("ask", "return", "reask", "refuse", "withdraw", "makeup", "settle", "explode")
ANSWERS = ("approved", "joined", "instructor", "not-yet", "waived", "settled")
IN_STEP = {"approved", "joined", "instructor", "not-yet"}
WHO = ("zhu", "zhu", "bo", "bo", "dai", "cheng", "jie", "clerk", "officer")
serial = count(910_000)


def detail(case_id):
    query = visible(ROOT, RegistrationCase).where(RegistrationCase.case_id == case_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def verdict(organization_id, day):
    query = visible(ROOT, SyncVerdict, SyncVerdict.verdict).where(
        SyncVerdict.organization_id == organization_id,
        SyncVerdict.rule == "registration",
        SyncVerdict.known_to > 10**15,
        SyncVerdict.valid_from <= day,
        SyncVerdict.valid_to > day,
    )
    return [found.value for found in db.session.scalars(query)]


class Gate(histories.Histories):
    """Both desks of 碑林区, those beside, above and next door, and one person with both posts."""

    kinds = ("registration",)
    cases = Bundle("cases")

    def __init__(self, app, monkeypatch, people, body):
        super().__init__(app, monkeypatch, "2026-11-20T09:30")
        self.people, self.body = people, body

    def received(self, **said):
        """Take in an application as the registrar; its case, if it was taken."""
        answer = self.post(self.people["zhu"], "/registrations", **said)
        if not self.took(answer):
            return multiple()
        return int(answer.location.rsplit("/", 1)[1])

    @rule(target=cases, full=st.sampled_from(["", "0", "1", "4"]), papers=st.booleans())
    def found(self, full, papers):
        slots = ("promise", "survey", "charter") if papers else ("promise",)
        files = {f"paper-{slot}": (io.BytesIO(picture()), f"{slot}.png") for slot in slots}
        return self.received(
            matter="founding",
            name=f"第{next(serial)}快递协会（演示）",
            kind="association",
            level="县级",
            registration_way="直接登记",
            region="610103",
            body=self.body,
            full=full,
            party_clause="y",
            values_clause="y",
            **files,
        )

    @rule(target=cases)
    def file(self):
        name = f"第{next(serial)}广场舞队（演示）"
        return self.received(
            matter="filing", name=name, kind="filed", level="县级", region="610103"
        )

    @rule(
        target=cases,
        matter=st.sampled_from(["change", "ending"]),
        full=st.sampled_from([None, 3]),
        twice=st.booleans(),
    )
    def move(self, matter, full, twice):
        number = factories.make_organization(unit="610103", full=full)
        said = {"matter": matter, "organization": str(number), "summary": "会员大会决议"}
        said |= {"legal_person": "钱（演示）"} if matter == "change" else {}
        case = self.received(**said)
        if twice:
            with histories.unmoved():
                assert (
                    "已有一件未办结的"
                    in self.post(self.people["zhu"], "/registrations", **said).text
                )
        return case

    @rule(target=cases, ago=st.integers(0, 12), full=st.sampled_from([0, 1, 4]))
    def past_the_gate(self, ago, full):
        day = clock.today() - timedelta(ago)
        number = factories.make_organization(unit="610103", registered_on=day, full=full)
        (case,) = [c for c in histories.cases(self.kinds) if c.organization_id == number]
        assert (case.state, case.opened_on) == ("asked", day)
        return case.id

    @rule(
        number=cases,
        action=st.sampled_from(PLAIN),
        who=st.sampled_from(WHO),
        note=st.sampled_from(["", " ", "材料不齐"]),
        document=st.sampled_from(["", "碑民登〔2026〕7号"]),
        stale=st.booleans(),
    )
    def say(self, number, action, who, note, document, stale):
        self.take(number, action, who, stale, note=note, document=document)

    @rule(
        number=cases,
        who=st.sampled_from(["bo", "bo", "bo", "zhu", "officer", "shi"]),
        kind=st.sampled_from(ANSWERS),
        whole=st.integers(0, 3).map(bool),
        stale=st.integers(0, 3).map(lambda n: not n),
    )
    def answer(self, number, who, kind, whole, stale):
        """Whatever kind, fitting or not, sometimes without what it demands."""
        today = clock.today()
        said = {"kind": kind, "day": today.isoformat(), "party": self.body}
        if whole:
            said |= {
                "party_name": f"中共第{next(serial)}协会支部委员会",
                "document": f"碑社党批〔2026〕{next(serial)}号",
                "person": "刘指导（演示）",
                "reason": "党员组织关系未转来",
                "review_on": (today + timedelta(90)).isoformat(),
                "members": "南院门社区党委",
            }
        makeup = detail(number).matter.value == "makeup"
        case = histories.case_of(number)
        organization, opened_on = case.organization_id, case.opened_on
        done = self.take(number, "answer", who, stale, extra=makeup, **said)
        if done and makeup:
            late = opened_on < today and kind in IN_STEP
            expected = "waived" if kind == "waived" else "late" if late else "in_step"
            assert verdict(organization, today) == [expected]

    @rule(
        number=cases,
        who=st.sampled_from(["zhu", "zhu", "clerk", "bo"]),
        code=st.integers(0, 3).map(bool),
        stale=st.integers(0, 3).map(lambda n: not n),
    )
    def finish(self, number, who, code, stale):
        """An organization passes with its answer only, and stands as the answer said."""
        row, today = detail(number), clock.today()
        matter, kind = row.matter.value, row.answer_kind
        said = {"day": today.isoformat(), "document": "碑民登〔2026〕8号"}
        if code and matter == "founding":
            said["number"] = codes.make("51", "610103", next(serial))
        if self.take(number, "pass", who, stale, **said):
            assert kind is not None or matter == "filing"
            if matter == "founding":
                found = verdict(histories.case_of(number).organization_id, today)
                assert found == ["waived" if kind.value == "waived" else "in_step"]

    @precondition(lambda self: self.now < "2026-12-10")
    @rule(days=st.integers(1, 7))
    def wait(self, days):
        day = date.fromisoformat(self.now[:10]) + timedelta(days)
        self.at(f"{day}T09:30")

    def take(self, case_id, action, who, stale, extra=0, **said):
        actor, case = self.people[who], histories.case_of(case_id)
        version = case.version - 1 if stale else case.version
        url = f"/registrations/{case_id}/{action}"

        def post():
            return self.took(self.post(actor, url, version=str(version), **said))

        words = (said.get("note", ""), said.get("document", ""))
        return self.step(actor, case_id, action, post, version, *words, extra=extra)

    @invariant()
    def cases_hold(self):
        self.hold()


@pytest.fixture
def people(cast):
    """The cast, and one person who is registrar and officer of 碑林区."""
    with work(ROOT) as running:
        clerk = world.add_person("liang", Role.REGISTRAR, "610103")
        officer = world.add_post("liang", Role.OFFICER, "610103")
        running.audited = True
    both = {"clerk": accounts.actor_of(clerk), "officer": accounts.actor_of(officer)}
    return vars(cast) | both


def test_whatever_both_desks_do_the_gate_holds(app, people, monkeypatch):
    committee = factories.make_party("中共碑林区社会组织委员会", kind=PartyKind.COMMITTEE)
    body = factories.party_code(committee)

    histories.run(lambda: Gate(app, monkeypatch, people, body))
