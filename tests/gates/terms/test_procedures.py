"""Guided procedures through their pages: what each step refuses, what the last one writes."""

import io
from datetime import date

from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.notices.models import Notice
from partybuild.party.kinds import Formation
from partybuild.party.models import (
    CoverageLink,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from tests import factories
from tests.gates.registration.conftest import picture
from tests.gates.terms.conftest import BALLOT, STREET
from tests.support.world import ROOT


def now(model, party_id, day=date(2026, 11, 20)):
    query = visible(ROOT, model).where(
        model.party_organization_id == party_id,
        model.known_to == OPEN,
        model.valid_from <= day,
        model.valid_to > day,
    )
    return db.session.scalars(query).one_or_none()


class TestElection:
    def test_from_the_study_to_the_archive_the_term_is_written(self, agreed, take, cast, branch):
        steps = [
            ("elect", cast.jie, BALLOT),
            ("report", cast.jie, {"document": "街社党〔2026〕2号"}),
            ("confirm", cast.bo, {"document": "碑社党〔2026〕3号"}),
            ("archive", cast.jie, {}),
        ]
        for version, (action, actor, said) in enumerate(steps, start=5):
            assert now(PartyTerm, branch).started_on == date(2024, 1, 11)
            done = take(agreed, action, version, actor, **said)
            assert done.status_code == 303, done.text

        term, profile = now(PartyTerm, branch), now(PartyProfile, branch)
        assert (term.started_on, term.last_day) == (date(2026, 11, 20), date(2029, 11, 19))
        assert now(PartySecretary, branch).name == "李书记（演示）"
        assert (profile.has_committee, profile.seats_due, profile.seats_filled) == (True, 3, 3)

    def test_too_few_candidates_are_refused_with_both_numbers(self, agreed, take, cast):
        refused = take(agreed, "elect", 5, cast.jie, **BALLOT | {"candidates": "3"})

        assert refused.status_code == 422
        assert "应选委员 3 名，候选人 3 名" in refused.text
        assert "李书记（演示）" in refused.text, "what was typed is kept"

    def test_too_few_attending_are_refused_with_both_numbers(self, agreed, take, cast):
        refused = take(agreed, "elect", 5, cast.jie, **BALLOT | {"attended": "7"})

        assert refused.status_code == 422
        assert "应到会 10 名，实到会 7 名，不足五分之四" in refused.text

    def test_an_election_before_the_last_is_refused(self, agreed, take, cast):
        said = BALLOT | {"day": "2023-12-01"}

        refused = take(agreed, "elect", 5, cast.jie, **said)

        assert refused.status_code == 422
        assert "早于上一步的 2026-11-20" in refused.text

    def test_a_second_open_procedure_is_refused(self, begin, branch, as_actor, cast):
        begin()

        second = as_actor(cast.jie).post(
            "/procedures", data={"matter": "dissolution", "party": str(branch)}
        )

        assert second.status_code == 422
        assert "已有一件未办结的" in second.text

    def test_a_temporary_branch_holds_none(self, as_actor, cast, committee):
        number = factories.make_party(
            unit=STREET, parent_id=committee, formation=Formation.TEMPORARY
        )

        refused = as_actor(cast.jie).post(
            "/procedures", data={"matter": "election", "party": str(number)}
        )

        assert refused.status_code == 422
        assert "临时党组织，不进行换届" in refused.text

    def test_who_requested_does_not_reply(self, begin, take, cast, as_actor):
        """Bo may enter for the street below, but then somebody else of the county replies."""
        url = begin(actor=cast.bo)
        assert take(url, "request", 1, cast.bo, document="1号").status_code == 303

        refused = take(url, "permit", 2, cast.bo, document="2号")

        assert refused.status_code == 422
        assert "须由其他人员办理" in refused.text
        assert take(url, "permit", 2, cast.shi, document="2号").status_code == 303

    def test_the_reply_may_be_issued_with_the_step(self, agreed, take, cast):
        take(agreed, "elect", 5, cast.jie, **BALLOT)
        take(agreed, "report", 6, cast.jie, document="街社党〔2026〕2号")

        done = take(agreed, "confirm", 7, cast.bo, reply="y")

        assert done.status_code == 303, done.text
        paper = db.session.scalars(visible(ROOT, Notice)).one()
        assert (paper.kind, paper.year, paper.number) == ("reply-result", 2026, 1)
        assert paper.fields["years"] == 3

    def test_without_document_and_paper_the_reply_is_refused(self, begin, take, cast):
        url = begin()
        take(url, "request", 1, cast.jie, document="1号")

        refused = take(url, "permit", 2, cast.bo)

        assert refused.status_code == 422
        assert "须填写文件号" in refused.text

    def test_the_second_of_two_submits_is_told_what_happened(self, begin, take, cast):
        url = begin()
        take(url, "request", 1, cast.jie, document="1号")

        again = take(url, "request", 1, cast.jie, document="1号")

        assert again.status_code == 409
        assert "报送换届请示" in again.text

    def test_due_days_follow_the_rules(self, begin, take, cast, as_actor):
        url = begin()
        page = as_actor(cast.jie).get(url)
        assert "2026-11-10" in page.text, "two months before 10 January 2027"

        take(url, "request", 1, cast.jie, document="1号")
        assert "2026-12-20" in as_actor(cast.jie).get(url).text, "the reply within a month"

    def test_a_paper_may_follow_with_a_later_step(self, agreed, as_actor, cast):
        """What the steps taken so far lack is asked for, and taken with whatever comes next."""
        client = as_actor(cast.jie)
        assert "还缺材料：支委会研究记录" in client.get(agreed).text
        scan = (io.BytesIO(picture()), "请示.png")
        data = {"version": "5", "day": "2026-11-20", **BALLOT, "paper-request": scan}

        done = client.post(f"{agreed}/elect", data=data, content_type="multipart/form-data")

        assert done.status_code == 303, done.text
        assert "还缺材料：支委会研究记录、同意换届的批复" in client.get(agreed).text


class TestFounding:
    DATA = {
        "matter": "founding",
        "name": "中共新协会支部委员会",
        "kind": "branch",
        "formation": "single",
        "full": "4",
    }
    CHOSEN = {"founded_on": "2026-11-20", "secretary": "王书记（演示）"}

    def opened(self, as_actor, cast, committee, organization):
        data = self.DATA | {
            "parent": factories.party_code(committee),
            "lead": factories.code_of(organization),
        }
        return as_actor(cast.bo).post("/procedures", data=data).headers["Location"]

    def test_it_stands_in_the_tree_only_after_filing(self, as_actor, cast, committee, take):
        organization = factories.make_organization(unit="610103")
        url = self.opened(as_actor, cast, committee, organization)
        take(url, "request", 1, cast.bo, document="1号")
        take(url, "approve", 2, cast.shi, document="碑社党〔2026〕9号")
        take(url, "choose", 3, cast.bo, **self.CHOSEN)
        named = visible(ROOT, PartyOrganization).where(
            PartyOrganization.name == "中共新协会支部委员会"
        )
        assert db.session.scalars(named).all() == []

        assert take(url, "file", 4, cast.bo).status_code == 303

        founded = db.session.scalars(named).one()
        profile = now(PartyProfile, founded.id)
        assert (profile.approval_number, profile.approved_on) == (
            "碑社党〔2026〕9号",
            date(2026, 11, 20),
        )
        links = visible(ROOT, CoverageLink).where(CoverageLink.party_organization_id == founded.id)
        assert [link.organization_id for link in db.session.scalars(links)] == [organization]

    def test_before_its_approval_it_is_refused(self, as_actor, cast, committee, take):
        url = self.opened(as_actor, cast, committee, factories.make_organization(unit="610103"))
        take(url, "request", 1, cast.bo, document="1号")
        take(url, "approve", 2, cast.shi, document="2号")

        refused = take(url, "choose", 3, cast.bo, **self.CHOSEN | {"founded_on": "2026-11-19"})

        assert refused.status_code == 422
        assert "成立日期 2026-11-19 早于批复日期 2026-11-20" in refused.text


class TestDissolution:
    def test_members_and_organizations_need_a_place_first(self, begin, take, cast):
        url = begin("dissolution")

        refused = take(url, "request", 1, cast.jie, document="1号")

        assert refused.status_code == 422
        assert "还没有写明党员组织关系转到哪里" in refused.text

    def test_what_it_covered_goes_to_the_heir(self, begin, take, cast, branch, committee):
        heir = factories.make_party(unit=STREET, parent_id=committee)
        url = begin("dissolution")
        where = {"members": "4 名转入街道支部", "heir": factories.party_code(heir)}
        assert take(url, "settle", 1, cast.jie, **where).status_code == 303
        take(url, "request", 2, cast.jie, document="1号")
        take(url, "approve", 3, cast.bo, document="2号")

        assert take(url, "file", 4, cast.jie).status_code == 303

        assert now(PartyProfile, branch) is None
        links = visible(ROOT, CoverageLink).where(
            CoverageLink.known_to == OPEN, CoverageLink.valid_to > date(2026, 11, 20)
        )
        assert [link.party_organization_id for link in db.session.scalars(links)] == [heir]

    def test_the_body_above_may_decide_by_itself(self, begin, take, cast, branch):
        url = begin("dissolution", actor=cast.bo, direct="y")
        take(url, "settle", 1, cast.bo, members="已全部转出", ended_too="y")

        done = take(url, "decide", 2, cast.bo, document="碑社党〔2026〕5号", note="长期不活动")

        assert done.status_code == 303, done.text
        assert take(url, "file", 3, cast.bo).status_code == 303
        assert now(PartyProfile, branch) is None

    def test_a_merger_names_its_heir(self, begin, take, cast):
        url = begin("merger")
        take(url, "settle", 1, cast.jie, members="全部转入", ended_too="y")

        refused = take(url, "request", 2, cast.jie, document="1号")

        assert refused.status_code == 422
        assert "并入哪个党组织" in refused.text


class TestReach:
    def test_next_door_sees_nothing(self, begin, take, cast, as_actor):
        url = begin()
        client = as_actor(cast.cheng)

        assert client.get(url).status_code == 404
        assert client.get("/procedures").text.count("快递协会") == 0
        assert take(url, "request", 1, cast.cheng, document="1号").status_code == 404

    def test_a_leader_reads_and_does_nothing(self, begin, take, cast, as_actor):
        url = begin()

        assert as_actor(cast.dai).get(url).status_code == 200
        assert as_actor(cast.dai).get("/procedures/new").status_code == 403
        assert take(url, "request", 1, cast.dai, document="1号").status_code == 403
