"""Writing a draft, set-based, inside the import's command."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select, update

from partybuild.access.actor import Actor
from partybuild.access.scope import system, under
from partybuild.db import db
from partybuild.db.work import bulk, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Subject, record
from partybuild.imports.plans import Options
from partybuild.imports.records import Kind
from partybuild.organizations.models import Organization
from partybuild.organizations.queries import marks_of
from partybuild.organizations.subject import ORGANIZATION
from partybuild.party import writing
from partybuild.party.importing.drafts import Draft, Line, Newcomer, Where
from partybuild.party.importing.lives import chunks
from partybuild.party.models import PartyOrganization
from partybuild.party.subject import PARTY
from partybuild.party.telling import Told
from partybuild.party.writing import NewParty

Ids = Mapping[int, int]
"""Refs of a file → the ids they were given."""
NOBODY: Ids = {}
FEW = 200


def because(action: str, kind: Kind, options: Options) -> Because:
    """Why a file's facts are said: the kind of file, and which one."""
    return Because(action, f"按{kind.label}导入", options.document[:120])


def write(
    actor: Actor,
    draft: Draft,
    why: Because,
    *,
    places: Ids = NOBODY,
    organizations: Ids = NOBODY,
) -> None:
    """Write the draft; units and organizations that it only refers to stand already."""
    marks = marks_of(actor)
    known = _Known(places, organizations)
    parties = _add(actor, draft, why, known, marks)
    told = [known.told(each, parties) for each in draft.told]
    party = _lines(draft.party, parties)
    others = _lines(draft.organizations, organizations)
    where_party = {parties.get(n, n): known.where(w) for n, w in draft.where_party.items()}
    where_others = {
        organizations.get(n, n): known.where(w) for n, w in draft.where_organizations.items()
    }
    changed = {number for number, _, _ in party}
    with (
        bulk(actor, PartyOrganization, changed),
        bulk(actor, Organization, {number for number, _, _ in others}),
    ):
        for model in dict.fromkeys(each.model for each in told):
            put(model, [_statement(each) for each in told if each.model is model])
        _record(actor, PARTY, why, party, lambda n: marks(*where_party[n]))
        _record(actor, ORGANIZATION, why, others, lambda n: marks(*where_others[n]))
        _count_versions(changed - set(parties.values()))
    if told:
        first = min(each.valid_from for each in told)
        current_work().touch(first, {number for number, _, _ in others}, changed)
    if draft.moved:
        first = min(each.valid_from for each in told)
        current_work().touch(first, party=_below(draft.moved))


class _Known:
    """Refs of units and organizations resolved."""

    def __init__(self, places: Ids, organizations: Ids) -> None:
        self.places = places
        self.organizations = organizations

    def values(self, values: Mapping[str, Any], parties: Ids) -> dict[str, Any]:
        """Values of a fact with ids in the place of refs."""
        found = dict(values)
        for name, ids in (
            ("parent_id", parties),
            ("region_id", self.places),
            ("lead_organization_id", self.organizations),
        ):
            if found.get(name) is not None:
                found[name] = ids.get(found[name], found[name])
        return found

    def told(self, each: Told, parties: Ids) -> Told:
        """A statement with ids in the place of refs."""
        names = each.model.KEY
        key = tuple(
            parties.get(part, part)
            if name == "party_organization_id"
            else self.organizations.get(part, part)
            if name == "organization_id"
            else part
            for name, part in zip(names, each.key, strict=True)
        )
        values = None if each.values is None else self.values(each.values, parties)
        return Told(each.model, key, values, each.valid_from, each.valid_to)

    def where(self, of: Where) -> Where:
        """A place whose unit may just have been made."""
        return self.places.get(of[0], of[0]), of[1]


def _add(actor: Actor, draft: Draft, why: Because, known: _Known, marks: Callable[..., str]) -> Ids:
    """Enter the new Party organizations; their ids by ref."""
    refs = list(draft.newcomers)
    order = {ref: index for index, ref in enumerate(refs)}
    codes = _codes(draft.newcomers)
    new = []
    for ref in refs:
        of = draft.newcomers[ref]
        unit_id = known.places.get(of.unit_id, of.unit_id)
        parent = of.profile["parent_id"]
        mark = marks(unit_id, parent if parent is not None and parent > 0 else None)
        new.append(_new_party(of, codes[ref], unit_id, mark, order, known))
    return dict(zip(refs, writing.add(actor, new, why), strict=True))


def _codes(newcomers: Mapping[int, Newcomer]) -> dict[int, str]:
    """The code of each: its own, else the next that neither register nor file has."""
    own = {ref: new.code for ref, new in newcomers.items() if new.code is not None}
    free = (c for c in writing.next_codes(len(newcomers)) if c not in own.values())
    lacking = [ref for ref in newcomers if ref not in own]
    return own | dict(zip(lacking, free, strict=False))


def _new_party(
    of: Newcomer, code: str, unit_id: int, mark: str, order: Ids, known: _Known
) -> NewParty:
    profile = known.values(of.profile, NOBODY)
    parent = order.get(profile["parent_id"])
    if parent is not None:
        profile["parent_id"] = None
    return NewParty(
        code=code,
        founded_on=of.founded_on,
        profile=profile,
        unit_id=unit_id,
        parent=parent,
        dissolved_on=of.dissolved_on,
        secretary=of.secretary,
        term=of.term,
        headcount=of.headcount,
        mark=mark,
    )


def _statement(each: Told) -> Statement:
    return Statement(each.key, each.values, each.valid_from, each.valid_to)


def _lines(lines: Iterable[Line], ids: Ids) -> list[Line]:
    return [(ids.get(number, number), day, changes) for number, day, changes in lines]


def _record(
    actor: Actor,
    subject: Subject,
    why: Because,
    lines: Sequence[Line],
    mark: Callable[[int], str],
) -> None:
    """Write the lines, marked where they come from above the subject's own unit."""
    by_mark: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_mark[mark(line[0])].append(line)
    for word, marked in by_mark.items():
        record(actor, subject, replace(why, mark=word), marked)


def _count_versions(ids: Collection[int]) -> None:
    """Whoever has one of these open on a page is told that it changed."""
    table: Any = PartyOrganization.__table__
    for part in chunks(ids):
        query = update(table).where(table.c.id.in_(part)).values(version=table.c.version + 1)
        db.session.execute(query)


def _below(moved: Collection[int]) -> set[int]:
    """All Party organizations, wherever they are, that stand below these today."""
    found: set[int] = set()
    with system("重算下级党组织"):
        paths: list[str] = []
        for part in chunks(moved):
            query = select(PartyOrganization.body_path).where(PartyOrganization.id.in_(part))
            paths += db.session.scalars(query)
        for start in range(0, len(paths), FEW):
            some = [under(PartyOrganization.body_path, path) for path in paths[start : start + FEW]]
            found.update(db.session.scalars(select(PartyOrganization.id).where(or_(*some))))
    return found - set(moved)
