"""A secretary and an instructor find their own to-dos, large and simple."""

from datetime import date

import pytest

from partybuild.access.permissions import Role
from tests import factories
from tests.deadlines import clocked
from tests.party.acts import somebody_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.INSTRUCTOR])
def test_their_own_and_nobody_else_s(as_actor, role):
    mine, other = factories.make_organization(), factories.make_organization()
    for organization, name in ((mine, "甲支部（演示）"), (other, "乙支部（演示）")):
        number = factories.make_party(name, covers=[organization])
        clocked.set_term(number, date(2026, 12, 20))
    client = as_actor(somebody_of(role, mine))
    page = client.get("/todo").text

    assert 'class="hand"' in page
    assert "甲支部（演示）" in page
    assert "还剩 30 天" in page
    assert "乙支部（演示）" not in page
    assert "个党组织任期届满" in client.get("/").text
