"""Star rating of 10,000 branches in 60 items by four tiers: pages, and what is done with all."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from bench.browsing import Visitor
from bench.inspecting import Silent
from bench.intake import LOCK, holding
from bench.measure import Measure, Run, pair, with_children
from bench.pages import page
from bench.rated import OFFICER, Rated, stand
from bench.worlds import scratch
from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db, statistics
from partybuild.db.work import work
from partybuild.demo import ACTOR
from partybuild.ratings.stars import choosing, working
from partybuild.ratings.stars.models import Publicity

GROUP = "评星 rating"
TOTAL = 10_000
JOB = 10_000.0
"""Milliseconds in which all stars are computed (issue 4, Speed); the others are held to it too."""
REVIEW = 40.0
"""Milliseconds of a reviewer's page of one assessment (issue 4, Speed)."""


def rating(app: Flask, total: int) -> Iterator[Measure]:
    """As many branches at most, in a database of their own, by the province's officer."""
    with (
        tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name,
        scratch(Path(name)) as own,
    ):
        here = stand(min(total, TOTAL))
        db.session.remove()
        statistics.refresh()
        yield from _measured(own, here, min(total, TOTAL))


def _measured(app: Flask, here: Rated, total: int) -> Iterator[Measure]:
    number, actor = here.round_id, actor_by_login(OFFICER)
    db.session.remove()
    visitor = Visitor(app, OFFICER)
    yield _review(visitor, here)
    yield from _job(f"计算 {total:,} 个 computing", lambda: _compute(actor, number))
    _untie(actor, number)
    for what, address in _pages(here).items():
        yield page(visitor, GROUP, what, address, total)
    shown = {"round": number, "last": 0}
    yield from _job("公示 publicity", lambda: working.show(actor, shown, Silent()))
    for what in ("", "/list"):
        address = f"/ratings/stars/publicity/1{what}"
        yield page(visitor, GROUP, f"公示{'名单 list' if what else ' page'}", address, total)
    _expire()
    decided = {"round": number, "publicity": 1, "document": "测〔2026〕1号"}
    yield from _job("公布 decision", lambda: working.decide(actor, decided, Silent()))


def _pages(here: Rated) -> dict[str, str]:
    number = here.round_id
    return {
        "进度 funnel": f"/ratings/figures/{number}",
        "进度·市 funnel": f"/ratings/figures/{number}?unit=610100",
        "分布与升降 distribution, moves": f"/ratings/figures/{number}/stars",
        "分布与升降·市": f"/ratings/figures/{number}/stars?unit=610100",
        "各指标得分 averages": f"/ratings/figures/{number}/indicators",
        "名单 list": f"/ratings/{number}/list",
        "结果 result": f"/ratings/stars/{number}",
        "评审列表 desk list": "/ratings/review/",
        "一份的说明 explanation": f"/ratings/assessments/{here.waiting}",
        "待办 to-dos": "/todo",
    }


def _review(visitor: Visitor, here: Rated) -> Measure:
    """Against milliseconds, not against the template: 60 items with four columns are the work."""
    address = f"/ratings/review/{here.waiting}"
    measured, bare = pair(lambda: visitor.get(address), visitor.constant(address))
    note = f"模板本身 template alone {bare:.1f}"
    return Measure(GROUP, "评审一份 reviewer's page", measured, REVIEW, 1.0, note)


def _job(what: str, run: Run) -> Iterator[Measure]:
    db.session.remove()
    with holding() as held:
        taken = with_children(run)
    yield Measure(GROUP, what, taken, JOB, 1.0)
    yield Measure(GROUP, f"写锁：{what} lock", max(held), LOCK, 1.0)


def _compute(actor: Actor, number: int) -> None:
    working.run(actor, {"round": number, "leave_open": True}, Silent())


def _untie(actor: Actor, number: int) -> None:
    """People have chosen in every tie."""
    while found := choosing.ties(actor, number):
        for tie in found:
            with work(actor) as running:
                choosing.pick(running.actor, number, tie.ids[: tie.places], "测速")
        _compute(actor, number)
    db.session.remove()


def _expire() -> None:
    """The publicity's last day has passed."""
    with work(ACTOR) as running, system("测速"):
        last = clock.today() - timedelta(days=1)
        db.session.execute(update(Publicity).values(closes_on=last))
        running.audited = True
    db.session.remove()
