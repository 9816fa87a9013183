"""Secretaries, terms of office and members of the Party organizations of a demo world."""

from datetime import date, timedelta

from partybuild.clock.days import years_later
from partybuild.demo.days import between
from partybuild.demo.draft import Line, Setting
from partybuild.demo.names import person, telephone
from partybuild.party.kinds import PartyKind
from partybuild.party.rules import TERM_YEARS

OVERDUE = 0.06
EXTENDED = 0.02
YEARS = TERM_YEARS[PartyKind.BRANCH]


def terms(setting: Setting, founded: date, ends: date) -> list[Line]:
    """The last term and the one before it: three years each; some overdue, some postponed."""
    rng, today = setting.rng, min(setting.days.today, ends)
    late = today - timedelta(days=rng.randint(20, 300)) if rng.random() < OVERDUE else today
    started, before = founded, None
    while years_later(started, YEARS) <= late:
        started, before = years_later(started, YEARS), started
    lines = [] if before is None else [Line(_term(before), before, started)]
    last = _term(started)
    if rng.random() < EXTENDED:
        until = years_later(started, YEARS) + timedelta(days=179)
        last |= {
            "extended_to": until,
            "document": f"演党组〔{until.year}〕延期{rng.randint(1, 9)}号",
        }
    return [*lines, Line(last, started, ends)]


def _term(started: date) -> dict[str, object]:
    last_day = years_later(started, YEARS) - timedelta(days=1)
    return {"started_on": started, "last_day": last_day, "extended_to": None, "document": ""}


def secretaries(setting: Setting, founded: date, ends: date) -> list[Line]:
    """Who has been secretary since 启用日; some have changed, a few posts are vacant."""
    rng, days = setting.rng, setting.days
    stop = min(ends, days.today)
    if rng.random() < 0.2 and founded < days.first < stop:
        change = between(rng, days.first + timedelta(days=1), stop)
        vacant = rng.random() < 0.15
        second = [] if vacant or change >= ends else [Line(_secretary(setting), change, ends)]
        return [Line(_secretary(setting), founded, change), *second]
    return [Line(_secretary(setting), founded, ends)]


def _secretary(setting: Setting) -> dict[str, object]:
    return {"name": person(setting.rng), "telephone": telephone(setting.rng)}


def headcounts(setting: Setting, full: int, founded: date, ends: date) -> list[Line]:
    """Members it manages: at first fewer, then what its organizations count today."""
    rng, days = setting.rng, setting.days
    now = max(3, full)
    probationary = rng.choices((0, 1, 2), (7, 3, 1))[0]
    change = days.recent(rng, founded)
    if rng.random() < 0.4 and founded < change < ends:
        first = Line(_members(max(3, now - 1), 0), founded, change)
        return [first, Line(_members(now, probationary), change, ends)]
    return [Line(_members(now, probationary), founded, ends)]


def _members(full: int, probationary: int) -> dict[str, object]:
    return {"full": full, "probationary": probationary}


def ahead(setting: Setting) -> date:
    """A day some weeks before or, mostly, after today."""
    return setting.days.today + timedelta(days=setting.rng.randint(-40, 200))
