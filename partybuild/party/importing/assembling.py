"""From drafted wishes to one draft of the whole file, leaving out what is refused."""

from collections.abc import Sequence
from datetime import date

from partybuild.facts.histories import Change
from partybuild.party.importing.change import Changes
from partybuild.party.importing.drafting import Drafted
from partybuild.party.importing.drafts import Draft, Where
from partybuild.party.importing.findings import Findings, Told, place
from partybuild.party.importing.lives import Life
from partybuild.party.importing.profiles import REFERS
from partybuild.party.importing.tree import parent_column
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import PartyProfile
from partybuild.party.subject import LABELS
from partybuild.party.telling import changed

COVERS, COVERED_BY = LABELS["organization"], "党组织"
WITHOUT_SUPERIOR = "上级党组织所在的行有错误，没有导入，请先改正那一行。"


def note(drafted: Sequence[Drafted], found: Findings) -> None:
    """Errors and warnings of the drafts stand with their rows; what hangs on them falls too."""
    for each in drafted:
        _note_one(each.wish, each.changes, found)
        _fall_together(each.wish, found)
    by_ref = {each.wish.ref: each.wish for each in drafted}
    again = True
    while again:
        again = False
        for wish in by_ref.values():
            above = by_ref.get(wish.parent) if wish.parent is not None else None
            if above is not None and found.refused(above.row) and not found.refused(wish.row):
                found.refuse(wish.row, parent_column(wish), WITHOUT_SUPERIOR)
                _fall_together(wish, found)
                again = True


def _note_one(wish: Wish, changes: Changes, found: Findings) -> None:
    if found.hidden(wish.row):
        return
    for name, sentence in changes.errors:
        found.refuse(wish.row, wish.column(name), sentence)
    for sentence in changes.warnings:
        found.warn(wish.row, sentence)


def _fall_together(wish: Wish, found: Findings) -> None:
    """Where the Party organization of several rows cannot be, none of them is let in."""
    if found.refused(wish.row):
        for row in wish.others:
            if not found.refused(row):
                words = f"同一党组织的第 {wish.row.number} 行有错误，请先改正那一行。"
                found.refuse(row, wish.column("name"), words)


def assemble(drafted: Sequence[Drafted], found: Findings) -> Draft:
    """What the good rows write."""
    draft = Draft()
    for each in drafted:
        if not found.refused(each.wish.row):
            _take(draft, each)
    return draft


def _take(draft: Draft, each: Drafted) -> None:
    wish, changes = each.wish, each.changes
    if each.newcomer is not None:
        draft.newcomers[wish.ref] = each.newcomer
        draft.where_party[wish.ref] = (each.newcomer.unit_id, None)
        lines = [line for line in changes.lines if line["label"] == COVERS]
    else:
        assert wish.body is not None
        draft.where_party[wish.number] = (wish.body.unit_id, wish.body.id)
        lines = changes.lines
    draft.told += changes.told
    if changes.told:
        day = min(told.valid_from for told in changes.told)
        draft.party.append((wish.number, day, lines))
    for told in changes.told:
        if told.model is PartyProfile and (told.values is None or set(REFERS) & set(told.values)):
            draft.moved.add(wish.number)
    for begin in each.links.begin:
        _tell(draft, begin.organization, begin.day, changed(COVERED_BY, "", wish.name))
    for end in each.links.end:
        _tell(draft, end.organization, end.day, changed(COVERED_BY, wish.name, ""))


def _tell(draft: Draft, organization: Life, day: date, change: Change) -> None:
    draft.organizations.append((organization.id, day, [change]))
    where: Where = (organization.unit_id, organization.body_id)
    draft.where_organizations[organization.id] = where


def told_of(drafted: Sequence[Drafted]) -> dict[tuple[str, int], Told]:
    """What the preview says of each row."""
    return {
        place(each.wish.row): Told(
            each.wish.body.code if each.wish.body else each.wish.words("code") or "",
            each.wish.name,
            each.outcome,
            each.changes.lines,
        )
        for each in drafted
    }
