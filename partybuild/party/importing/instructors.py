"""党建工作指导员名册: the check of a file of instructors and liaison officers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.imports.columns import KINDS
from partybuild.imports.plans import Options, Outcome, Plan
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.organizations.matching import Names, organizations_in_reach
from partybuild.organizations.writing import numbers
from partybuild.party.importing import absent, assignments, entering
from partybuild.party.importing.assignments import Sending, Sent
from partybuild.party.importing.change import Changes
from partybuild.party.importing.drafts import Draft
from partybuild.party.importing.findings import Findings, Place, Told, place
from partybuild.party.importing.given import given, labelled, plain
from partybuild.party.importing.lives import Life, lives
from partybuild.party.kinds import InstructorKind
from partybuild.rules import RuleBroken

KIND = KINDS["instructors"]


@dataclass(slots=True)
class Posted:
    """A row whose organization is known, and what it comes to."""

    row: Row
    sending: Sending
    changes: Changes = field(default_factory=Changes)
    new: bool = False

    @property
    def told(self) -> Told:
        """What the preview says of the row."""
        of = self.sending
        outcome = (
            Outcome.NEW if self.new else Outcome.CHANGED if self.changes.told else Outcome.SAME
        )
        name = f"{of.name} → {of.organization.name}"
        return Told(of.organization.number, name, outcome, self.changes.lines)


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """What a 党建工作指导员名册 would do; a `plans.Checker`."""
    found = Findings(KIND, list(rows))
    posted = _posted(actor, found)
    known = assignments.sent(actor, {each.sending.organization.id for each in posted})
    for each in posted:
        _settle(each, known.get(each.sending.organization.id, ()), options, found)
    _refuse_doubles(posted, found)
    told: dict[Place, Told] = {place(each.row): each.told for each in posted}
    plan = found.plan(told)
    draft = _draft(each for each in posted if not found.refused(each.row))
    why = entering.because("导入指导员名册", KIND, options)
    plan.write = lambda writer: entering.write(writer, draft, why)
    plan.absent = absent.assignments_left_out(actor, [each.sending for each in posted], options)
    return plan


def _posted(actor: Actor, found: Findings) -> list[Posted]:
    """The rows that say whom they send where."""
    names = organizations_in_reach(actor)
    said = {place(row): given(row) for row in found.rows}
    codes = {str(code) for values in said.values() if (code := plain(values.get("code")))}
    elsewhere = numbers(code for code in codes if names.numbered(code) is None)
    meant: list[tuple[Row, int]] = []
    for row in found.rows:
        number = _organization(names, row, elsewhere, found)
        if number is not None:
            meant.append((row, number))
    alive = lives(actor, {number for _, number in meant})
    sendings = [(row, _sending(row, alive[number], found)) for row, number in meant]
    return [Posted(row, sending) for row, sending in sendings if sending is not None]


def _organization(
    names: Names, row: Row, elsewhere: Collection[str], found: Findings
) -> int | None:
    """The organization a row means, by code, else by name."""
    values = given(row)
    code, name = plain(values.get("code")), plain(values.get("organization"))
    if code is not None:
        known = names.numbered(str(code))
        if known is None and code in elsewhere:
            found.hide(row)
        elif known is None:
            found.refuse(row, "code", f"没有找到代码是“{code}”的社会组织，请核对。")
        elif name is not None and known not in names.named(str(name)):
            found.warn(row, f"代码“{code}”是“{known.name}”，与所填名称不同，按代码导入。")
        return known.id if known is not None else None
    if name is None:
        found.add(row, [error for error in missing(KIND, row) if error not in row.errors])
        return None
    try:
        meant = names.find(str(name))
    except RuleBroken as broken:
        found.refuse(row, "organization", str(broken))
        return None
    if meant is None:
        found.refuse(row, "organization", f"没有找到社会组织“{name}”，请核对名称或填写代码。")
    return meant.id if meant is not None else None


def _sending(row: Row, organization: Life, found: Findings) -> Sending | None:
    values = given(row)
    name, label = plain(values.get("name")), plain(values.get("kind"))
    if name is None or label is None:
        found.add(row, missing(KIND, row))
        return None
    return Sending(
        organization=organization,
        kind=labelled(InstructorKind, label),
        name=str(name),
        workplace=plain(values.get("workplace")),
        telephone=plain(values.get("telephone")),
        first=plain(values.get("posted_from")),
        last=values.get("posted_to"),
        inferred=row.inferred,
    )


def _settle(each: Posted, known: Collection[Sent], options: Options, found: Findings) -> None:
    try:
        each.changes, each.new = assignments.changes(
            each.sending, list(known), clock.today(), correct=options.correct
        )
    except RuleBroken as broken:
        found.refuse(each.row, "name", str(broken))
        return
    if each.new:
        found.add(each.row, missing(KIND, each.row))
    for name, sentence in each.changes.errors:
        found.refuse(each.row, name, sentence)


def _refuse_doubles(posted: Iterable[Posted], found: Findings) -> None:
    """Two rows that state the same line on the same day are both refused."""
    first: dict[object, Posted] = {}
    for each in posted:
        for told in each.changes.told:
            other = first.setdefault((told.key, told.valid_from), each)
            if other is not each:
                for one, same in ((other, each), (each, other)):
                    words = f"与第 {same.row.number} 行是同一人派驻同一组织，请保留一行。"
                    found.refuse(one.row, "name", words)


def _draft(posted: Iterable[Posted]) -> Draft:
    draft = Draft()
    for each in posted:
        if each.changes.told:
            add(draft, each.sending.organization, each.changes)
    return draft


def add(draft: Draft, organization: Life, changes: Changes) -> None:
    """The statements about an organization's instructors, with the line its history tells."""
    draft.told += changes.told
    day = min(told.valid_from for told in changes.told)
    draft.organizations.append((organization.id, day, changes.lines))
    draft.where_organizations[organization.id] = (organization.unit_id, organization.body_id)
