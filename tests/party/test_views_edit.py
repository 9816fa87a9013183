from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.coverage.span import Cover
from partybuild.db import db
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import (
    PartyHeadcount,
    PartyOrganization,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.parts import PARTS
from tests.factories import code_of, make_organization, make_party
from tests.party.acts import DAY, cover_on, events, make_committee, party, rows

HTMX = {"HX-Request": "true"}
NEW = {
    "name": "商贸联合支部（演示）",
    "kind": "branch",
    "formation": "joint",
    "social": "yes",
    "region": "610103 碑林区",
    "founded_on": "2026-10-01",
    "secretary": "赵书记（演示）",
    "full": "4",
}


def by_name(name):
    with system("测试"):
        return db.session.scalar(select(PartyOrganization.id).where(PartyOrganization.name == name))


class TestNew:
    def test_it_proposes_a_branch_of_the_organization_chosen(self, as_actor, cast):
        one = make_organization("灯具协会（演示）", full=5)
        text = as_actor(cast.bo).get(f"/party/new?formation=single&organization={one}").text

        assert 'value="中共灯具协会（演示）支部委员会"' in text
        assert f'value="{code_of(one)} 灯具协会（演示）"' in text
        assert f'form="founding-form" name="organizations" value="{one}"' in text

    def test_an_organization_next_door_is_not_found(self, as_actor, cast):
        one = make_organization(unit="610102")
        client = as_actor(cast.bo)

        assert client.get(f"/party/new?organization={one}").status_code == 404

    def test_a_leader_may_not(self, as_actor, cast):
        assert as_actor(cast.dai).get("/party/new").status_code == 403


class TestCreate:
    def test_it_stands_under_its_superior_and_covers(self, as_actor, cast):
        top = make_committee("甲党委（演示）")
        one = make_organization()
        data = NEW | {"superior": party(top).code, "organizations": [one]}

        answer = as_actor(cast.bo).post("/party/new", data=data)

        number = by_name("商贸联合支部（演示）")
        assert answer.status_code == 303
        assert answer.location == f"/party/{number}"
        assert party(number).parent_id == top
        assert cover_on(one, DAY) is Cover.JOINT
        assert rows(PartyHeadcount, party_organization_id=number)[0].full == 4

    def test_history_up_to_the_first_day_is_taken_as_it_is(self, as_actor, cast):
        data = NEW | {"founded_on": "2025-01-01", "approved_on": "2025-03-01"}
        client = as_actor(cast.bo)
        assert client.post("/party/new", data=data).status_code == 303
        assert "批准日期晚于成立日期，是启用日以前的历史" in client.get("/party").text

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "请填写此项"),
            ({"founded_on": "昨天"}, "成立日期"),
            ({"superior": "没有的党委"}, "没有找到"),
            ({"superior": "同名党委（演示）"}, "不止一个"),
            ({"full": "-1"}, "0 或更大"),
            ({"founded_on": "2026-11-21"}, "晚于今天"),
            ({"has_committee": "no", "seats_due": "3"}, "请留空"),
            ({"approved_on": "2026-10-02"}, "应当先经批准再成立"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, as_actor, cast, wrong, said):
        for _ in range(2):
            make_committee("同名党委（演示）")
        one = make_organization("灯具协会（演示）")
        data = NEW | {"organizations": [one], "approval_number": "碑社委〔2026〕7号"} | wrong

        answer = as_actor(cast.bo).post("/party/new", data=data)

        assert answer.status_code == 422
        assert said in answer.text
        assert "碑社委〔2026〕7号" in answer.text
        assert "灯具协会（演示）" in answer.text
        assert by_name("商贸联合支部（演示）") is None

    def test_an_organization_next_door_is_not_found(self, as_actor, cast):
        data = NEW | {"organizations": [make_organization(unit="610102")]}
        assert as_actor(cast.bo).post("/party/new", data=data).status_code == 404

    def test_a_leader_may_not(self, as_actor, cast):
        assert as_actor(cast.dai).post("/party/new", data=NEW).status_code == 403


@pytest.mark.parametrize("part", list(PARTS))
class TestEveryPart:
    def test_it_opens_with_what_is_known(self, as_actor, cast, part):
        number = make_party("甲支部（演示）")
        text = as_actor(cast.bo).get(f"/party/{number}/{part}").text

        assert PARTS[part].heading in text
        assert 'name="version"' in text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast, part):
        number = make_party()
        for actor, status in [(cast.cheng, 404), (cast.dai, 403)]:
            client = as_actor(actor)
            assert client.get(f"/party/{number}/{part}").status_code == status
            assert client.post(f"/party/{number}/{part}", data={}).status_code == status

    def test_an_empty_form_is_sent_back(self, as_actor, cast, part):
        number = make_party()
        data = {"reason": "写了一半的理由", "version": "1"}
        answer = as_actor(cast.bo).post(f"/party/{number}/{part}", data=data, headers=HTMX)

        assert answer.status_code == 422
        assert "写了一半的理由" in answer.text
        assert answer.text.lstrip().startswith('<section class="card" id="edit">')


class TestChange:
    PROFILE = {
        "name": "新名（演示）",
        "kind": "branch",
        "formation": "joint",
        "social": "yes",
        "region": "610103 碑林区",
        "effective_on": "2026-10-01",
        "document": "碑社委〔2026〕8号",
    }

    def post(self, client, number, part, **data):
        version = data.pop("version", party(number).version)
        return client.post(f"/party/{number}/{part}", data=data | {"version": version})

    def test_the_profile_changes_from_its_day(self, as_actor, cast):
        top = make_committee("甲党委（演示）")
        number = make_party("老名（演示）", formation=Formation.JOINT)

        answer = self.post(
            as_actor(cast.bo), number, "profile", **self.PROFILE, superior="甲党委（演示）"
        )

        assert answer.status_code == 303
        assert (party(number).name, party(number).parent_id) == ("新名（演示）", top)
        line = rows(PartyProfile, party_organization_id=number)[-1]
        assert line.valid_from == DAY
        assert events(number)[0].document == "碑社委〔2026〕8号"

    def test_a_superior_out_of_reach_stays_while_its_words_stay(self, as_actor, cast):
        above = make_party("市工委（演示）", unit="610100", kind=PartyKind.WORK_COMMITTEE)
        number = make_committee("老名（演示）", parent_id=above)
        data = self.PROFILE | {"kind": "committee", "formation": "", "superior": "市工委（演示）"}

        assert self.post(as_actor(cast.bo), number, "profile", **data).status_code == 303
        assert party(number).parent_id == above

    def test_somebody_else_was_first(self, as_actor, cast):
        number = make_party("老名（演示）")
        answer = self.post(as_actor(cast.bo), number, "profile", **self.PROFILE, version=7)

        assert answer.status_code == 409
        assert "刚刚被别人改过" in answer.text
        assert "新名（演示）" in answer.text
        assert 'name="version" type="hidden" value="1"' in answer.text

    def test_a_secretary_comes_and_goes(self, as_actor, cast):
        number = make_party()
        client = as_actor(cast.bo)

        self.post(client, number, "secretary", name="赵书记（演示）", effective_on="2026-01-05")
        self.post(client, number, "departure", last_day="2026-10-31")

        (row,) = rows(PartySecretary, party_organization_id=number)
        assert (row.valid_from, row.valid_to) == (date(2026, 1, 5), date(2026, 11, 1))

    def test_a_term_is_postponed(self, as_actor, cast):
        number = make_party()
        client = as_actor(cast.bo)

        self.post(client, number, "term", effective_on="2023-10-09")
        answer = self.post(
            client,
            number,
            "extension",
            extended_to="2027-10-08",
            effective_on="2026-09-30",
            document="碑社委〔2026〕9号",
        )

        assert answer.status_code == 303
        row = rows(PartyTerm, party_organization_id=number)[-1]
        assert (row.last_day, row.extended_to) == (date(2026, 10, 8), date(2027, 10, 8))

    def test_members_are_counted(self, as_actor, cast):
        number = make_party()
        self.post(as_actor(cast.bo), number, "members", full="9", effective_on="2026-10-01")

        assert rows(PartyHeadcount, party_organization_id=number)[0].full == 9

    def test_a_dissolution_lists_what_ends_and_wants_the_tick(self, as_actor, cast):
        one = make_organization("灯具协会（演示）")
        number = make_party(covers=[one])
        client = as_actor(cast.bo)

        asked = client.get(f"/party/{number}/dissolution").text
        refused = self.post(client, number, "dissolution", effective_on="2026-10-01")
        done = self.post(client, number, "dissolution", effective_on="2026-10-01", ended_too="y")

        assert "灯具协会（演示）" in asked
        assert refused.status_code == 422
        assert "还覆盖着 1 家" in refused.text
        assert done.status_code == 303
        assert cover_on(one, DAY) is Cover.NONE
        assert party(number).dissolved_on == DAY

    def test_a_dissolved_one_can_still_be_looked_at(self, as_actor, cast):
        number = make_party("甲支部（演示）")
        client = as_actor(cast.bo)
        self.post(client, number, "dissolution", effective_on="2026-10-01")

        text = client.get(f"/party/{number}").text

        assert "自2026年10月1日起不再计入" in text
        assert f"/party/{number}/profile" not in text
        assert "甲支部（演示）" in client.get("/party-organizations?state=dissolved").text

    def test_a_dissolution_entered_by_mistake_is_taken_back(self, as_actor, cast):
        one = make_organization()
        number = make_party("甲支部（演示）", covers=[one])
        client = as_actor(cast.bo)
        self.post(client, number, "secretary", name="赵书记（演示）", effective_on="2026-01-05")
        self.post(client, number, "dissolution", effective_on="2026-10-01", ended_too="y")
        assert f'href="/party/{number}/restoration"' in client.get(f"/party/{number}").text

        refused = self.post(client, number, "restoration")
        done = self.post(client, number, "restoration", reason="撤销的是另一个支部")

        assert (refused.status_code, done.status_code) == (422, 303)
        assert party(number).dissolved_on is None
        assert {cover_on(one, day) for day in (date(2026, 9, 30), DAY)} == {Cover.INDEPENDENT}
        assert rows(PartySecretary, party_organization_id=number)[-1].valid_to == date.max

    @pytest.mark.parametrize("day", ["2019-05-06", "2021-05-06"])
    def test_a_wrong_day_of_founding_is_put_right(self, as_actor, cast, day):
        one = make_organization(registered_on=date(2018, 1, 1))
        number = make_party(covers=[one])
        answer = self.post(as_actor(cast.bo), number, "founding", founded_on=day, reason="有批复")

        assert answer.status_code == 303
        assert party(number).founded_on == date.fromisoformat(day)
        later = max(date.fromisoformat(day), date(2020, 3, 2))
        assert cover_on(one, later) is Cover.INDEPENDENT

    def test_the_day_of_founding_stays_before_later_changes(self, as_actor, cast):
        number = make_party("老名（演示）", formation=Formation.JOINT)
        client = as_actor(cast.bo)
        self.post(client, number, "profile", **self.PROFILE)

        answer = self.post(client, number, "founding", founded_on="2026-10-02", reason="有批复")

        assert answer.status_code == 422
        assert "已有别的登记" in answer.text


class TestSuggestions:
    def test_superiors_are_offered_by_name_and_never_branches(self, as_actor, cast):
        make_committee("灯具行业党委（演示）")
        make_party("灯具行业支部（演示）")
        make_committee("灯具邻区党委（演示）", unit="610102")

        text = as_actor(cast.bo).get("/party/superiors?superior=灯具").text

        assert "灯具行业党委（演示）" in text
        assert "支部" not in text
        assert "邻区" not in text

    def test_leads_are_offered_by_name(self, as_actor, cast):
        make_organization("灯具协会（演示）")
        text = as_actor(cast.bo).get("/party/leads?lead=灯具").text

        assert "灯具协会（演示）" in text

    @pytest.mark.parametrize("url", ["/party/superiors", "/party/leads", "/party/shelters"])
    def test_a_leader_may_not(self, as_actor, cast, url):
        assert as_actor(cast.dai).get(url).status_code == 403
