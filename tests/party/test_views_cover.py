from datetime import date

import pytest

from partybuild.coverage.span import Cover
from partybuild.party.kinds import Formation
from partybuild.party.models import CoverageLink, InstructorAssignment, MassCover
from tests.factories import assign, link, make_mass, make_organization, make_party
from tests.party.acts import DAY, cover_on, rows

WHEN = {"effective_on": "2026-10-01", "document": "碑社委〔2026〕7号", "reason": "就近联合"}


class TestLinks:
    def test_one_searches_and_adds_by_links(self, as_actor, cast):
        number = make_party()
        one = make_organization("灯具协会（演示）")
        two = make_organization("灯饰协会（演示）")
        make_organization("灯具邻区协会（演示）", unit="610102")

        url = f"/party/{number}/links?organization={two}&q=灯具"
        text = as_actor(cast.bo).get(url).text

        assert f'name="organizations" value="{two}"' in text
        assert f"/party/{number}/links?organization={two}&amp;organization={one}" in text
        assert "邻区" not in text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        number = make_party()
        assert as_actor(cast.cheng).get(f"/party/{number}/links").status_code == 404
        assert as_actor(cast.dai).get(f"/party/{number}/links").status_code == 403


class TestLink:
    def test_several_are_covered_from_the_day(self, as_actor, cast):
        number = make_party()
        ids = [make_organization() for _ in range(2)]

        answer = as_actor(cast.bo).post(
            f"/party/{number}/links", data={"organizations": ids} | WHEN
        )

        assert answer.status_code == 303
        assert [cover_on(each, DAY) for each in ids] == [Cover.JOINT, Cover.JOINT]

    def test_what_was_chosen_and_typed_stays(self, as_actor, cast):
        number = make_party()
        one = make_organization("灯具协会（演示）", registered_on=date(2026, 11, 1))

        answer = as_actor(cast.bo).post(
            f"/party/{number}/links", data={"organizations": [one]} | WHEN
        )

        assert answer.status_code == 422
        assert "尚未登记" in answer.text
        assert "碑社委〔2026〕7号" in answer.text
        assert f'name="organizations" value="{one}"' in answer.text

    def test_nothing_chosen_is_said(self, as_actor, cast):
        answer = as_actor(cast.bo).post(f"/party/{make_party()}/links", data=WHEN)

        assert answer.status_code == 422
        assert "请至少选择一家" in answer.text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        number, one = make_party(), make_organization()
        data = {"organizations": [one]} | WHEN
        assert as_actor(cast.cheng).post(f"/party/{number}/links", data=data).status_code == 404
        assert as_actor(cast.dai).post(f"/party/{number}/links", data=data).status_code == 403
        assert rows(CoverageLink, organization_id=one) == []


class TestJoint:
    def test_near_branches_with_room_are_offered_nearest_first(self, as_actor, cast):
        street = {"unit": "610103001"}
        one = make_organization(industry="体育", full=1, **street)
        make_party(
            "同街支部（演示）",
            formation=Formation.JOINT,
            covers=[make_organization(**street), make_organization()],
        )
        make_party(
            "同业支部（演示）",
            formation=Formation.INDUSTRY,
            covers=[make_organization(industry="体育") for _ in range(7)],
        )
        make_party(
            "满员支部（演示）",
            formation=Formation.JOINT,
            covers=[make_organization(**street) for _ in range(5)],
        )
        make_party("单独支部（演示）", covers=[make_organization(**street)])

        text = as_actor(cast.bo).get(f"/party/organizations/{one}/joint").text

        assert text.index("同街支部（演示）") < text.index("同业支部（演示）")
        assert "同街道：南院门街道" in text
        assert "满员支部（演示）" not in text
        assert "单独支部（演示）" not in text

    def test_uncovered_neighbours_are_proposed_for_a_joint_branch(self, as_actor, cast):
        street = {"unit": "610103001"}
        one = make_organization(full=1, **street)
        two = make_organization("灯具协会（演示）", full=2, **street)
        covered = make_organization("已覆盖协会（演示）", full=2, **street)
        make_party(covers=[covered])

        text = as_actor(cast.bo).get(f"/party/organizations/{one}/joint").text

        address = f"/party/new?formation=joint&amp;organization={one}&amp;organization={two}"
        assert address in text
        assert "正式党员共 3 人" in text
        assert "已覆盖协会（演示）" not in text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/joint"
        assert as_actor(cast.cheng).get(url).status_code == 404
        assert as_actor(cast.dai).get(url).status_code == 403


class TestJoin:
    def test_it_joins_the_branch_chosen_or_named(self, as_actor, cast):
        chosen, named = make_party(), make_party("灯具支部（演示）")
        first, second = make_organization(), make_organization()
        client = as_actor(cast.bo)

        client.post(f"/party/organizations/{first}/joint", data={"party": chosen} | WHEN)
        client.post(
            f"/party/organizations/{second}/joint", data={"other": "灯具支部（演示）"} | WHEN
        )

        assert rows(CoverageLink, organization_id=first)[0].party_organization_id == chosen
        assert rows(CoverageLink, organization_id=second)[0].party_organization_id == named

    def test_none_chosen_is_said_and_what_was_typed_stays(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/joint"
        answer = as_actor(cast.bo).post(url, data=WHEN)

        assert answer.status_code == 422
        assert "请选择并入哪个党组织" in answer.text
        assert "碑社委〔2026〕7号" in answer.text

    def test_a_branch_next_door_is_not_found(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/joint"
        there = make_party(unit="610102")
        assert as_actor(cast.bo).post(url, data={"party": there} | WHEN).status_code == 404


class TestInstructors:
    def test_somebody_new_is_sent(self, as_actor, cast):
        one = make_organization()
        data = {"kind": "liaison", "known": "0", "name": "刘联络（演示）"} | WHEN

        answer = as_actor(cast.bo).post(f"/party/organizations/{one}/instructors", data=data)

        assert answer.status_code == 303
        assert answer.location == f"/organizations/{one}"
        assert cover_on(one, DAY) is Cover.LIAISON

    def test_somebody_known_is_sent_once_more_as_the_same_person(self, as_actor, cast):
        one, two = make_organization(), make_organization()
        assign(one)
        (row,) = rows(InstructorAssignment, organization_id=one)
        client = as_actor(cast.bo)

        offered = client.get(f"/party/organizations/{two}/instructors").text
        data = {"kind": "instructor", "known": str(row.id)} | WHEN
        client.post(f"/party/organizations/{two}/instructors", data=data)

        assert "刘指导（演示）（单位未填） 现联系 1 家" in offered
        assert rows(InstructorAssignment, organization_id=two)[0].person_key == row.person_key

    def test_nobody_named_is_said(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/instructors"
        answer = as_actor(cast.bo).post(url, data={"kind": "instructor", "known": "0"} | WHEN)

        assert answer.status_code == 422
        assert "填写姓名" in answer.text
        assert "就近联合" in answer.text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/instructors"
        data = {"kind": "instructor", "known": "0", "name": "刘指导（演示）"} | WHEN
        for actor, status in [(cast.cheng, 404), (cast.dai, 403)]:
            assert as_actor(actor).get(url).status_code == status
            assert as_actor(actor).post(url, data=data).status_code == status


class TestMasses:
    def test_a_union_is_entered(self, as_actor, cast):
        one = make_organization()
        url = f"/party/organizations/{one}/mass-organizations"

        assert as_actor(cast.bo).get(url).status_code == 200
        assert as_actor(cast.bo).post(url, data={"kind": "union"} | WHEN).status_code == 303
        assert cover_on(one, DAY) is Cover.MASS

    def test_what_was_typed_stays(self, as_actor, cast):
        one = make_organization()
        make_mass(one)
        url = f"/party/organizations/{one}/mass-organizations"
        answer = as_actor(cast.bo).post(url, data={"kind": "union"} | WHEN)

        assert answer.status_code == 422
        assert "已登记工会" in answer.text
        assert "就近联合" in answer.text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast):
        url = f"/party/organizations/{make_organization()}/mass-organizations"
        for actor, status in [(cast.cheng, 404), (cast.dai, 403)]:
            assert as_actor(actor).get(url).status_code == status
            assert as_actor(actor).post(url, data={"kind": "union"} | WHEN).status_code == status


def covered_three_ways():
    one = make_organization()
    make_party(covers=[one])
    assign(one)
    make_mass(one)
    return one


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("links", CoverageLink),
        ("assignments", InstructorAssignment),
        ("mass-organizations", MassCover),
    ],
)
class TestCovered:
    def test_it_ends_on_its_last_day_and_goes_back_where_it_came_from(
        self, as_actor, cast, kind, model
    ):
        one = covered_three_ways()
        (row,) = rows(model, organization_id=one)
        client = as_actor(cast.bo)
        url = f"/party/cover/{kind}/{row.id}"

        page = client.get(f"{url}?next=/party/1")
        answer = client.post(f"{url}/ending?next=/party/1", data={"last_day": "2026-09-30"})

        assert "2020年3月2日起" in page.text
        assert (answer.status_code, answer.location) == (303, "/party/1")
        assert rows(model, organization_id=one)[0].valid_to == DAY

    def test_it_is_corrected_with_a_reason(self, as_actor, cast, kind, model):
        one = covered_three_ways()
        (row,) = rows(model, organization_id=one)
        client = as_actor(cast.bo)
        url = f"/party/cover/{kind}/{row.id}/correction"

        refused = client.post(url, data={"first": "2024-01-01"})
        done = client.post(url, data={"first": "2024-01-01", "reason": "录错"})

        assert refused.status_code == 422
        assert "2024-01-01" in refused.text
        assert done.location == f"/organizations/{one}"
        assert rows(model, organization_id=one)[0].valid_from == date(2024, 1, 1)

    def test_a_last_day_before_the_first_is_said(self, as_actor, cast, kind, model):
        (row,) = rows(model, organization_id=covered_three_ways())
        url = f"/party/cover/{kind}/{row.id}/ending"
        answer = as_actor(cast.bo).post(url, data={"last_day": "2019-01-01", "reason": "写了"})

        assert answer.status_code == 422
        assert "不能早于" in answer.text
        assert "写了" in answer.text

    def test_next_door_is_not_found_and_a_leader_may_not(self, as_actor, cast, kind, model):
        (row,) = rows(model, organization_id=covered_three_ways())
        url = f"/party/cover/{kind}/{row.id}"
        for actor, status in [(cast.cheng, 404), (cast.dai, 403)]:
            client = as_actor(actor)
            assert client.get(url).status_code == status
            assert (
                client.post(f"{url}/ending", data={"last_day": "2026-9-30"}).status_code == status
            )
            data = {"first": "2024-01-01", "reason": "录错"}
            assert client.post(f"{url}/correction", data=data).status_code == status

    def test_no_other_site_is_gone_back_to(self, as_actor, cast, kind, model):
        one = covered_three_ways()
        (row,) = rows(model, organization_id=one)
        url = f"/party/cover/{kind}/{row.id}/ending?next=//evil.example/"
        answer = as_actor(cast.bo).post(url, data={"last_day": "2026-09-30"})

        assert answer.location == f"/organizations/{one}"


class TestPanel:
    def test_the_organizations_page_shows_cover_and_what_can_be_done(self, as_actor, cast):
        one = covered_three_ways()
        text = as_actor(cast.bo).get(f"/organizations/{one}").text

        assert "党的组织和工作覆盖" in text
        assert "刘指导（演示）" in text
        assert "工会" in text
        for place in ("joint", "instructors", "mass-organizations"):
            assert f'href="/party/organizations/{one}/{place}"' in text

    def test_a_leader_is_offered_nothing(self, as_actor, cast):
        one = covered_three_ways()
        text = as_actor(cast.dai).get(f"/organizations/{one}").text

        assert "党的组织和工作覆盖" in text
        assert "解除或更正" not in text

    def test_a_party_organization_out_of_reach_is_named_without_link(self, as_actor, cast):
        one = make_organization()
        city = make_party("市行业支部（演示）", unit="610100")
        link(city, one)

        text = as_actor(cast.bo).get(f"/organizations/{one}").text

        assert "市行业支部（演示）" in text
        assert f'href="/party/{city}"' not in text


class TestCost:
    """Twice as much behind a page costs no statement more."""

    @pytest.mark.parametrize(
        "url",
        [
            "/organizations/{one}",
            "/party/organizations/{one}/joint",
            "/party/organizations/{one}/instructors",
            "/party/{branch}/links?q=协会",
            "/party/{branch}/dissolution",
            "/party/{branch}/organizations",
            "/party/new?q=协会",
        ],
    )
    def test_it_stays_the_same(self, as_actor, cast, queries, url):
        one = make_organization(full=1)
        branch = make_party(formation=Formation.REGIONAL)
        url = url.format(one=one, branch=branch)
        client = as_actor(cast.bo)

        def grown():
            """Cover, neighbours and candidates once more, then the statements of the page."""
            for _ in range(3):
                link(branch, make_organization())
                make_party(formation=Formation.REGIONAL, covers=[one, make_organization()])
                assign(make_organization(full=2), name=f"第{one}指导（演示）")
            assign(one, name=f"指导{len(rows(InstructorAssignment))}（演示）")
            with queries() as sent:
                assert client.get(url).status_code == 200
            return len(sent)

        first = grown()
        assert grown() == first
