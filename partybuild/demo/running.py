"""What the rounds of the demo world share: who acts in them, opening one, answers, reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.demo import marks, rated
from partybuild.demo.days import Days
from partybuild.demo.rated import Entry
from partybuild.demo.shares import BUSY_COUNTY, FIRST_CITY, PROVINCE
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import RatingRound
from partybuild.ratings.reviewing.rules import items
from partybuild.ratings.rounds import commands
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme, asked
from partybuild.regions.models import Region

SCHEME = "sample"
OFFICERS = {"sheng": PROVINCE, "shi": FIRST_CITY, "quxian": BUSY_COUNTY}
TIERS = (Tier.FIRST, Tier.SECOND, Tier.FINAL)
DRIFT = 0.05
"""How far a branch's quality moves from year to year."""
BEGUN = 39
"""So many days ago this year's round began."""


@dataclass(frozen=True, slots=True)
class World:
    """Who acts in the rounds, when it is, and by which scheme."""

    actor: Actor
    days: Days
    seed: int
    scheme_id: int
    scheme: Scheme
    desks: Mapping[int, Actor]
    """The reviewers that have accounts, by the unit of their desk."""

    @property
    def began(self) -> date:
        """The first day of filling in of this year's round."""
        return self.days.today - timedelta(days=BEGUN)

    @property
    def year(self) -> int:
        """The year that it rates."""
        return self.began.year


def world(actor: Actor, days: Days, seed: int) -> World:
    """The shipped sample scheme, and the officers that have accounts."""
    policy = next(each for each in schemes.published(days.today) if each.name == SCHEME)
    units = {row.code: row.id for row in db.session.scalars(select(Region))}
    desks = {units[code]: actor_by_login(login) for login, code in OFFICERS.items()}
    return World(actor, days, seed, policy.id, schemes.scheme(policy.id), desks)


def opened(here: World, planned: Planned) -> int:
    """The round is open with its frozen list; its id."""
    with work(here.actor) as running:
        number = commands.draft(running.actor, planned)
    with work(here.actor) as running:
        commands.open_round(running.actor, number, 1)
    with work(here.actor) as running:
        backdate(running.actor, number)
    return number


@needs(Permission.RATINGS_MANAGE, "建立演示参评名单")
def backdate(actor: Actor, number: int) -> None:
    """The list was frozen on the first day of filling in."""
    row = row_of(number)
    row.frozen_on = row.fill_from
    audit_detail(object=("rating_round", number))
    db.session.flush()


def row_of(number: int) -> RatingRound:
    """The round."""
    return db.session.scalars(select(RatingRound).where(RatingRound.id == number)).one()


def windows(filled: date, days: int) -> dict[str, date]:
    """The last days of the tiers, so many days after one another."""
    return {
        tier.value: filled + timedelta(days=place * days)
        for place, tier in enumerate(TIERS, start=1)
    }


def answer(here: World, found: Sequence[Entry]) -> None:
    """Everybody's answers, and what every tier will make of them."""
    own = asked(here.scheme, Tier.SELF)
    for each in found:
        lasting = marks.quality(Random(f"{here.seed}-{each.party_id}"))
        good = min(max(lasting + each.rng.gauss(0, DRIFT), 0.2), 0.99)
        each.marks[Tier.SELF] = last = marks.answered(each.rng, own, good)
        chain = [seat.tier for seat in each.chain]
        for tier in chain:
            each.marks[tier] = marks.reviewed(each.rng, items(here.scheme, tier, chain), last, good)
            last = {**last, **each.marks[tier]}


def review(here: World, number: int, found: Sequence[Entry], tier: Tier, day: date) -> None:
    """Those named pass a tier, at each desk by the person whose desk it is."""
    by: dict[int | None, list[Entry]] = {}
    for each in found:
        unit = each.seat(tier).unit_id
        by.setdefault(unit if unit in here.desks else None, []).append(each)
    for unit, some in by.items():
        reviewer = here.actor if unit is None else here.desks[unit]
        with work(reviewer) as running:
            rated.review(running.actor, row_of(number), some, tier, day)
