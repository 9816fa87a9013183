"""A body's own workbook: a row a body, and under each what the lists name."""

from collections import Counter
from datetime import date

import pytest

from partybuild.coverage import scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.party.kinds import Formation, PartyKind
from partybuild.returns import party_rows
from partybuild.returns.gathering import Gathering
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
LAST = date(2026, 10, 31)


def test_each_row_of_a_body_counts_what_the_lists_name_under_it(cast):
    """A work committee, a committee below it, branches below both; one branch's own branch."""
    with factories.inside():
        top = factories.make_party(kind=PartyKind.WORK_COMMITTEE, name="社会工委（演示）")
        middle = factories.make_party(
            kind=PartyKind.COMMITTEE, parent_id=top, name="行业党委（演示）"
        )
    for body, many in ((top, 1), (middle, 2)):
        for _ in range(many):
            number = factories.make_organization(body_id=body, full=4)
            single = Formation.SINGLE
            party = factories.make_party(covers=[number], parent_id=body, formation=single)
        factories.make_organization(body_id=body, full=5)
        factories.assign(factories.make_organization(body_id=body), name=f"第{body}指导（演示）")
    below = factories.make_organization(body_id=middle)
    factories.make_party(covers=[below], parent_id=party, formation=Formation.SINGLE)
    scope = scopes.of_body(cast.bo, factories.party_code(top))
    data = Gathering(cast.bo, scope, LAST, REGISTERED)

    found = {line.code or "": line.figures for line in data.lines}

    def tally(rows):
        return Counter(row.unit_row for row in rows)

    def said(field):
        return Counter({code: n for code, one in found.items() if (n := getattr(one, field))})

    assert len(found) == len(data.lines) == len(data.units)
    assert tally(data.organizations()) == said("organizations")
    counted = [row for row in party_rows.party_rows(data) if row.counted and row.living]
    assert tally(counted) == said("party_organizations")
    assert len(counted) == 5  # four branches and the committee
    assert tally(data.should_build()) == said("should_build")
    assert set(tally(party_rows.instructor_rows(data))) == set(said("instructor_only"))
    first = {factories.party_code(top): 2, factories.party_code(middle): 2}
    assert {code: said("party_organizations")[code] for code in first} == first
