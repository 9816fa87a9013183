"""Gate one through its pages: no registration passes with the Party question unanswered."""

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncAnswer, SyncVerdict, Waiver
from partybuild.organizations import codes
from partybuild.organizations.models import Organization
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    PartyOrganization,
    PartyProfile,
)
from tests import factories
from tests.gates.registration.conftest import NAME
from tests.support.world import ROOT

CODE = codes.make("51", "610103", 990001)


def all_of(model):
    return db.session.scalars(visible(ROOT, model)).all()


def organization():
    return db.session.scalars(visible(ROOT, Organization).where(Organization.name == NAME)).all()


def approved(body):
    return {
        "party": body,
        "party_name": "中共碑林区快递行业协会支部委员会",
        "document": "碑社党批〔2026〕3号",
        "secretary": "王书记（演示）",
    }


def test_four_members_and_no_answer_do_not_pass(asked, finish, as_actor, cast):
    url = asked()

    refused = finish(url, version="2", number=CODE)

    assert refused.status_code == 422
    assert "还没有答复，不能准予登记" in refused.text
    assert "正式党员 4 名，具备单独组建条件" in refused.text
    assert organization() == []
    assert "还不能办结" in as_actor(cast.zhu).get(url).text


def test_with_the_branch_approved_it_passes_and_all_is_written(asked, answer, finish, body):
    url = asked()
    assert answer(url, "approved", **approved(body)).status_code == 303

    done = finish(url, number=CODE, document="碑民登〔2026〕8号")

    assert done.status_code == 303, done.text
    (entered,) = organization()
    (link,) = [row for row in all_of(CoverageLink) if row.organization_id == entered.id]
    (branch,) = [
        row
        for row in all_of(PartyProfile)
        if row.party_organization_id == link.party_organization_id
    ]
    assert (entered.code, str(link.valid_from)) == (CODE, "2026-11-20")
    assert (branch.name, branch.approval_number) == (
        "中共碑林区快递行业协会支部委员会",
        "碑社党批〔2026〕3号",
    )


def test_an_approval_later_than_the_registration_founds_the_branch_late(
    asked, answer, finish, body
):
    url = asked()
    answer(url, "approved", **approved(body))

    assert finish(url, number=CODE, day="2026-11-18").status_code == 303

    (entered,) = organization()
    (branch,) = [row for row in all_of(PartyOrganization) if row.name.endswith("支部委员会")]
    (verdict,) = [row for row in all_of(SyncVerdict) if row.verdict is Verdict.LATE]
    assert (str(branch.founded_on), entered.id) == ("2026-11-20", verdict.organization_id)
    assert (str(verdict.trigger_on), verdict.late_days) == ("2026-11-18", 2)


def test_without_members_an_instructor_is_sent(asked, answer, finish):
    url = asked(full="0", name=NAME)
    said = {"person": "刘指导（演示）", "workplace": "区委社会工作部", "telephone": "13800001234"}
    assert answer(url, "instructor", **said).status_code == 303

    assert finish(url, number=CODE).status_code == 303

    (sent,) = all_of(InstructorAssignment)
    assert (sent.name, sent.organization_id) == ("刘指导（演示）", organization()[0].id)
    assert str(sent.valid_from) == "2026-11-20"


def test_one_or_two_members_join_a_branch_that_stands(asked, answer, finish):
    joint = factories.make_party(name="中共碑林区物流行业联合支部", unit="610103")
    url = asked(full="1")
    answer(url, "joined", party=factories.party_code(joint))

    assert finish(url, number=CODE).status_code == 303

    (link,) = all_of(CoverageLink)
    assert link.party_organization_id == joint


def test_not_yet_keeps_its_reason_and_review_day(asked, answer, finish):
    url = asked(full="2")
    answer(url, "not-yet", reason="党员组织关系未转来", review_on="2027-03-01")

    assert finish(url, number=CODE).status_code == 303

    (kept,) = all_of(SyncAnswer)
    assert (kept.rule, str(kept.review_on), kept.reason) == (
        "registration",
        "2027-03-01",
        "党员组织关系未转来",
    )


def test_a_waiver_has_its_own_row(asked, answer, finish):
    url = asked(full="4")
    answer(
        url, "waived", reason="整建制划转中", review_on="2027-05-01", document="碑社工〔2026〕2号"
    )

    assert finish(url, number=CODE).status_code == 303

    (kept,) = all_of(Waiver)
    assert (kept.rule, str(kept.expires_on)) == ("registration", "2027-05-01")


@pytest.mark.parametrize(
    ("full", "kind", "said", "sentence"),
    [
        ("2", "approved", {}, "不足三名，不能单独建立党支部"),
        ("4", "approved", {"document": ""}, "请填写批准建立党组织的批复文号"),
        ("4", "approved", {"party": ""}, "请选择上级党组织"),
        ("4", "approved", {"party": "没有这个党组织"}, "没有找到"),
        ("0", "not-yet", {"reason": "暂无党员"}, "请填写复查日期"),
        (
            "0",
            "not-yet",
            {"reason": "暂无", "review_on": "2028-01-01"},
            "2027-05-20 之前（6个月内）",
        ),
        ("0", "not-yet", {"review_on": "2027-01-01", "reason": " "}, "请写明原因"),
        ("0", "instructor", {"person": ""}, "请填写指导员姓名"),
        ("0", "settled", {"reason": "随便"}, "不是有效的"),
        ("4", "waived", {"reason": "", "review_on": "2027-01-01"}, "豁免须写明理由"),
    ],
)
def test_answers_that_lack_something_are_refused(
    asked, answer, body, full, kind, said, sentence, as_actor, cast
):
    url = asked(full=full)

    refused = answer(url, kind, **(approved(body) | said if kind == "approved" else said))

    assert refused.status_code == 422
    assert sentence in refused.text
    assert "待党建答复" in as_actor(cast.bo).get(url).text


def test_papers_must_be_there_before_it_is_sent_on(apply, as_actor, cast):
    url = apply(papers=("promise",), values_clause="").headers["Location"]

    refused = as_actor(cast.zhu).post(f"{url}/ask", data={"version": "1"})

    assert refused.status_code == 422
    assert (
        "材料还不齐：《社会组织党员情况调查表》、《章程（草案）》、章程中社会主义核心价值观条款"
        in refused.text
    )


def test_a_stale_submit_is_told_what_happened(asked, answer, as_actor, cast, body):
    url = asked()
    as_actor(cast.bo).post(f"{url}/return", data={"version": "2", "note": "调查表未盖章"})

    late = answer(url, "approved", **approved(body))

    assert late.status_code == 409
    assert "bo（演示）" in late.text
    assert "退回补正" in late.text


def test_the_registrar_does_not_answer_and_the_officer_does_not_pass(asked, finish, as_actor, cast):
    url = asked()

    assert as_actor(cast.zhu).post(f"{url}/answer", data={"version": "2"}).status_code == 403
    assert as_actor(cast.bo).post(f"{url}/pass", data={"version": "2"}).status_code == 403


def test_next_door_there_is_no_such_case(asked, as_actor, cast):
    url = asked()

    client = as_actor(cast.cheng)

    assert client.get(url).status_code == 404
    assert NAME not in client.get("/registrations").text
    assert client.post(f"{url}/return", data={"version": "2", "note": "x"}).status_code == 404


def test_nothing_is_written_where_the_code_is_wrong(asked, answer, finish, body):
    url = asked()
    answer(url, "approved", **approved(body))
    before = len(all_of(PartyOrganization))

    refused = finish(url, number="51610103ABCDEFGH12")

    assert refused.status_code == 422
    assert organization() == []
    assert len(all_of(PartyOrganization)) == before


def test_an_end_asks_where_members_and_party_organization_go(as_actor, cast, finish, answer):
    number = factories.make_organization(name="将注销协会（演示）", unit="610103", full=3)
    client = as_actor(cast.zhu)
    data = {"matter": "ending", "organization": str(number), "summary": "会员大会决议解散"}
    url = client.post("/registrations", data=data).headers["Location"]
    again = client.post("/registrations", data=data)
    assert again.status_code == 422
    assert "已有一件未办结的" in again.text
    client.post(f"{url}/ask", data={"version": "1"})
    refused = finish(url, version="2", document="碑民注〔2026〕1号")
    assert "还没有答复党员和党组织的安排" in refused.text

    bare = answer(url, "settled", reason="党员转入社区党委")
    assert bare.status_code == 422
    assert "有党员 3 名，请写明党员组织关系转到哪里" in bare.text
    answer(url, "settled", reason="党员转入社区党委", members="南院门社区党委")
    done = finish(url, document="碑民注〔2026〕1号")

    assert done.status_code == 303, done.text
    (ended,) = [row for row in all_of(Organization) if row.id == number]
    assert ended.state.value == "deregistered"


def test_a_filing_is_a_light_case_of_its_own(apply, finish):
    url = apply(matter="filing", kind="filed", papers=(), full="").headers["Location"]

    assert finish(url, version="1").status_code == 303

    (filed,) = organization()
    assert filed.filing_number
    assert filed.code is None
