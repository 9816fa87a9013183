"""The review chain of one place: desks that exist, the deciding unit last."""

import pytest

from partybuild.ratings.kinds import Tier
from partybuild.ratings.rounds.chain import Seat, seats
from partybuild.ratings.schemes.rules import Link

CHAIN = (Link("first", "county"), Link("second", "city"), Link("final", "province"))
PROVINCE, CITY, COUNTY, STREET, BODY = 1, 2, 3, 4, 90


def place(*units):
    return {f"level{n}_id": unit for n, unit in enumerate(units, start=1)}


@pytest.mark.parametrize(
    ("units", "top", "expected"),
    [
        ((PROVINCE, CITY, COUNTY, STREET), (PROVINCE, 1), [COUNTY, CITY, PROVINCE]),
        ((PROVINCE, CITY, COUNTY), (PROVINCE, 1), [COUNTY, CITY, PROVINCE]),
        ((PROVINCE, CITY), (PROVINCE, 1), [CITY, PROVINCE]),
        ((PROVINCE,), (PROVINCE, 1), [PROVINCE]),
        ((PROVINCE, CITY, COUNTY), (CITY, 2), [COUNTY, CITY]),
        ((PROVINCE, CITY, COUNTY), (COUNTY, 3), [COUNTY]),
    ],
)
def test_only_desks_that_exist_and_none_above_the_round(units, top, expected):
    found = seats(CHAIN, place(*units), None, top)

    assert [seat.unit_id for seat in found] == expected
    assert found[-1].tier is Tier.FINAL
    assert len({seat.tier for seat in found}) == len(found)


def test_the_superior_party_organization_is_a_desk():
    chain = (Link("first", "superior"), Link("final", "province"))

    assert seats(chain, place(PROVINCE), BODY, (PROVINCE, 1)) == [
        Seat(Tier.FIRST, None, BODY),
        Seat(Tier.FINAL, PROVINCE, None),
    ]
    assert seats(chain, place(PROVINCE), None, (PROVINCE, 1)) == [Seat(Tier.FINAL, PROVINCE)]


def test_the_unit_that_opened_the_round_decides_even_if_the_chain_does_not_name_it():
    chain = (Link("first", "street"), Link("final", "county"))

    found = seats(chain, place(PROVINCE, CITY, COUNTY, STREET), None, (CITY, 2))

    assert [seat.unit_id for seat in found] == [STREET, COUNTY, CITY]
