"""A province looked through for weak branches: reading and judging before the lock, then writing."""

import time
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import delete, func, select

from bench.inspecting import Silent
from bench.intake import LOCK, holding
from bench.measure import Measure
from partybuild import clock
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import work
from partybuild.demo import ACTOR
from partybuild.jobs.models import Job
from partybuild.rectification.models import ScreeningGround, ScreeningProposal, ScreeningRound
from partybuild.rectification.screening import rounds, working

GROUP = "软弱涣散排查 screening"
WALL = 20_000.0
"""Milliseconds by the clock on the wall (issue: at most 20 s)."""


def screening(app: Flask, total: int) -> Iterator[Measure]:
    """Of a register of `total` organizations, by an officer with everything in reach.

    The world is left as it was found.
    """
    number, version = _asked(clock.today().year)
    try:
        with holding() as held:
            begun = time.perf_counter()
            working.run(ACTOR, {"round": number, "version": version}, Silent())
            taken = (time.perf_counter() - begun) * 1000
        count = _count(number)
    finally:
        _take_back(number)
    yield Measure(GROUP, f"排查 {count} screening", taken, WALL, 1.0)
    yield Measure(GROUP, f"写锁：{count} lock", max(held), LOCK, 1.0)


def _asked(year: int) -> tuple[int, int]:
    """The round and its version; the job that was queued for it is run here."""
    with work(ACTOR) as running:
        number, _ = rounds.ask(running.actor, f"{year}年测速排查")
    version = rounds.own_round(ACTOR, number).version
    db.session.remove()
    return number, version


def _count(number: int) -> str:
    screened = rounds.own_round(ACTOR, number).screened
    with system("测速"):
        query = select(func.count()).where(ScreeningProposal.round_id == number)
        proposed = db.session.scalar(query) or 0
    db.session.remove()
    return f"{screened:,} 个党组织、{proposed:,} 条建议"


def _take_back(number: int) -> None:
    proposal, ground = ScreeningProposal, ScreeningGround
    ids = select(proposal.id).where(proposal.round_id == number)
    with work(ACTOR), system("测速"):
        for gone in (
            delete(ground).where(ground.proposal_id.in_(ids)),
            delete(proposal).where(proposal.round_id == number),
            delete(ScreeningRound).where(ScreeningRound.id == number),
            delete(Job).where(Job.kind == rounds.JOB),
        ):
            db.session.execute(gone, execution_options={"synchronize_session": False})
    db.session.remove()
