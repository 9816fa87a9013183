"""The demo world: fictional organizations in a real province, with two years of history."""

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from flask import current_app

from partybuild import clock
from partybuild.access.actor import command_line
from partybuild.coverage import rebuilding
from partybuild.db import statistics
from partybuild.db.work import work
from partybuild.demo import (
    enforcing,
    ground,
    inspecting,
    procedures,
    rating,
    rectifying,
    registering,
    yearly,
)
from partybuild.demo.bodies import bodies
from partybuild.demo.days import Days
from partybuild.demo.draft import Draft, Setting
from partybuild.demo.drafting import draft_share
from partybuild.demo.names import Names
from partybuild.demo.people import (
    DemoAccount,
    load_accounts,
    open_accounts,
    save_accounts,
    secrets,
)
from partybuild.demo.shares import Share, shaanxi, spread
from partybuild.demo.writing import enter, enter_bodies
from partybuild.gates import rebuilding as verdicts
from partybuild.regions.models import Region

__all__ = ["DemoAccount", "build", "load_accounts", "world"]

Progress = Callable[[int, int, str], None]
ACTOR = command_line("演示")
SEED = 20201231
BATCH = 6000
"""So many organizations at most enter in one transaction."""
PARTIES_EACH = 9358 / 63235
"""Guangdong 2017–19: 9,358 Party organizations in 63,235 organizations."""
MOST_IN_PROVINCE = 90_000


def build(progress: Progress | None = None, seed: int = SEED) -> list[DemoAccount]:
    """The demo world stands in the empty, upgraded database of the running app.

    Returns its accounts, which are also kept in the instance folder. Raises RuleBroken where the
    database holds units already.
    """
    accounts = _build(["61"], 2, seed, progress, shaanxi_shares)
    report, days = progress or _silent, Days(clock.today())
    report(0, 0, "年检")
    inspecting.inspect(ACTOR, days)
    report(0, 0, "整改、约谈与名录")
    enforcing.enforce(days)
    report(0, 0, "登记与换届")
    registering.register(days)
    procedures.proceed(days)
    report(0, 0, "评星晋级")
    rating.rate(ACTOR, days, seed)
    report(0, 0, "软弱涣散整顿")
    rectifying.rectify(ACTOR)
    return accounts


def world(total: int, seed: int = SEED, progress: Progress | None = None) -> list[DemoAccount]:
    """A world of `total` organizations with their history, for measuring; as `build` otherwise."""
    provinces = list(ground.provinces_for(total, MOST_IN_PROVINCE))

    def shares(units: dict[str, Region]) -> list[Share]:
        return list(spread(units, provinces, total, round(total * PARTIES_EACH)))

    accounts = _build(provinces, ground.SPREAD_OVER, seed, progress, shares)
    yearly.inspect_all(ACTOR, provinces, Days(clock.today()), progress or _silent)
    (progress or _silent)(0, 0, "评星晋级")
    rating.rate_all(ACTOR, provinces, Days(clock.today()), seed)
    # What followed the inspection of very many dropped the kept figures, as in a real night before.
    rebuilding.rebuild(ACTOR, {}, _Steps(progress or _silent))
    statistics.refresh()
    return accounts


def _silent(done: int, total: int, message: str) -> None:
    """Nobody watches."""


def shaanxi_shares(units: dict[str, Region]) -> list[Share]:
    """The shares of the demo world."""
    return list(shaanxi(units))


def _build(
    provinces: Sequence[str],
    cities: int,
    seed: int,
    progress: Progress | None,
    shares_of: Callable[[dict[str, Region]], list[Share]],
) -> list[DemoAccount]:
    report = progress or _silent
    days = Days(clock.today())
    report(0, 0, "区划")
    with work(ACTOR):
        ground.lay(ACTOR, provinces, cities, days)
    units = ground.units()
    shares = shares_of(units)
    setting = _setting(seed, days, units, shares)
    _enter_all(setting, shares, report)
    rebuilding.rebuild(ACTOR, {}, _Steps(report))
    verdicts.rebuild(ACTOR, {}, _Steps(report))
    report(0, 0, "账号")
    given = secrets()
    with work(ACTOR):
        accounts = open_accounts(ACTOR, given)
    statistics.refresh()
    save_accounts(current_app.config["INSTANCE"], accounts)
    return accounts


def _enter_all(setting: Setting, shares: Sequence[Share], report: Progress) -> None:
    """Every share is in the database, some thousand organizations in each transaction."""
    total, done = sum(share.living for share in shares), 0
    for batch in _batches(shares):
        report(done, total, "社会组织与党组织")
        with _unswept():
            draft = Draft()
            for share in batch:
                draft_share(setting, draft, share)
            with work(ACTOR):
                enter(ACTOR, setting, draft)
        done += sum(share.living for share in batch)


@contextmanager
def _unswept() -> Iterator[None]:
    """No garbage is looked for meanwhile: there are a million small objects and hardly a cycle."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Steps:
    """Steps of a job that nobody can cancel and that writes no file."""

    def __init__(self, report: Progress) -> None:
        self._report = report

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Pass it on."""
        self._report(done, total, message)

    def file(self, name: str) -> Path:
        """No file is written here."""
        raise NotImplementedError(name)

    def holds(self, organization_ids: Collection[int]) -> None:
        """No file is written here."""
        raise NotImplementedError


def _setting(seed: int, days: Days, units: dict[str, Region], shares: Sequence[Share]) -> Setting:
    rng = Random(seed)
    names = Names(rng)
    led = {share.unit.id: share.unit for share in shares}
    codes = [f"DZ{number:07d}" for number in range(1, 2 * len(led) + 100)]
    plan = bodies(led.values(), codes, names, days.old(rng))
    with work(ACTOR):
        ids = enter_bodies(ACTOR, plan.new)
    return Setting(
        rng=rng,
        names=names,
        days=days,
        committees={unit: ids[index] for unit, index in plan.committee.items()},
        industries={key: ids[index] for key, index in plan.industry.items()},
        party_serials=iter(range(len(ids) + 1, 10**7)),
    )


def _batches(shares: Sequence[Share]) -> Iterator[list[Share]]:
    batch: list[Share] = []
    for share in shares:
        if batch and sum(one.living for one in batch) + share.living > BATCH:
            yield batch
            batch = []
        batch.append(share)
    if batch:
        yield batch
