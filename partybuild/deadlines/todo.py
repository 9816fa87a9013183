"""What is to be done: every source's counts, and single items across sources by due day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.db import FOREVER
from partybuild.deadlines import calendar, ladders, rules
from partybuild.deadlines.ports import After, OpenItem, Source, Tally, Wanted, sources
from partybuild.deadlines.rules import Rung, Standing
from partybuild.rules import RuleBroken

PAGE = 50
_LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Heap:
    """A source with what stands in it; `words`: the days left of its nearest item."""

    source: Source
    tally: Tally
    words: str

    @property
    def late(self) -> bool:
        """Whether something in it is overdue."""
        return self.tally.late > 0


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the list shows it."""

    item: OpenItem
    source: Source
    words: str
    standing: Standing
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to, and after which item it goes on."""

    kind: str = ""
    standing: Standing | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """The page: true counts of every source, and the lines that are shown."""

    heaps: Sequence[Heap]
    lines: Sequence[Line]
    asked: Asked
    total: int
    next: str

    @property
    def open(self) -> int:
        """Everything that stands open."""
        return sum(heap.tally.open for heap in self.heaps)

    @property
    def late(self) -> int:
        """What is overdue."""
        return sum(heap.tally.late for heap in self.heaps)

    @property
    def soon(self) -> int:
        """What is soon due."""
        return sum(heap.tally.soon for heap in self.heaps)


def open_items(actor: Actor) -> list[Heap]:
    """Every source this person works on in which something stands, late ones first."""
    found = [_heap(source, source.count(actor)) for source in _mine(actor)]
    standing = [heap for heap in found if heap.tally.open]
    return sorted(standing, key=lambda heap: (not heap.late, heap.tally.nearest or FOREVER))


def _mine(actor: Actor) -> list[Source]:
    return [source for source in sources if actor.may(source.needs)]


def _heap(source: Source, tally: Tally) -> Heap:
    nearest = tally.nearest
    words = calendar.words(clock.today(), nearest, source.working) if nearest else ""
    return Heap(source, tally, words)


def open_count(actor: Actor) -> int:
    """How many items stand open."""
    return sum(heap.tally.open for heap in open_items(actor))


def read(arguments: Mapping[str, str]) -> Asked:
    """What an address asks for; RuleBroken for a filter that is none."""
    kind, standing = arguments.get("kind", ""), arguments.get("standing", "")
    if kind and kind not in {source.key for source in sources}:
        raise RuleBroken("没有这一类待办，请从待办页上选择。")
    if standing and standing not in {each.value for each in Standing}:
        raise RuleBroken("待办只能按已逾期、快到期或未到期筛选。")
    after = arguments.get("after", "")
    _cursor(after)
    return Asked(kind, Standing(standing) if standing else None, after)


def page(actor: Actor, asked: Asked) -> Todo:
    """Items of all sources by due day, page by page; a leader sees the counts only."""
    heaps = open_items(actor)
    chosen = [heap for heap in heaps if asked.kind in ("", heap.source.key)]
    total = sum(_count(heap.tally, asked.standing) for heap in chosen)
    if actor.role is Role.LEADER:
        return Todo(heaps, [], asked, total, "")
    found = _drawn(actor, [h for h in chosen if _count(h.tally, asked.standing)], asked)
    more = found[PAGE - 1] if len(found) > PAGE else None
    following = f"{more[0].isoformat()}.{more[1].key}.{more[2].id}" if more else ""
    lines = [_line(source, item) for _, source, item in found[:PAGE]]
    return Todo(heaps, lines, asked, total, following)


def _drawn(
    actor: Actor, heaps: Sequence[Heap], asked: Asked
) -> list[tuple[date, Source, OpenItem]]:
    """The items of a page and one more, in order. Sources whose nearest item comes later than all
    of them are not asked for theirs.
    """
    due, key, number = _cursor(asked.after)
    found: list[tuple[date, Source, OpenItem]] = []
    for heap in sorted(heaps, key=_nearest):
        if len(found) > PAGE and _nearest(heap) > found[PAGE][0]:
            break
        source = heap.source
        wanted = Wanted(PAGE + 1, After(due, _place(source.key, key, number)), asked.standing)
        found += [(item.due_on or FOREVER, source, item) for item in source.rows(actor, wanted)]
        found.sort(key=lambda each: (each[0], each[1].key, each[2].id))
    return found[: PAGE + 1]


def _nearest(heap: Heap) -> date:
    return heap.tally.nearest or FOREVER


def _place(key: str, shown: str, number: int) -> int:
    """Where a source goes on among items of one due day: sources follow each other by key."""
    if key == shown:
        return number
    return _LAST if key < shown else 0


def _cursor(after: str) -> tuple[date, str, int]:
    if not after:
        return date.min, "", 0
    try:
        due, key, number = after.split(".")
        return date.fromisoformat(due), key, min(int(number), _LAST)
    except ValueError as error:
        raise RuleBroken("翻页的位置不对，请从第一页重新开始。") from error


def _count(tally: Tally, standing: Standing | None) -> int:
    if standing is None:
        return tally.open
    if standing is Standing.LATE:
        return tally.late
    return tally.soon if standing is Standing.SOON else tally.open - tally.late - tally.soon


def _line(source: Source, item: OpenItem) -> Line:
    today, last = clock.today(), item.due_on
    words = calendar.words(today, last, source.working) if last else ""
    standing = rules.standing(today, last, today + timedelta(days=source.soon))
    rung = rules.rung(today, last, ladders.rungs()) if last and source.reminded else None
    return Line(item, source, words, standing, rung)
