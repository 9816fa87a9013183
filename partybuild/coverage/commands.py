"""Bringing spans up to the facts: superseded by change number, never updated."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from partybuild import clock
from partybuild.access.scope import system, under
from partybuild.coverage import gather, keeping, party_spans
from partybuild.coverage.keeping import Changes
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.places import Trees
from partybuild.coverage.rules import spans_of
from partybuild.coverage.span import CoverageSpan as Span
from partybuild.coverage.span import History
from partybuild.db import OPEN, db
from partybuild.db.many import pour, ready
from partybuild.db.work import current_work
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.party.models import PartyOrganization
from partybuild.search import text

FEW = 20
LIFE = ("id", "known_from", "known_to")


def recount(organizations: Collection[int], party: Collection[int], first_day: date) -> None:
    """Make spans and kept columns agree with the facts of these and of all they touch."""
    with system("重算覆盖"):
        organizations = set(organizations) | led_by(party)
        touched, parties = gather.neighbours(organizations, party)
        # A neighbour is counted with all that covers it, and with whom that covers besides.
        around, covering = gather.neighbours(touched, parties)
        facts = gather.load(around, covering)
        trees = Trees()
        wanted = [
            row
            for history in gather.histories(facts, trees, touched)
            for row in rows(trees, history)
        ]
        moved = replace(CoverageSpan, CoverageSpan.organization_id, touched, wanted)
        party_rows = [row for number in parties for row in party_spans.rows(facts, trees, number)]
        parties_moved = replace(PartySpan, PartySpan.party_organization_id, parties, party_rows)
        keeping.follow(moved, parties_moved)
        _keep_organizations(facts, trees, touched)
        keep(PartyOrganization, party_spans.kept(facts, trees, parties))


def led_by(party: Collection[int]) -> set[int]:
    """Organizations whose leading body stands at or below one of these Party organizations."""
    if not party:
        return set()
    found: set[int] = set()
    for part in gather.chunks(_below(set(party))):
        found |= set(
            db.session.scalars(
                select(OrganizationProfile.organization_id).where(
                    OrganizationProfile.body_id.in_(part), OrganizationProfile.known_to == OPEN
                )
            )
        )
    return found


def _below(party: set[int]) -> set[int]:
    """These Party organizations and all that stand below them."""
    columns = PartyOrganization.__table__.c
    query = select(columns.id, columns.body_path)
    if len(party) > FEW:
        # Most of the tree at once: one pass over all paths instead of a look-up each.
        rows = db.session.execute(query)
        return party | {number for number, path in rows if party & _steps(path)}
    paths = db.session.scalars(select(columns.body_path).where(columns.id.in_(sorted(party)))).all()
    below = [under(columns.body_path, path) for path in paths if path]
    if not below:
        return party
    return party | set(db.session.scalars(select(columns.id).where(or_(*below))))


def _steps(path: str) -> set[int]:
    return {int(part) for part in path.split("/") if part}


def rows(trees: Trees, history: History) -> list[dict[str, Any]]:
    """The spans of a life as rows of their table, without change numbers, in order."""
    found = [_row(trees, span) for span in spans_of(history)]
    if found:
        found[0]["is_first"] = found[-1]["is_last"] = True
    return found


def _row(trees: Trees, span: Span) -> dict[str, Any]:
    standing = span.standing
    return {
        "organization_id": span.organization_id,
        "valid_from": span.valid_from,
        "valid_to": span.valid_to,
        "is_first": False,
        "is_last": False,
        "name": standing.name,
        "sort_key": standing.sort_key,
        "code": standing.code or "",
        "kind": standing.kind,
        "state": standing.state,
        "level": standing.level or "",
        "supervisor": standing.supervisor or "",
        "industry": standing.industry or "",
        "registration_way": standing.registration_way or "",
        "region_id": standing.region_id,
        "registered_on": standing.registered_on,
        "trade": standing.trade,
        "charity": standing.charity,
        "community": standing.community,
        "zombie": standing.zombie,
        "cover": span.cover,
        "has_instructor": span.has_instructor,
        "has_liaison": span.has_liaison,
        "has_mass": span.has_mass,
        "double": span.double,
        "inferred": span.inferred,
        "formations": span.formations,
        "party_ids": list(span.party_organization_ids),
        "staff": span.staff,
        "full": span.full,
        "probationary": span.probationary,
        "affiliated": span.affiliated,
        "unit_id": standing.unit_id,
        "body_id": standing.body_id,
        "body_path": standing.body_path or "",
        **trees.place(standing.unit_path),
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """What supersedes the known rows of some things: ids that go, rows that come."""

    gone: list[int]
    added: list[dict[str, Any]]
    """Without change numbers."""
    changes: Changes


def difference(
    model: Any, column: Any, ids: Collection[int], wanted: Iterable[dict[str, Any]]
) -> Difference:
    """The known rows of `ids` that are not wanted any more, and those that are new."""
    changes = Changes()
    table = model.__table__
    names = [c.name for c in table.columns if c.name not in LIFE]
    standing = {_identity(names, row): row for row in wanted}
    gone: list[int] = []
    for part in gather.chunks(ids):
        query = select(table).where(column.in_(part), table.c.known_to == OPEN)
        for row in db.session.execute(query).mappings():
            if standing.pop(_identity(names, row), None) is None:
                gone.append(row["id"])
                changes.note(-1, row)
    for new in standing.values():
        changes.note(1, new)
    return Difference(gone, list(standing.values()), changes)


def replace(
    model: Any, column: Any, ids: Collection[int], wanted: Iterable[dict[str, Any]]
) -> Changes:
    """Supersede the known rows of `ids` that are not wanted any more; add those that are new."""
    found = difference(model, column, ids, wanted)
    change, table = current_work().change, model.__table__
    if found.gone:
        db.session.connection().execute(
            update(table).where(table.c.id == bindparam("row")).values(known_to=change),
            [{"row": number} for number in found.gone],
        )
    pour(ready(table, found.added), known_from=change, known_to=OPEN)
    return found.changes


def _identity(names: list[str], row: Any) -> tuple[Any, ...]:
    return tuple(tuple(v) if isinstance(v := row[name], list) else v for name in names)


def _keep_organizations(facts: gather.Facts, trees: Trees, ids: Collection[int]) -> None:
    """The columns that an organization keeps as they are today."""
    today = clock.today()
    rows = []
    for number in ids:
        profile = gather.row_on(facts.profiles.get(number, ()), today)
        state = gather.row_on(facts.standings.get(number, ()), today)
        if profile is None or state is None:
            continue
        path, body_path = trees.now(profile.unit_id, profile.body_id, today)
        rows.append(
            {
                "row": number,
                "name": profile.name,
                "sort_key": text.sort_key(profile.name),
                "kind": profile.kind,
                "state": state.state,
                "unit_id": profile.unit_id,
                "body_id": profile.body_id,
                "body_path": body_path,
                **trees.place(path),
            }
        )
    keep(Organization, rows)


def keep(model: Any, rows: list[dict[str, Any]]) -> None:
    """Let the row with the id `row` say each row's values, where it does not already."""
    table = model.__table__
    names = [name for name in rows[0] if name != "row"] if rows else []
    kept: dict[int, Any] = {}
    for part in gather.chunks([row["row"] for row in rows]):
        query = select(table.c.id, *(table.c[name] for name in names))
        found = db.session.execute(query.where(table.c.id.in_(part)))
        kept.update((number, tuple(values)) for number, *values in found)
    wrong = [row for row in rows if kept[row["row"]] != tuple(row[name] for name in names)]
    if wrong:
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        db.session.connection().execute(
            update(table).where(table.c.id == bindparam("row")).values(values), wrong
        )
