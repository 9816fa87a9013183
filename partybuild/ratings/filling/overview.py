"""What the pages of a self-assessment show: the whole, and one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.ratings.filling import guards, recalling, register
from partybuild.ratings.filling.known import Known, plain
from partybuild.ratings.filling.lines import Group, Line, Sent, groups, history
from partybuild.ratings.filling.queries import Sheet, sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.filling.writing import mark
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.standing.rules import Standing


class Shut(NamedTuple):
    """What holds the branch down: known with what would lift it, or not known yet."""

    label: str
    words: str
    bars: int
    lifts: str
    known: bool
    """False where the record is missing; the words say what is awaited."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One assessment as its overview shows it."""

    sheet: Sheet
    standing: Standing | None
    groups: Sequence[Group]
    history: Sequence[Sent]
    known: int
    """Unanswered items whose answer plainly follows from the register."""
    earlier: tuple[int, int] | None
    """The latest assessment whose answers may be taken over: its id and its year."""
    closed: str
    shut_out: str
    mark: str
    """代填 where the reader enters on behalf."""
    kept: str | None
    """Why what was sent cannot be taken back, blank where it can; None where it is not sent."""

    @property
    def shut(self) -> Sequence[Shut]:
        """The gates that are shut; those that wait for the same missing record stand as one."""
        known: list[Shut] = []
        waiting: dict[str, Shut] = {}
        for each in self.standing.barred if self.standing else ():
            gate, words = each.gate, each.fact.words
            if each.fact.held:
                known.append(Shut(gate.label, words, gate.bars, gate.lifts, known=True))
            elif words not in waiting or gate.bars < waiting[words].bars:
                waiting[words] = Shut("现在还查不到", words, gate.bars, "", known=False)
        return [*known, *waiting.values()]

    @property
    def lines(self) -> Sequence[Line]:
        """Every item, in order."""
        return [line for group in self.groups for line in group.lines]

    @property
    def lacking(self) -> Sequence[Line]:
        """What stands between the branch and sending."""
        return [line for line in self.lines if line.lack]


def whole(actor: Actor, assessment_id: int) -> Whole:
    """Everything about one assessment; OutOfReach for a foreign one."""
    found = sheet(actor, assessment_id)
    standing, closed = register.standing(actor, found), found.closed()
    here = found.current(Tier.SELF)
    open_ones = [item for item in found.items() if item.fact and item.key not in here]
    facts = {} if closed else register.beside(actor, found, {item.fact for item in open_ones})
    return Whole(
        found,
        standing,
        groups(found),
        history(actor, found),
        sum(plain(item, facts.get(item.fact)) is not None for item in open_ones),
        None if closed else earlier(actor, found),
        closed,
        guards.shut_out(standing),
        mark(actor),
        recalling.refusal(actor, found) if recalling.may_ask(found) else None,
    )


def earlier(actor: Actor, found: Sheet) -> tuple[int, int] | None:
    """The branch's latest other assessment that was sent, if an item here still lacks an answer."""
    if len(found.current(Tier.SELF)) >= len(found.items()):
        return None
    query = (
        visible(actor, Assessment, Assessment.id, RatingRound.year)
        .join(RatingRound, RatingRound.id == Assessment.round_id)
        .where(
            Assessment.party_organization_id == found.row.party_organization_id,
            Assessment.id != found.row.id,
            Assessment.sent_on.is_not(None),
        )
        .order_by(Assessment.sent_on.desc(), Assessment.id.desc())
    )
    row = db.session.execute(query.limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, slots=True)
class Page:
    """One item on its page."""

    sheet: Sheet
    line: Line
    lines: Sequence[Line]
    known: Known | None
    proposed: Answer | None
    """What follows from the fact, where the item has no answer yet."""
    history: Sequence[Sent]
    closed: str
    mark: str

    @property
    def at(self) -> int:
        """The place of the item, from 1."""
        return next(
            n for n, each in enumerate(self.lines, 1) if each.item.key == self.line.item.key
        )

    @property
    def done(self) -> int:
        """How many items lack nothing."""
        return sum(not each.lack for each in self.lines)

    @property
    def before(self) -> str:
        """The key of the item before, blank at the first."""
        return self.lines[self.at - 2].item.key if self.at > 1 else ""

    @property
    def after(self) -> str:
        """The key of the next item, blank at the last; while mending, of the next one returned."""
        rest = self.lines[self.at :]
        if self.sheet.returned and not self.closed:
            rest = [each for each in rest if each.returned]
        return rest[0].item.key if rest else ""


def page(actor: Actor, assessment_id: int, key: str) -> Page:
    """One item of an assessment; OutOfReach for a foreign one, and where there is no such item."""
    found = sheet(actor, assessment_id)
    lines = [line for group in groups(found) for line in group.lines]
    line = next((each for each in lines if each.item.key == key), None)
    if line is None:
        raise OutOfReach
    item = line.item
    known = register.beside(actor, found, {item.fact} - {""}).get(item.fact)
    proposed = plain(item, known) if line.score is None else None
    sent = [each for each in history(actor, found) if each.item.item == key]
    return Page(found, line, lines, known, proposed, sent, found.closed(key), mark(actor))
