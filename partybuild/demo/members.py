"""How many staff and Party members an organization of the demo world counts. Pure."""

from collections.abc import Mapping
from random import Random
from typing import Any

from partybuild.organizations.thresholds import ENOUGH_MEMBERS

Counts = Mapping[str, int | None]


def counts(rng: Random, full: int | None, probationary: int | None) -> Counts:
    """A headcount with these members; some staff besides."""
    staff = rng.randint(2, 12) + (full or 0) * rng.randint(1, 4)
    affiliated = None if full is None or rng.random() < 0.3 else round(full * rng.random())
    return {"staff": staff, "full": full, "probationary": probationary, "affiliated": affiliated}


def alone(rng: Random) -> Counts:
    """Of an organization with a Party organization of its own."""
    return counts(rng, 3 + int(rng.expovariate(1 / 5)), rng.choices((0, 1, 2), (7, 3, 1))[0])


def together(rng: Random) -> Counts:
    """Of one covered jointly: mostly fewer than three, some that could build alone."""
    full = rng.choices((0, 1, 2, 3, 4, 6), (4, 8, 8, 2, 1, 1))[0]
    return counts(rng, full, rng.choices((0, 1), (9, 1))[0])


def uncovered(rng: Random) -> Counts:
    """Of one without cover: 应建未建, 有党员不符合条件, 无党员 or not yet surveyed."""
    sort = rng.choices(("should", "few", "candidate", "none", "blank"), (12, 34, 4, 34, 16))[0]
    if sort == "should":
        return counts(rng, rng.randint(3, 9), rng.randint(0, 1))
    if sort == "few":
        return counts(rng, rng.randint(1, 2), rng.choices((0, 1), (4, 1))[0])
    if sort == "candidate":
        return counts(rng, 0, 1)
    if sort == "none":
        return counts(rng, 0, 0)
    return counts(rng, rng.choice((None, None, 0)), None)


def before(rng: Random, now: Counts) -> Counts:
    """What the same organization counted earlier: a little less."""
    full = now["full"]
    if full is None:
        return now
    return {**now, "full": max(0, full - rng.choices((1, 2, 3), (5, 2, 1))[0])}


def plan(rng: Random, now: Counts, day: Any) -> Mapping[str, Any]:
    """Why there is no Party organization yet; nothing where nobody has said."""
    full = now["full"]
    eligible = full is not None and full >= ENOUGH_MEMBERS
    if rng.random() < 0.35:
        return {}
    reason = "没有党员" if not full else "正式党员不足三人"
    if eligible:
        reason = rng.choice(("负责人（出资人）不支持", "上级党组织未及时指导", "正在筹建"))
    return {
        "reason": reason,
        "measure": "选派指导员上门，摸清党员底数后组建" if eligible else "发展党员，先行联合覆盖",
        "planned_on": day if eligible else None,
        "responsible": "社会组织党建工作科（演示）" if eligible else "",
        "review_on": day,
    }
