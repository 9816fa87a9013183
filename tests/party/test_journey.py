"""From an uncovered organization to a joint branch and out again, by pages alone."""

import re
from datetime import date

from partybuild.coverage.span import Cover
from partybuild.party.kinds import Formation
from partybuild.party.models import CoverageLink
from tests.factories import make_organization, make_party
from tests.party.acts import cover_on, rows


def hrefs(text):
    return set(re.findall(r'href="([^"]+)"', text))


def test_an_uncovered_organization_joins_a_branch_and_leaves_it(as_actor, cast):
    street = {"unit": "610103001"}
    one = make_organization("灯具协会（演示）", full=1, **street)
    others = [make_organization(**street) for _ in range(2)]
    branch = make_party("南院门联合支部（演示）", formation=Formation.JOINT, covers=others)
    client = as_actor(cast.bo)

    page = client.get(f"/organizations/{one}").text
    assert "没有党组织覆盖" in page
    joint = f"/party/organizations/{one}/joint"
    assert joint in hrefs(page)
    assert "南院门联合支部（演示）" in client.get(joint).text

    joined = client.post(
        joint,
        data={
            "party": branch,
            "effective_on": "2026-10-15",
            "document": "碑社委〔2026〕7号",
            "reason": "就近联合",
        },
    )

    assert joined.location == f"/organizations/{one}"
    assert cover_on(one, date(2026, 10, 14)) is Cover.NONE
    assert cover_on(one, date(2026, 10, 15)) is Cover.JOINT
    assert {cover_on(each, date(2026, 10, 15)) for each in others} == {Cover.JOINT}
    page = client.get(f"/organizations/{one}").text
    assert f"/party/{branch}" in hrefs(page)
    assert "碑社委〔2026〕7号" in page
    assert "灯具协会（演示）" in client.get(f"/party/{branch}").text
    assert (
        "灯具协会（演示）"
        not in client.get(f"/party/{branch}?on=2026-10-14").text.partition("经过")[0]
    )

    (row,) = rows(CoverageLink, organization_id=one)
    ending = f"/party/cover/links/{row.id}"
    assert f"{ending}?next=/organizations/{one}" in hrefs(page)
    client.post(f"{ending}/ending", data={"last_day": "2026-11-15", "reason": "另行单独组建"})

    assert cover_on(one, date(2026, 11, 15)) is Cover.JOINT
    assert cover_on(one, date(2026, 11, 16)) is Cover.NONE
    assert "没有党组织覆盖" in client.get(f"/organizations/{one}").text
    history = client.get(f"/party/{branch}").text.partition("经过")[2]
    assert "解除覆盖" in history
    assert "登记覆盖组织" in history
