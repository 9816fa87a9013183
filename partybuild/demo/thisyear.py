"""This year's rounds of the demo world: one at every stage, a small one in publicity."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from partybuild.accounts.queries import actor_by_login
from partybuild.db.work import work
from partybuild.demo import marks, personal, rated, running
from partybuild.demo.photographs import Pictures, pictures
from partybuild.demo.rated import Entry
from partybuild.demo.running import TIERS, World
from partybuild.demo.shares import FIRST_CITY, PROVINCE
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.rules import asked, leaves
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing, newest
from partybuild.ratings.stars import computing, publicity

FOUNDATION = "foundation"
"""The category that the city rates by itself this year."""
HELD, HELD_AT = 960, 3
"""Tenths of a point of the branch that a failed inspection holds at three stars."""
SPARED = ("compliance", "innovation", "centre")
"""Items without points of that branch."""
STAGES: Mapping[int, Sequence[tuple[Stage, int]]] = {
    1: ((Stage.FILLING, 36), (Stage.FINAL, 66), (Stage.SCORED, 100)),
    2: ((Stage.FILLING, 30), (Stage.FIRST, 62), (Stage.FINAL, 84), (Stage.SCORED, 100)),
    3: (
        (Stage.FILLING, 30),
        (Stage.FIRST, 58),
        (Stage.SECOND, 78),
        (Stage.FINAL, 90),
        (Stage.SCORED, 100),
    ),
}
"""By the length of the chain: up to which of a hundred this stage reaches."""
_TIER = {Stage.FIRST: Tier.FIRST, Stage.SECOND: Tier.SECOND, Stage.FINAL: Tier.FINAL}


def under_way(here: World) -> int:
    """The province's round is open, with something at every desk; its id."""
    rest = [each.key for each in here.scheme.categories if each.key != FOUNDATION]
    title = f"{here.year}年度社会组织党组织评星晋级"
    number = running.opened(here, _planned(here, PROVINCE, title, rest))
    found = rated.entries(here.actor, running.row_of(number), here.scheme, here.seed)
    own = {each.id: login for login in personal.SECRETARIES for each in _led_by(login, found)}
    others = [each for each in found if each.id not in own]
    running.answer(here, others)
    stages = {each.id: _stage(each) for each in others}
    held = _held(here, others)
    stages[held.id] = Stage.SCORED
    _write_down(here, held)
    drawn = pictures()
    _march(here, number, others, stages, drawn)
    with work(here.actor) as job:
        rated.begin(job.actor, _begun(others, stages), here.days.today - timedelta(days=6))
    personal.act(here, number, {login: _first(found, own, login) for login in personal.SECRETARIES})
    personal.judge(here, [each for each in others if stages[each.id] in _TIER], stages)
    with work(actor_by_login("sheng")) as job:
        computing.compute(job.actor, number, leave_open=True)
    return number


def in_publicity(here: World) -> int:
    """A city's round of foundations is shown, with an objection to be answered; its id."""
    title = f"{here.year}年度市本级基金会党组织评星"
    number = running.opened(here, _planned(here, FIRST_CITY, title, [FOUNDATION]))
    found = rated.entries(here.actor, running.row_of(number), here.scheme, here.seed)
    running.answer(here, found)
    _march(here, number, found, {each.id: Stage.SCORED for each in found}, pictures())
    city = actor_by_login("shi")
    with work(city) as job:
        computing.compute(job.actor, number, leave_open=True)
    with work(city) as job:
        shown = publicity.open_publicity(job.actor, number)
    personal.object_to(here, shown, found[0].id)
    return number


def partly(here: World, code: str, most: int) -> int:
    """A province's round is open, and of its list at most so many have come further; its id."""
    every = [each.key for each in here.scheme.categories]
    title = f"{here.year}年度社会组织党组织评星晋级"
    number = running.opened(here, _planned(here, code, title, every))
    found = rated.entries(here.actor, running.row_of(number), here.scheme, here.seed)
    some = found[:: len(found) // most + 1]
    running.answer(here, some)
    _march(here, number, some, {each.id: _stage(each) for each in some}, pictures())
    return number


def _planned(here: World, code: str, title: str, categories: Collection[str]) -> Planned:
    last = here.days.today + timedelta(days=12)
    return Planned(
        year=here.year,
        title=title,
        unit_code=code,
        own=code == FIRST_CITY,
        scheme_id=here.scheme_id,
        categories=tuple(categories),
        fill_from=here.began,
        fill_to=last,
        review_to=running.windows(last, 15),
        publicity_days=5,
        founded_by=newest(here.year),
    )


def _led_by(login: str, found: Sequence[Entry]) -> list[Entry]:
    led = actor_by_login(login).reach.organization_ids
    return [each for each in found if each.organization_id in led]


def _first(found: Sequence[Entry], own: Mapping[int, str], login: str) -> Entry:
    return next(each for each in found if own.get(each.id) == login)


def _stage(each: Entry) -> Stage:
    drawn = each.rng.randrange(100)
    return next(stage for stage, upto in STAGES[len(each.chain)] if drawn < upto)


def _march(
    here: World,
    number: int,
    found: Sequence[Entry],
    stages: Mapping[int, Stage],
    drawn: Pictures,
) -> None:
    """Everybody's self-assessment goes as far as its stage says."""
    today = here.days.today
    sent = [each for each in found if stages[each.id] is not Stage.FILLING]
    for part in range(4):
        with work(here.actor) as job:
            day = today - timedelta(days=33 - 4 * part)
            rated.send(job.actor, running.row_of(number), sent[part::4], day, drawn)
    for place, tier in enumerate(TIERS):
        done = [each for each in sent if tier in _done(each, stages[each.id])]
        running.review(here, number, done, tier, today - timedelta(days=17 - 5 * place))


def _done(each: Entry, stage: Stage) -> list[Tier]:
    """The tiers that an assessment at this stage has passed."""
    chain = [seat.tier for seat in each.chain]
    return chain[: chain.index(_TIER[stage])] if stage in _TIER else chain


def _begun(found: Sequence[Entry], stages: Mapping[int, Stage]) -> list[Entry]:
    """Of those still filling in more than half, each with a part of its answers."""
    begun = []
    for each in found:
        if stages[each.id] is Stage.FILLING and each.rng.random() < 0.6:
            answers = list(each.marks[Tier.SELF].items())
            each.marks[Tier.SELF] = dict(answers[: each.rng.randint(3, len(answers))])
            begun.append(each)
    return begun


def _held(here: World, found: Sequence[Entry]) -> Entry:
    """A branch of the province's own whose failed inspection leaves three stars open."""
    ones = [each for each in found if len(each.chain) == 1]
    subjects = [Subject(each.party_id, each.organization_id) for each in ones]
    known = facts.standings(
        here.actor, here.scheme, subjects, here.year, newest(here.year), here.days.today
    )
    return next(each for each in ones if _fails(known[each.party_id]))


def _fails(known: Standing) -> bool:
    failed = any(
        each.gate.fact == GateFact.INSPECTION_FAILED.value and each.fact.held
        for each in known.barred
    )
    return failed and known.open_star == HELD_AT


def _write_down(here: World, held: Entry) -> None:
    """96 points, self-assessed and found."""
    scheme = here.scheme
    given = marks.exactly(scheme, list(reversed(leaves(scheme))), HELD, SPARED)
    keys = {item.key for item in asked(scheme, Tier.SELF)}
    held.marks[Tier.SELF] = {key: mark for key, mark in given.items() if key in keys}
    held.marks[Tier.FINAL] = {key: marks.Mark(given[key].points) for key in held.marks[Tier.FINAL]}
