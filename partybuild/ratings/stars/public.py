"""What the pages of a publicity show, gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.deadlines import calendar
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import Slot
from partybuild.jobs.models import Job
from partybuild.notices import offices
from partybuild.notices.kinds import Side
from partybuild.ratings.kinds import Stage
from partybuild.ratings.rounds import pages as rounds
from partybuild.ratings.stars import (
    gates,
    objecting,
    papers,
    publicity,
    published,
    results,
    showing,
    working,
)
from partybuild.ratings.stars.models import Objection, Publicity
from partybuild.ratings.stars.published import Found
from partybuild.regions import queries as regions

SLOTS = (Slot(objecting.SLOT, "异议材料", False, "书面异议的扫描件或照片。"),)


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection with the name it is about and its files."""

    row: Objection
    about: results.Row | None
    files: Sequence[EvidenceFile]


@dataclass(frozen=True, slots=True)
class Public:
    """A publicity: its days, its list as numbers, and for the deciding side what came in."""

    row: Publicity
    of: rounds.Shown
    office: str
    left: str
    manages: bool
    stars: Mapping[int, int]
    changed: int
    mine: Sequence[results.Row]
    """Of those listed, the reader's own; only for those who do not decide."""
    objections: Sequence[Objected]
    issued: bool
    """Whether the announcement can be taken home as a file."""
    job: Job | None = None
    """That decides it just now; only for those who decide."""

    @property
    def total(self) -> int:
        """How many are listed."""
        return sum(self.stars.values())

    @property
    def over(self) -> bool:
        """Whether the last day has passed."""
        return clock.today() > self.row.closes_on

    @property
    def open(self) -> int:
        """Objections without an answer."""
        return sum(each.row.finding is None for each in self.objections)


@dataclass(frozen=True, slots=True)
class Listed:
    """The published list, to read and to print."""

    public: Public
    found: Found
    days: int
    """Working days of the publicity."""
    paged: bool


def public(actor: Actor, publicity_id: int) -> Public:
    """A publicity as this person may see it; OutOfReach otherwise."""
    row = publicity.shown(actor, publicity_id)
    of = rounds.shown(actor, row.round_id)
    manages = results.manages(actor, of.row)
    stars, changed = results.public_figures(row.id)
    mine = () if manages else _mine(actor, row.id)
    return Public(
        row,
        of,
        offices.of_unit(regions.region(row.unit_id), Side.PARTY).name,
        showing.left(row),
        manages,
        stars,
        changed,
        mine,
        _objected(actor, row.id) if manages else (),
        row.decided_on is not None and papers.issued_here(row),
        working.under_way(row.round_id) if manages and row.decided_on is None else None,
    )


def _mine(actor: Actor, publicity_id: int) -> Sequence[results.Row]:
    return results.named(publicity.members(actor, publicity_id=publicity_id)[:50])


def _objected(actor: Actor, publicity_id: int) -> Sequence[Objected]:
    rows = objecting.objections(actor, publicity_id)
    about = results.of_cases(publicity_id, [each.case_id for each in rows]) if rows else {}
    return [
        Objected(
            each,
            about.get(each.case_id),
            evidence.latest(actor, objecting.PAPERS, each.id),
        )
        for each in rows
    ]


def listed(actor: Actor, publicity_id: int, wanted: Mapping[str, str]) -> Listed:
    """The published list as everybody who takes part may read it.

    `wanted`: of a long one the words of a name and the place of the page, or `all` to print it.
    """
    shown = public(actor, publicity_id)
    categories = [(each.key, each.label) for each in shown.of.scheme.categories]
    paged = shown.total > published.FEW and not wanted.get("all")
    if paged:
        before = wanted.get("before", "")
        at = before or wanted.get("after", "")
        name = wanted.get("q", "").strip()[:60]
        found = published.page(publicity_id, categories, name, at, bool(before))
    else:
        found = published.whole(publicity_id, categories)
    days = calendar.left(shown.row.opens_on, shown.row.closes_on, True)
    return Listed(shown, found, days, paged)


@dataclass(frozen=True, slots=True)
class Checked:
    """A publicity before its decision, with the gates read once more."""

    public: Public
    fallen: Sequence[tuple[results.Row, str]]
    """(who, what has shut the star since)."""
    upheld: Sequence[Objected]
    """Objections that hold while the assessment still stands on the list."""
    read: bool = True
    """Whether the gates were read: of a long list only when asked for, and by the job anyway."""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of deciding."""
        waits = self.fallen or self.upheld or self.public.open
        return self.public.over and not waits and self.public.total > 0


def checked(actor: Actor, publicity_id: int, *, now: bool = False) -> Checked:
    """What a decision would meet today; only for those who decide.

    `now`: the gates of a long list are read as well, which takes a moment.
    """
    publicity.standing(actor, publicity_id)
    shown = public(actor, publicity_id)
    reads = now or shown.total <= working.AT_ONCE
    upheld = [
        each
        for each in shown.objections
        if each.row.finding is not None
        and each.row.finding.value != "dismissed"
        and each.about is not None
        and each.about.row.stage is Stage.PUBLICITY
    ]
    return Checked(shown, _fallen(actor, shown) if reads else (), upheld, reads)


def _fallen(actor: Actor, shown: Public) -> list[tuple[results.Row, str]]:
    found = publicity.members(actor, publicity_id=shown.row.id)
    now = gates.standings(actor, shown.of.row, gates.subjects(found), clock.today())
    words = []
    for each in results.named(gates.fallen(found, now)):
        read = now.get(each.row.party_organization_id or 0)
        bars = [bar.sentence for bar in read.bars()] if read else ["党组织已不在本地"]
        words.append((each, "；".join(bars)))
    return words
