"""What time it is. The only place that reads the machine's clock."""

import os
from datetime import UTC, date, datetime, timedelta, timezone

# China has kept one zone without summer time since 1992: a fixed offset needs no zone database.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
FROZEN_BY = "PARTYBUILD_NOW"


def now() -> datetime:
    """This moment in Asia/Shanghai, or the one that PARTYBUILD_NOW names.

    That is an ISO moment, Shanghai's where it gives no zone. Raises
    ValueError for text that is none.
    """
    frozen = os.environ.get(FROZEN_BY)
    if not frozen:
        return datetime.now(SHANGHAI)
    try:
        moment = datetime.fromisoformat(frozen)
    except ValueError as error:
        raise ValueError(f"{FROZEN_BY}={frozen!r} is no ISO moment.") from error
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


def today() -> date:
    """The day it is in Asia/Shanghai."""
    return now().date()


def utc_stamp() -> str:
    """This moment in UTC as text of one length that sorts by time: 2026-11-20T01:30:00.000000Z."""
    return now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local_now() -> datetime:
    """This moment in Asia/Shanghai without its zone, to the second: how tables keep moments."""
    return now().replace(tzinfo=None, microsecond=0)
