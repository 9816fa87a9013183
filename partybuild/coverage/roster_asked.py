"""What a list of the register is asked: read from the address, and written back into addresses."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import scopes
from partybuild.coverage.rolls import SIZES
from partybuild.coverage.scopes import Scope
from partybuild.db.work import OutOfReach
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

LONGEST = 100
EARLIEST = date(1949, 10, 1)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CODE = re.compile(r"[0-9A-Z]{1,20}")


@dataclass(frozen=True, slots=True)
class Form:
    """The parts of an address that a list understands; `labels` are those of its filters."""

    labels: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    """What may stand in a filter that is chosen, not typed: value → word."""
    sorts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as an address asks for it. `given` holds only what the list understands."""

    form: Form
    given: Mapping[str, str]
    scope: Scope | None
    """None for those who have no unit and no body: their own organizations only."""
    day: date
    sort: str
    size: int
    notes: Sequence[str] = ()
    """What of the address was not understood, in sentences."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Filter → what its value is called, where the value is an id."""

    @property
    def today(self) -> bool:
        """Whether the list is of today."""
        return self.day == clock.today()

    def get(self, name: str) -> str:
        """What is asked of a filter; blank where nothing is."""
        return self.given.get(name, "")

    def address(self, **changes: str | None) -> str:
        """The query string that asks the same but for `changes`; None leaves a part out."""
        parts: dict[str, str | None] = {
            **self.given,
            "day": None if self.today else self.day.isoformat(),
            "sort": None if self.sort == "name" else self.sort,
            "size": None if self.size == SIZES[0] else str(self.size),
        }
        parts |= changes
        return urlencode({name: value for name, value in parts.items() if value})

    def in_force(self) -> list[tuple[str, str]]:
        """The filters that narrow the list, in words, each with the query string without it."""
        found = [(self.said(name), self.address(**{name: None})) for name in self.given]
        if not self.today:
            found.append((f"截至 {self.day.isoformat()}", self.address(day=None)))
        return found

    def said(self, name: str) -> str:
        """One filter in words: 组织类型：社会团体."""
        value = self.given[name]
        if name == "unit" and self.scope is not None:
            value = self.scope.name
        word = self.names.get(name) or self.form.options.get(name, {}).get(value, value)
        return f"{self.form.labels[name]}：{word}"

    def words(self) -> str:
        """All that narrows the list, in one line; blank where nothing does."""
        return "；".join(self.said(name) for name in self.given)


def read(actor: Actor, arguments: Mapping[str, str], form: Form) -> Asked:
    """What the address asks for; OutOfReach for a unit that is not in the actor's reach.

    What is not understood is left out and said in `notes`.
    """
    notes: list[str] = []
    given: dict[str, str] = {}
    for name, label in form.labels.items():
        value = _plain(arguments.get(name, ""))
        if name in form.options and value and value not in form.options[name]:
            notes.append(f"“{label}”没有“{value}”这一项，没有按它筛选。")
        elif value:
            given[name] = value
    sort = arguments.get("sort", "")
    return Asked(
        form,
        given,
        _scope(actor, given),
        _day(arguments.get("day", ""), notes),
        sort if sort.removeprefix("-") in form.sorts else "name",
        next((size for size in SIZES if str(size) == arguments.get("size")), SIZES[0]),
        notes,
    )


def _plain(value: str) -> str:
    return _UNPRINTABLE.sub("", value)[:LONGEST].strip()


def _scope(actor: Actor, given: dict[str, str]) -> Scope | None:
    unit = given.get("unit", "")
    if unit:
        if not _CODE.fullmatch(unit.upper()):
            raise OutOfReach
        return Scope(scopes.of_region(actor, unit).region, own=bool(given.get("own")))
    if actor.reach.unit is None and actor.reach.body is None and not actor.reach.everything:
        return None
    top = scopes.top(actor)
    return Scope(top.region, top.body, own=bool(given.get("own")))


def _day(text: str, notes: list[str]) -> date:
    today = clock.today()
    if not text:
        return today
    try:
        day = date.fromisoformat(_plain(text))
    except ValueError:
        notes.append("日期无法识别，按今天列出；请写成 2026-10-31 的样子。")
        return today
    if not EARLIEST <= day <= today:
        notes.append("只能看 1949 年 10 月 1 日到今天的情况，按今天列出。")
        return today
    return day


def units(actor: Actor, asked: Asked) -> list[tuple[str, str]]:
    """Units to choose from: those above up to one's own, the one asked for, those below it."""
    here = asked.scope.region if asked.scope else None
    if here is None:
        return []
    above = [unit for unit in regions.ancestors(here) if regions.reaches(actor, unit)]
    named: Callable[[str, Region], tuple[str, str]] = lambda dash, unit: (
        unit.code,
        f"{dash}{unit.name}",
    )
    return [
        *(named("↑ ", unit) for unit in above),
        named("", here),
        *(named("　", unit) for unit in regions.children(here.id)),
    ]
