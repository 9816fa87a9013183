"""Star rating of the demo world: last year's stars, this year's round at every stage, a publicity."""

from collections.abc import Sequence
from datetime import date

from partybuild.access.actor import Actor
from partybuild.db.work import work
from partybuild.demo import elsewhere, honours, rated, running, starring, thisyear
from partybuild.demo.days import Days
from partybuild.demo.running import World
from partybuild.demo.shares import FIRST_CITY, PROVINCE, SECOND_CITY
from partybuild.ratings.kinds import Tier
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.standing.rules import newest
from partybuild.ratings.stars import proposing

RATED_BEFORE = 0.86
"""Share of those rated last year that had a star already."""
FAR = 2000
"""So many of a province at most have come further than filling in, in a world for measuring."""


def rate(actor: Actor, days: Days, seed: int) -> None:
    """Last year's stars are facts, some called into question; this year's round is at every stage."""
    here = running.world(actor, days, seed)
    for inspected in (here.year - 2, here.year - 1):
        with work(actor) as job:
            elsewhere.enter(job.actor, inspected)
    codes = ((PROVINCE, True), (FIRST_CITY, False), (SECOND_CITY, False))
    past = [_decided(here, code, own, place) for place, (code, own) in enumerate(codes, start=1)]
    with work(actor) as job:
        honours.name(job.actor, past[0], here.days.today)
    thisyear.under_way(here)
    thisyear.in_publicity(here)
    proposing.turn(actor)


def rate_all(actor: Actor, provinces: Sequence[str], days: Days, seed: int) -> None:
    """In a world for measuring: each province has a round open, of which some have come far."""
    here = running.world(actor, days, seed)
    for code in provinces:
        thisyear.partly(here, f"{code}0000", FAR)


def _decided(here: World, code: str, own: bool, place: int) -> int:
    """Last year's round of a unit, from the self-assessments to the stars; its id."""
    year = here.year - 1
    number = running.opened(here, _planned(here, code, own, year))
    found = rated.entries(here.actor, running.row_of(number), here.scheme, here.seed + year)
    running.answer(here, found)
    before = [each for each in found if each.rng.random() < RATED_BEFORE]
    with work(here.actor) as job:
        paper = f"演社党评〔{year}〕{place}号"
        starring.enter_history(job.actor, before, date(year, 1, 15), paper)
    with work(here.actor) as job:
        rated.send(job.actor, running.row_of(number), found, date(year, 11, 20))
    for tier, day in ((Tier.FIRST, 5), (Tier.SECOND, 16), (Tier.FINAL, 27)):
        some = [each for each in found if tier in {seat.tier for seat in each.chain}]
        running.review(here, number, some, tier, date(year, 12, day))
    with work(here.actor) as job:
        paper = f"演社党评〔{year + 1}〕{place}号"
        starring.conclude(job.actor, running.row_of(number), found, paper)
    return number


def _planned(here: World, code: str, own: bool, year: int) -> Planned:
    filled = date(year, 11, 24)
    return Planned(
        year=year,
        title=f"{year}年度社会组织党组织评星晋级",
        unit_code=code,
        own=own,
        scheme_id=here.scheme_id,
        categories=tuple(each.key for each in here.scheme.categories),
        fill_from=date(year, 11, 3),
        fill_to=filled,
        review_to=running.windows(filled, 12),
        publicity_days=5,
        founded_by=newest(year),
    )
