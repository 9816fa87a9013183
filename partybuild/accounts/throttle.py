"""How often a sign-in may fail (R15). Pure: given the attempts, until when this one must wait.

Three counts, each over a window and each clearing by time: failures of a name from one address;
of a name from anywhere; of an address over all names. Where a name has signed in from an address
before, only the first count holds there: so whoever locks other people's names, from elsewhere or
from the next desk, does not lock their owners out. Only attempts whose password was looked at are
recorded, so hammering at a lock does not prolong it.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Attempt(Protocol):
    """A try to sign in whose password was looked at."""

    @property
    def at(self) -> datetime: ...  # noqa: D102

    @property
    def login(self) -> str: ...  # noqa: D102

    @property
    def address(self) -> str: ...  # noqa: D102

    @property
    def success(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class Limits:
    """How many failures within `window` lock for `lock` after the last of them.

    The defaults answer GB/T 22239-2019 8.1.4.1 b, which leaves the numbers to the office.
    """

    pair: int = 5
    login: int = 20
    address: int = 50
    window: timedelta = timedelta(minutes=15)
    lock: timedelta = timedelta(minutes=15)

    @property
    def lookback(self) -> timedelta:
        """How far back failures matter."""
        return self.window + self.lock


DEFAULT = Limits()


def source(address: str) -> str:
    """The address as it is counted and stored: an IPv6 client owns its whole /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def locked_until(
    attempts: Iterable[Attempt],
    login: str,
    address: str,
    now: datetime,
    limits: Limits = DEFAULT,
) -> datetime | None:
    """When this name may try again from this address; None if it may now.

    `attempts` are those of the name or of the address within `limits.lookback`, and the name's
    successes for as long as an address is to count as its own; addresses as `source` gives them.
    """
    past = sorted((a for a in attempts if a.at <= now), key=lambda attempt: attempt.at)
    own = {(a.login, a.address) for a in past if a.success}
    pair = (login, address)
    failed = [a for a in past if not a.success]
    strange = [a for a in failed if (a.login, a.address) not in own]
    ends = [_end(_since_success(past, pair), limits.pair, limits)]
    if pair not in own:
        ends.append(_end([a.at for a in strange if a.login == login], limits.login, limits))
        ends.append(_end([a.at for a in strange if a.address == address], limits.address, limits))
    return max((end for end in ends if end and end > now), default=None)


def _since_success(past: list[Attempt], pair: tuple[str, str]) -> list[datetime]:
    failures: list[datetime] = []
    for attempt in past:
        if (attempt.login, attempt.address) == pair:
            failures = [] if attempt.success else [*failures, attempt.at]
    return failures


def _end(failures: list[datetime], allowed: int, limits: Limits) -> datetime | None:
    """The end of the last lock these failures, in order of time, bring about."""
    for first, last in reversed(list(zip(failures, failures[allowed - 1 :], strict=False))):
        if last - first <= limits.window:
            return last + limits.lock
    return None
