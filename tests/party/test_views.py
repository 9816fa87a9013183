from datetime import date

from partybuild.party import cover_commands
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import CoverageLink
from tests.factories import make_organization, make_party, unlink
from tests.party.acts import WHY, make_committee, name_of, party, rows, run
from tests.party.test_post_commands import act


def cost(queries, client, url):
    with queries() as sent:
        assert client.get(url).status_code == 200
    return len(sent)


class TestIndex:
    def test_the_tree_unfolds_by_its_links(self, as_actor, cast):
        top = make_committee("甲党委（演示）")
        make_party("乙支部（演示）", parent_id=top)
        client = as_actor(cast.bo)

        closed = client.get("/party").text
        opened = client.get(f"/party?open={top}").text

        assert "甲党委（演示）" in closed
        assert "乙支部（演示）" not in closed
        assert f'href="/party?open={top}#node-{top}"' in closed
        assert "乙支部（演示）" in opened
        assert f'href="/party#node-{top}"' in opened

    def test_next_door_sees_none_and_is_told_what_to_do(self, as_actor, cast):
        make_committee("甲党委（演示）")
        answer = as_actor(cast.cheng).get("/party")

        assert "甲党委（演示）" not in answer.text
        assert "还没有党组织" in answer.text

    def test_an_administrator_may_not(self, as_actor, cast):
        assert as_actor(cast.xi).get("/party").status_code == 403

    def test_a_leader_is_offered_no_change(self, as_actor, cast):
        assert "设立党组织" not in as_actor(cast.dai).get("/party").text

    def test_it_costs_the_same_for_twice_as_many(self, as_actor, cast, queries):
        top = make_committee()
        client = as_actor(cast.bo)
        make_party(parent_id=top, covers=[make_organization()])
        before = cost(queries, client, f"/party?open={top}")
        for _ in range(3):
            make_party(parent_id=top, covers=[make_organization()])

        assert cost(queries, client, f"/party?open={top}") == before


class TestListed:
    def test_filters_live_in_the_address_and_can_be_taken_away(self, as_actor, cast):
        make_party("甲支部（演示）", formation=Formation.JOINT, covers=[make_organization()])
        make_committee("乙党委（演示）")

        text = (
            as_actor(cast.bo).get("/party-organizations?warning=joint_under_two&kind=branch").text
        )

        assert "甲支部（演示）" in text
        assert "乙党委（演示）" not in text
        assert "提醒：联合不足2家" in text
        assert 'href="/party-organizations?warning=joint_under_two"' in text

    def test_words_it_does_not_know_narrow_nothing(self, as_actor, cast):
        make_party("甲支部（演示）")
        text = as_actor(cast.bo).get("/party-organizations?kind=x&warning=y&superior=q").text

        assert "甲支部（演示）" in text

    def test_a_superior_or_unit_out_of_reach_is_not_found(self, as_actor, cast):
        there = make_committee(unit="610102")
        client = as_actor(cast.bo)

        assert client.get(f"/party-organizations?superior={there}").status_code == 404
        assert client.get("/party-organizations?unit=610102").status_code == 404

    def test_a_superior_is_named_and_its_children_counted(self, as_actor, cast):
        top = make_committee("乙党委（演示）")
        make_party("甲支部（演示）", parent_id=top)
        client = as_actor(cast.bo)

        assert (
            f'href="/party-organizations?superior={top}">1</a>'
            in client.get("/party-organizations").text
        )
        text = client.get(f"/party-organizations?superior={top}").text
        assert "直接上级：乙党委（演示）" in text
        assert "甲支部（演示）" in text

    def test_it_costs_the_same_for_twice_as_many(self, as_actor, cast, queries):
        client = as_actor(cast.bo)
        for _ in range(3):
            make_party(covers=[make_organization()])
        before = cost(queries, client, "/party-organizations")
        for _ in range(3):
            make_party(covers=[make_organization()])

        assert cost(queries, client, "/party-organizations") == before


class TestShow:
    def test_it_says_what_holds_and_what_to_look_into(self, as_actor, cast):
        covers = [make_organization() for _ in range(6)]
        number = make_party("甲支部（演示）", formation=Formation.JOINT, covers=covers)

        text = as_actor(cast.bo).get(f"/party/{number}").text

        assert "甲支部（演示）" in text
        assert "联合党支部覆盖 6 家组织" in text
        assert text.count("解除或更正") == 6

    def test_a_past_day_shows_what_held_then(self, as_actor, cast):
        covered = make_organization("灯具协会（演示）")
        number = make_party(covers=[covered])
        unlink(number, covered, date(2026, 6, 1))
        client = as_actor(cast.bo)

        assert "灯具协会（演示）" not in client.get(f"/party/{number}").text
        past = client.get(f"/party/{number}?on=2026-05-31").text
        assert "灯具协会（演示）" in past
        assert "2026年5月31日的情况" in past

    def test_before_its_founding_it_did_not_exist(self, as_actor, cast):
        number = make_party(founded_on=date(2026, 6, 1))
        text = as_actor(cast.bo).get(f"/party/{number}?on=2026-05-31").text

        assert "还没有成立" in text

    def test_organizations_next_door_are_counted_and_not_named(self, as_actor, cast):
        there = make_organization("邻区协会（演示）", unit="610102")
        number = make_party(covers=[make_organization("本区协会（演示）"), there])

        text = as_actor(cast.bo).get(f"/party/{number}").text

        assert "本区协会（演示）" in text
        assert "邻区协会（演示）" not in text
        assert "另有 1 家不在您的管理范围内" in text

    def test_the_history_does_not_name_them_either(self, as_actor, cast):
        here, there = make_organization("本区协会（演示）"), make_organization(unit="610102")
        number = make_party()
        run(cast.shi, cover_commands.link, number, [here, there], WHY)
        (row,) = rows(CoverageLink, organization_id=there)
        run(cast.shi, cover_commands.end_cover, "links", row.id, date(2026, 10, 31), WHY)

        mine = as_actor(cast.bo).get(f"/party/{number}").text
        whole = as_actor(cast.shi).get(f"/party/{number}").text
        name = name_of(there)

        assert name not in mine
        assert "管理范围外的组织" in mine
        assert "覆盖社会组织 本区协会（演示）" in mine
        assert name in whole

    def test_a_superior_out_of_reach_is_named_without_link(self, as_actor, cast):
        above = make_party("市工委（演示）", unit="610100", kind=PartyKind.WORK_COMMITTEE)
        number = make_committee(parent_id=above)

        text = as_actor(cast.bo).get(f"/party/{number}").text

        assert "市工委（演示）" in text
        assert f'href="/party/{above}"' not in text

    def test_next_door_and_nothing_are_not_found(self, as_actor, cast):
        number = make_party()
        assert as_actor(cast.cheng).get(f"/party/{number}").status_code == 404
        assert as_actor(cast.bo).get("/party/999999").status_code == 404

    def test_a_leader_is_offered_no_change(self, as_actor, cast):
        number = make_party(covers=[make_organization()])
        text = as_actor(cast.dai).get(f"/party/{number}").text

        assert "撤销</a>" not in text
        assert "解除或更正" not in text

    def test_it_costs_the_same_for_twice_as_many(self, as_actor, cast, queries):
        number = make_committee(covers=[make_organization() for _ in range(2)])
        make_party(parent_id=number)
        client = as_actor(cast.bo)
        before = cost(queries, client, f"/party/{number}")
        make_party(parent_id=number)
        from tests.factories import link

        link(number, make_organization(), make_organization())

        assert cost(queries, client, f"/party/{number}") == before


class TestOrganizations:
    def test_it_lists_what_is_covered_below(self, as_actor, cast):
        top = make_committee()
        make_party("乙支部（演示）", parent_id=top, covers=[make_organization("灯具协会（演示）")])

        text = as_actor(cast.bo).get(f"/party/{top}/organizations").text

        assert "灯具协会（演示）" in text
        assert "乙支部（演示）" in text
        assert "共 1 家" in text

    def test_next_door_is_not_found(self, as_actor, cast):
        top = make_committee()
        assert as_actor(cast.cheng).get(f"/party/{top}/organizations").status_code == 404


class TestTelephone:
    def test_it_is_masked_until_asked_for(self, as_actor, cast):
        from partybuild.party import post_commands
        from tests.party.acts import WHY

        number = make_party()
        who = post_commands.Secretary("赵书记（演示）", "13800001234")
        act(cast.bo, post_commands.appoint_secretary, number, who, WHY)
        client = as_actor(cast.bo)

        shown = client.get(f"/party/{number}").text
        revealed = client.post(f"/party/{number}/telephone", headers={"HX-Request": "true"})

        assert "138****1234" in shown
        assert "13800001234" not in shown
        assert "13800001234" in revealed.text

    def test_a_leader_and_next_door_may_not(self, as_actor, cast):
        number = make_party()
        assert as_actor(cast.dai).post(f"/party/{number}/telephone").status_code == 403
        assert as_actor(cast.cheng).post(f"/party/{number}/telephone").status_code == 404
        assert party(number).version == 1
