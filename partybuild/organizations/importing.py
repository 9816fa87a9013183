"""Checking a register file (社会组织名册) against the register; nothing is written here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.clock.days import years_later
from partybuild.facts.commands import known
from partybuild.facts.rules import Row as Line
from partybuild.imports.columns import KINDS
from partybuild.imports.planning import Planner
from partybuild.imports.plans import Options, Outcome, Plan
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.organizations import codes, given, import_rows, writing
from partybuild.organizations.differences import Model
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.given import Given
from partybuild.organizations.import_changes import Changed
from partybuild.organizations.import_register import Register
from partybuild.organizations.import_writing import Draft
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.matching import Known, candidates
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    OrganizationContact,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.rules import RuleBroken

KIND = "organizations"
CHUNK = 5000
_PARTS: Mapping[Model, Collection[str]] = {
    Headcount: given.HEADCOUNT,
    OrganizationContact: given.CONTACT,
    BoardTerm: given.BOARD,
    BuildPlan: given.PLAN,
}


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """`imports.plans.Checker` of 社会组织名册."""
    return examined(actor, rows, options, columns).finish()


def examined(
    actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]
) -> "Checking":
    """The rows taken down; for kinds that say more of an organization than its register."""
    if options.effective_on > years_later(clock.today(), 1):
        raise RuleBroken("生效日期不能晚于今天一年以上，请核对年份。")
    checking = Checking(actor, options, columns)
    for part in _chunks(rows):
        checking.check(part)
    return checking


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    walk = iter(rows)
    while part := list(islice(walk, CHUNK)):
        yield part


@dataclass(slots=True)
class _Read:
    """A row as it was read, and the organization it is about."""

    row: Row
    said: Given
    about: Known | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The organization a row is about (None: a new one), and what the row makes of it."""

    about: Known | None
    made: Newcomer | Changed | None


class Checking:
    """One file on its way through the register."""

    def __init__(self, actor: Actor, options: Options, columns: Collection[str]) -> None:
        self.planner = Planner(KINDS[KIND])
        self.register = Register(actor, options, self.planner)
        document = options.document
        self.draft = Draft(self.register.places, document, options.correct)
        models = [model for model, names in _PARTS.items() if set(names) & set(columns)]
        self.models: list[Model] = [OrganizationProfile, OrganizationStanding, *models]
        self.seen: set[int] = set()
        self.taken: dict[tuple[str, int], Taken] = {}
        """By sheet and row."""

    def check(self, rows: Sequence[Row]) -> None:
        """Take a part of the file down."""
        reads = [self._read(row) for row in rows]
        numbers = {n for read in reads if read.about is None for n in _numbers(read.row)}
        elsewhere = writing.numbers(numbers) if numbers else {}
        ids = [read.about.id for read in reads if read.about is not None]
        lines = {model: known(model, [(number,) for number in ids]) for model in self.models}
        self.register.look_up(ids, lines[OrganizationProfile])
        for read in reads:
            if read.about is not None:
                self.seen.add(read.about.id)
                self._standing(read, read.about, lines)
            elif any(number in elsewhere for number in _numbers(read.row)):
                self.planner.foreign(read.row)
            else:
                self._new(read)

    def _read(self, row: Row) -> _Read:
        for name in given.cleared_wrongly(row.values):
            self.planner.wrong(row, name, "这一列不能清空，请填写内容，或留空表示不改动。")
            row.values.pop(name)
        read = _Read(row, given.given(row.values))
        read.about = self._match(read)
        return read

    def _match(self, read: _Read) -> Known | None:
        names = self.register.names
        for number in _numbers(read.row):
            if (found := names.numbered(number)) is not None:
                return found
        name = read.row.values.get("name")
        if _numbers(read.row) or not isinstance(name, str) or self._faulty(read.row):
            return None
        filed = [one for one in names.named(name) if one.kind is OrganizationKind.FILED]
        place = self.register.place(read.row, read.said, quiet=True)
        here = [one for one in filed if self.register.stands_in(one, place)]
        if len(here) > 1:
            self.planner.wrong(
                read.row, "name", f"在册有几个同名的：{candidates(here)}，请填写备案编号。"
            )
        return here[0] if len(here) == 1 else None

    def _faulty(self, row: Row) -> bool:
        """Whether the number itself could not be read."""
        kind = self.planner.kind
        labels = {kind.by_field[name].name for name in ("code", "filing_number")}
        return any(error.heading in labels for error in row.errors)

    def _standing(
        self, read: _Read, about: Known, lines: Mapping[Model, Mapping[Any, Sequence[Line]]]
    ) -> None:
        own = {model: found.get((about.id,), ()) for model, found in lines.items()}
        changed = import_rows.standing(self.register, read.row, read.said, about, own)
        outcome = Outcome.CHANGED if changed and changed.lines else Outcome.SAME
        shown = changed.lines if changed else None
        self.taken[read.row.sheet, read.row.number] = Taken(about, changed)
        good = self.planner.settle(read.row, about.number, about.name, outcome, shown)
        if good and changed is not None and changed.lines:
            self.draft.changed.append(changed)

    def _new(self, read: _Read) -> None:
        row, said = read.row, read.said
        number = next(iter(_numbers(row)), "")
        name = str(said.profile.get("name", ""))
        if not self._faulty(row):
            row.errors += self._lacking(row, said)
        newcomer = import_rows.new(self.register, row, said)
        if newcomer is None and not row.errors:
            self.planner.foreign(row)
            return
        self.taken[row.sheet, row.number] = Taken(None, newcomer)
        shown = self.register.opening(newcomer) if newcomer else None
        if self.planner.settle(row, number, name, Outcome.NEW, shown) and newcomer:
            self.draft.newcomers.append(newcomer)

    def _lacking(self, row: Row, said: Given) -> list[Any]:
        lacking = missing(self.planner.kind, row)
        namesakes = [
            one
            for one in self.register.names.named(str(said.profile.get("name", "")))
            if one.kind is not OrganizationKind.FILED
        ]
        if namesakes and not _numbers(row):
            words = f"没有填写代码；在册有同名的：{candidates(namesakes)}，请补填代码。"
            return [row.error(self.planner.kind, "code", words)]
        return lacking

    def leave_out(self, places: Collection[tuple[str, int]]) -> None:
        """These rows (sheet, number) are refused for another reason and write nothing."""
        gone = {id(self.taken[place].made) for place in places if place in self.taken}
        self.draft.newcomers = [one for one in self.draft.newcomers if id(one) not in gone]
        self.draft.changed = [one for one in self.draft.changed if id(one) not in gone]

    def finish(self) -> Plan:
        """The plan of the whole file."""
        plan = self.planner.plan
        plan.warnings[:0] = self.register.warnings()
        plan.absent = self.register.absent(self.seen, self.draft.newcomers)
        plan.write, plan.moved = self.draft.write, self.draft.moved
        plan.prepare = self.draft.prepare
        return plan


def _numbers(row: Row) -> list[str]:
    """The code, else the filing number, as the register writes it."""
    code, filing = row.values.get("code"), row.values.get("filing_number")
    if isinstance(code, str):
        return [codes.clean(code)]
    return [filing] if isinstance(filing, str) else []
