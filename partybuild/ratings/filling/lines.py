"""The items of a self-assessment with what stands for each, and what was ever sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.ratings.filling import rules
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.schemes.rules import Indicator, Placed, subtotals, walk
from partybuild.workflow.models import ItemReturn, WorkflowEvent


class Sent(NamedTuple):
    """What was sent back once, and by whom."""

    item: ItemReturn
    event: WorkflowEvent


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the whole with what stands for it."""

    placed: Placed
    score: Score | None
    files: int
    lack: str
    """Why it stands between the branch and sending; blank where it does not."""
    returned: ItemReturn | None

    @property
    def item(self) -> Indicator:
        """The item itself."""
        return self.placed.indicator


@dataclass(frozen=True, slots=True)
class Group:
    """An indicator of the first level with the items below it that the branch scores."""

    indicator: Indicator
    lines: Sequence[Line]
    total: int
    """Tenths of a point so far."""

    @property
    def done(self) -> int:
        """How many items lack nothing."""
        return sum(not line.lack for line in self.lines)


def groups(found: Sheet) -> list[Group]:
    """The groups in which the branch scores something, with what each lacks."""
    lacks = {each.indicator.key: each.words for each in _lacking(found)}
    scores, totals = found.current(Tier.SELF), subtotals(found.scheme, found.points(Tier.SELF))
    asked = {item.key for item in found.items()}
    lines: dict[str, list[Line]] = {}
    for placed in walk(found.scheme.indicators):
        key = placed.indicator.key
        if key in asked:
            first = placed.above[0] if placed.above else placed.indicator
            line = Line(
                placed,
                scores.get(key),
                len(found.kept(key)),
                lacks.get(key, ""),
                found.returned.get(key),
            )
            lines.setdefault(first.key, []).append(line)
    return [
        Group(each, lines[each.key], totals.get(each.key, 0))
        for each in found.scheme.indicators
        if each.key in lines
    ]


def _lacking(found: Sheet) -> list[rules.Missing]:
    """What is missing, and what was returned and not mended."""
    gaps = list(found.missing())
    named = {each.indicator.key for each in gaps}
    scores = found.current(Tier.SELF)
    for item in found.items():
        score = scores.get(item.key)
        waits = item.key in found.returned and (score is None or score.attempt < found.attempt)
        if waits and item.key not in named:
            gaps.append(rules.Missing(item, "退回后还没有补正"))
    return gaps


def history(actor: Actor, found: Sheet) -> list[Sent]:
    """Every item ever sent back, the latest first, with the step that did it."""
    steps = {event.id: event for event in found.events}
    query = visible(actor, ItemReturn).where(ItemReturn.case_id == found.case.id)
    rows = db.session.scalars(query.order_by(ItemReturn.id.desc()))
    return [Sent(row, steps[row.event_id]) for row in rows if row.event_id in steps]
