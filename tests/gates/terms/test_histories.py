"""The guided procedures under random histories: the facts come with the closing step only."""

import io
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, precondition, rule

from partybuild import clock
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates.terms.process import TABLES
from partybuild.gates.terms.rules import Matter
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyOrganization, PartyTerm
from tests import factories
from tests.evidence import papers
from tests.gates.terms.conftest import BALLOT, COUNTY, STREET, set_term
from tests.support import histories
from tests.support.world import ROOT

ACTIONS = [*sorted({step.action for table in TABLES.values() for step in table.steps}), "explode"]
WHO = ("jie", "jie", "jie", "bo", "bo", "bo", "shi", "dai", "cheng")
OF = {f"procedure-{matter.value}": matter for matter in Matter if matter in TABLES}


def terms_of(party):
    query = visible(ROOT, PartyTerm).where(
        PartyTerm.party_organization_id == party, PartyTerm.known_to > 10**15
    )
    return [(row.started_on, row.extended_to) for row in db.session.scalars(query)]


class Guided(histories.Histories):
    """A street asks, the county replies; the city stands in; others may not."""

    kinds = tuple(OF)
    cases = Bundle("cases")

    def __init__(self, app, monkeypatch, cast, committee):
        super().__init__(app, monkeypatch, "2026-11-20T09:30")
        self.cast, self.committee = cast, committee
        self.heir = factories.make_party(unit=STREET, parent_id=committee)
        self.branches = [self.branch() for _ in range(3)]
        self.known = {each: terms_of(each) for each in self.branches}

    def branch(self):
        organization = factories.make_organization(unit=STREET, full=5)
        made = factories.make_party(
            unit=STREET, parent_id=self.committee, covers=[organization],
            lead_organization_id=organization,
        )  # fmt: skip
        set_term(made, date(2024, 1, 11), date(2027, 1, 10))
        return made

    @rule(target=cases, at=st.integers(0, 2), who=st.sampled_from(["jie", "jie", "bo", "cheng"]),
          matter=st.sampled_from(["election", "election", "dissolution", "merger", "extension",
                                  "appointment"]), direct=st.booleans())  # fmt: skip
    def begin(self, at, who, matter, direct):
        said = {"matter": matter, "party": str(self.branches[at]), "why": "任期将满"}
        said |= {"until": "2027-12-31", "secretary": "李（演示）"}
        said |= {"paper-request": (io.BytesIO(papers.pdf()), "请示.pdf")}
        return self.opened(who, said | ({"direct": "y"} if direct else {}))

    @rule(target=cases, who=st.sampled_from(["jie", "bo"]))
    def found(self, who):
        lead = factories.make_organization(unit=STREET, full=4)
        said = {
            "matter": "founding",
            "name": "中共新协会支部（演示）",
            "kind": "branch",
            "full": "4",
        }
        said |= {"parent": factories.party_code(self.committee)}
        return self.opened(who, said | {"lead": factories.code_of(lead)})

    def opened(self, who, said):
        was = histories.everything()
        answer = self.post(getattr(self.cast, who), "/procedures", **said)
        if not self.took(answer):
            assert histories.everything() == was
            return multiple()
        return int(answer.location.rsplit("/", 1)[1])

    @rule(number=cases, action=st.sampled_from(ACTIONS), likely=st.integers(0, 5),
          who=st.sampled_from(WHO), note=st.sampled_from(["", "材料不齐"]),
          document=st.sampled_from(["", "街社党〔2026〕1号", "碑社党〔2026〕2号"]),
          stale=st.integers(0, 6).map(lambda n: not n))  # fmt: skip
    def go_on(self, number, action, likely, who, note, document, stale):
        """Mostly a step of the case's own state, as one of three desks."""
        case = histories.case_of(number)
        table, party = TABLES[OF[case.kind]], case.party_organization_id
        own = [step.action for step in table.steps if case.state in step.sources]
        if likely and own:
            action = own[ACTIONS.index(action) % len(own)]
        version, today = case.version - 1 if stale else case.version, clock.today().isoformat()
        said = {"version": str(version), "day": today, "note": note, "document": document}
        said |= BALLOT | {"names": "甲、乙、丙、丁", "founded_on": today, "secretary": "王（演示）"}
        said |= {"until": "2027-12-31", "why": "任期将满"}
        if action == "request" and likely > 1:
            said["paper-request"] = io.BytesIO(papers.pdf()), "请示.pdf"
        said |= {"members": "转入街道支部", "heir": factories.party_code(self.heir)}
        actor, url = getattr(self.cast, who), f"/procedures/{number}/{action}"
        before = party and terms_of(party)

        def take():
            return self.took(self.post(actor, url, **said))

        matter = OF[case.kind]
        done = self.step(actor, number, action, take, version, note, document)
        closing = action in {"file", "archive"} or (
            matter is Matter.EXTENSION and action == "approve"
        )
        if party and matter not in {Matter.DISSOLUTION, Matter.MERGER}:
            written = done and closing
            assert (terms_of(party) != before) == written

    @precondition(lambda self: self.now < "2027-03-01")
    @rule(days=st.sampled_from([1, 10, 40]))
    def wait(self, days):
        self.at(f"{date.fromisoformat(self.now[:10]) + timedelta(days)}T09:30")

    @invariant()
    def cases_hold(self):
        self.hold()

    @invariant()
    def one_open_procedure_of_a_kind_for_each(self):
        open_ = [
            (case.kind, case.party_organization_id) for case in histories.cases(self.kinds)
            if case.closed_on is None and case.party_organization_id
        ]  # fmt: skip
        assert len(open_) == len(set(open_))

    @invariant()
    def a_dissolved_branch_was_filed(self):
        filed = {
            case.party_organization_id for case in histories.cases(self.kinds)
            if case.state == "filed" and case.party_organization_id
        }  # fmt: skip
        query = visible(ROOT, PartyOrganization).where(PartyOrganization.id.in_(self.branches))
        for row in db.session.scalars(query.execution_options(populate_existing=True)):
            assert (row.dissolved_on is not None) == (row.id in filed)


def test_whatever_three_desks_do_facts_come_with_the_closing_step(app, cast, monkeypatch):
    committee = factories.make_party(
        name="中共碑林区社会组织委员会", unit=COUNTY, kind=PartyKind.COMMITTEE
    )

    histories.run(lambda: Guided(app, monkeypatch, cast, committee), stateful_step_count=25)
