"""R15: how often a sign-in may fail."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.accounts.throttle import DEFAULT, locked_until, source

START = datetime(2026, 11, 20, 9, 0)
MINUTE = timedelta(minutes=1)
HOME, ELSEWHERE = "10.0.0.1", "10.9.9.9"


class Try(NamedTuple):
    at: datetime
    login: str = "bo"
    address: str = HOME
    success: bool = False


def failures(count: int, login: str = "bo", address: str = HOME, at: datetime = START) -> list[Try]:
    return [Try(at + n * timedelta(seconds=1), login, address) for n in range(count)]


def sprayed(names: int, each: int, address: str) -> list[Try]:
    return [attempt for n in range(names) for attempt in failures(each, f"user{n}", address)]


def test_r15_the_fifth_failure_locks_and_time_alone_clears() -> None:
    four, five = failures(4), failures(5)
    now = START + MINUTE
    end = five[-1].at + DEFAULT.lock
    assert locked_until(four, "bo", HOME, now) is None
    assert locked_until(five, "bo", HOME, now) == end
    assert locked_until(five, "bo", HOME, end - timedelta(seconds=1)) == end
    assert locked_until(five, "bo", HOME, end) is None


def test_slow_failures_do_not_lock() -> None:
    slow = [Try(START + n * 4 * MINUTE) for n in range(5)]
    assert locked_until(slow, "bo", HOME, slow[-1].at) is None


def test_a_success_begins_the_count_anew() -> None:
    tries = [*failures(4), Try(START + MINUTE, success=True), *failures(4, at=START + 2 * MINUTE)]
    assert locked_until(tries, "bo", HOME, START + 3 * MINUTE) is None


def test_r15_failures_from_elsewhere_lock_only_there() -> None:
    tries = failures(5, address=ELSEWHERE)
    assert locked_until(tries, "bo", ELSEWHERE, START + MINUTE)
    assert locked_until(tries, "bo", HOME, START + MINUTE) is None


def test_r15_locking_500_names_does_not_lock_their_owners_out() -> None:
    tries = sprayed(500, 5, ELSEWHERE)
    now = START + MINUTE
    assert all(locked_until(tries, f"user{n}", ELSEWHERE, now) for n in range(500))
    assert not any(locked_until(tries, f"user{n}", f"10.0.1.{n}", now) for n in range(0, 500, 50))


def test_r15_nor_those_who_sit_at_the_same_address_and_have_signed_in_there() -> None:
    earlier = Try(START - timedelta(days=20), "user1", HOME, success=True)
    tries = [earlier, *sprayed(500, 5, HOME)]
    tries = [t for t in tries if t.login != "user1" or t.success]
    assert locked_until(tries, "user1", HOME, START + MINUTE) is None
    assert locked_until(tries, "stranger", HOME, START + MINUTE)


def test_r15_one_name_tried_from_many_addresses_is_locked_but_not_at_its_own() -> None:
    tries = [t for n in range(10) for t in failures(2, address=f"10.1.1.{n}")]
    now = START + MINUTE
    assert locked_until(tries, "bo", "10.7.7.7", now)
    assert locked_until([*tries, Try(START - MINUTE, success=True)], "bo", HOME, now) is None


def test_an_address_that_tries_many_names_is_locked_for_all() -> None:
    assert locked_until(sprayed(49, 1, ELSEWHERE), "bo", ELSEWHERE, START + MINUTE) is None
    assert locked_until(sprayed(50, 1, ELSEWHERE), "bo", ELSEWHERE, START + MINUTE)


def test_what_comes_later_is_not_looked_at() -> None:
    assert locked_until(failures(5, at=START + MINUTE), "bo", HOME, START) is None


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.builds(
            Try,
            st.integers(0, 3000).map(lambda s: START + timedelta(seconds=s)),
            st.sampled_from(["bo", "cheng"]),
            st.sampled_from([HOME, ELSEWHERE]),
            st.booleans(),
        ),
        max_size=60,
    ),
    st.integers(0, 4000),
)
def test_only_recent_failures_matter_and_locks_end(tries: list[Try], second: int) -> None:
    now = START + timedelta(seconds=second)
    end = locked_until(tries, "bo", HOME, now)
    kept = [t for t in tries if t.success or t.at > now - DEFAULT.lookback]
    assert locked_until(kept, "bo", HOME, now) == end
    assert end is None or now < end <= now + DEFAULT.lock


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_client_is_counted_by_its_network(address: str, counted: str) -> None:
    assert source(address) == counted
