"""Terms due in the monthly workbook: of those that hold elections."""

from datetime import date

import pytest

from partybuild.coverage import scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.party.kinds import PASSING, Formation
from partybuild.returns import party_rows
from partybuild.returns.columns import ELECTING_SINCE
from partybuild.returns.gathering import Gathering
from tests import factories
from tests.gates.terms.conftest import set_term

pytestmark = pytest.mark.usefixtures("database")
LAST = date(2026, 10, 31)


def test_temporary_and_functional_ones_are_not_due(cast):
    for formation in (None, Formation.SINGLE, *PASSING):
        number = factories.make_party(
            f"{formation.label if formation else '未登记'}支部（演示）", formation=formation
        )
        set_term(number, date(2023, 5, 1), date(2026, 4, 30))
    scope = scopes.of_region(cast.bo, "610103")
    data = Gathering(cast.bo, scope, LAST, REGISTERED)
    as_issued = Gathering(cast.bo, scope, LAST, REGISTERED, layout=ELECTING_SINCE - 1)

    found = [(row.name, row.state) for row in party_rows.term_rows(data)]

    assert len(list(party_rows.term_rows(as_issued))) == 4  # an issued workbook stays as it was
    assert sorted(found) == [
        ("单独组建支部（演示）", "逾期未换届"),
        ("未登记支部（演示）", "逾期未换届"),
    ]
