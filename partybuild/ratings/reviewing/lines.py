"""One item on a reviewer's page: its scores side by side, its evidence, what is to be given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import current
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import scoring
from partybuild.ratings.reviewing.queries import Desk
from partybuild.ratings.schemes.rules import Indicator, Placed


@dataclass(frozen=True, slots=True)
class Cell:
    """What one tier gave one item, and what it gave before."""

    tier: Tier
    score: Score | None
    earlier: Sequence[Score]
    marks: Sequence[str] = ()
    """Options and deductions in words."""
    lower: bool = False
    """Below what the branch gave itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its scores side by side, its evidence, and what this tier is to give."""

    number: str
    item: Indicator
    above: str
    cells: Sequence[Cell]
    files: Sequence[EvidenceFile]
    old: Sequence[EvidenceFile]
    """Versions replaced and files withdrawn."""
    open: bool
    """Whether this tier scores it now."""
    owed: bool
    again: bool
    """Scored before, and mended by the branch since."""
    known: str
    stood: str
    preset: Score | None
    """What the inputs hold at first: this tier's score, else that of the tier before."""

    @property
    def chosen(self) -> Sequence[str]:
        """The options marked at first: as given before, else the one worth as many points."""
        held = self.preset
        if held is None or held.options or held.deductions or self.item.multiple:
            return held.options if held else ()
        return [each.key for each in self.item.options if each.points == held.points][:1]

    @property
    def seen(self) -> str:
        """Ids of the files shown, for the form."""
        return " ".join(str(file.id) for file in self.files)


def cell_of(
    item: Indicator, tier: Tier, rows: Sequence[Score], scores: Mapping[Any, Sequence[Score]]
) -> Cell:
    """What one tier gave one item, of all scores of the case."""
    held = next((each for each in rows if each.current), None)
    if held is None:
        return Cell(tier, None, rows)
    own = next((each for each in scores[item.key, Tier.SELF] if each.current), None)
    lower = tier is not Tier.SELF and own is not None and held.points < own.points
    earlier = [each for each in rows if not each.current]
    return Cell(tier, held, earlier, _marks(item, held), lower)


def _marks(item: Indicator, held: Score) -> list[str]:
    """Options and deductions of a score in words, the raw deduction with what it took."""
    said = [each.label for each in item.options if each.key in held.options]
    lost = [each for each in item.deductions if each.key in held.deductions]
    said += [f"{each.label} −{shown(each.points)}" for each in lost]
    raw = sum(each.points for each in lost)
    if raw and not held.points:
        said.append(f"应扣合计 {shown(raw)}，扣完为止")
    return said


def line_of(
    found: Desk,
    node: Placed,
    cells: Sequence[Cell],
    files: Sequence[EvidenceFile],
    place: tuple[bool, bool],
) -> Line:
    """An item as the page shows it; `place`: whether this tier scores it, and owes it still."""
    open_, owed = place
    mine = next((cell.score for cell in cells if cell.tier is found.tier), None)
    before = _before(found, cells)
    kept = current(files)
    numbers: Collection[int] = {file.id for file in kept}
    self_score = cells[0].score
    return Line(
        number=node.number,
        item=node.indicator,
        above=" › ".join(each.label for each in node.above[1:]),
        cells=cells,
        files=kept,
        old=[file for file in files if file.id not in numbers],
        open=open_,
        owed=owed,
        again=owed and mine is not None,
        known="系统已知并填入" if self_score is not None and self_score.known else "",
        stood=scoring.mark_of(mine),
        preset=before if owed or mine is None else mine,
    )


def _before(found: Desk, cells: Sequence[Cell]) -> Score | None:
    """The latest score of the tiers before this one."""
    latest = None
    for cell in cells:
        if cell.tier is found.tier:
            break
        latest = cell.score or latest
    return latest
