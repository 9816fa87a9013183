"""The organizations of a ledger: checked as the register's, then known to its Party side."""

from collections.abc import Mapping

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import current_work
from partybuild.imports.planning import OUT_OF_REACH
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.importing import Checking
from partybuild.organizations.models import Organization
from partybuild.party.importing.findings import Findings, Place
from partybuild.party.importing.lives import Life, lives

Refs = dict[int, Newcomer]
"""A negative number for each organization that the file itself brings in."""


def of_rows(actor: Actor, checking: Checking) -> tuple[dict[Place, Life], Refs]:
    """The organization of each row that has one, and the new ones by ref."""
    about = {at: taken.about.id for at, taken in checking.taken.items() if taken.about}
    known = lives(actor, set(about.values()))
    found = {at: known[number] for at, number in about.items() if number in known}
    refs: Refs = {}
    for at, taken in checking.taken.items():
        if taken.about is None and isinstance(taken.made, Newcomer):
            ref = -1 - len(refs)
            refs[ref] = taken.made
            found[at] = _life(ref, taken.made)
    return found, refs


def _life(ref: int, newcomer: Newcomer) -> Life:
    new = newcomer.organization
    profile = new.profile
    ended_on = new.ended[1] if new.ended else None
    days = profile["registered_on"], ended_on
    where = profile["unit_id"], profile.get("body_id")
    return Life(ref, new.code or new.filing_number or "", profile["name"], *where, *days)


def hide_foreign(checking: Checking, found: Findings) -> None:
    """Rows about organizations out of reach are refused by their number here too."""
    foreign = {
        (error.sheet, error.row)
        for error in checking.planner.plan.errors
        if error.message == OUT_OF_REACH
    }
    for row in found.rows:
        if (row.sheet, row.number) in foreign:
            found.hide(row)


def ids(actor: Actor, refs: Refs, places: Mapping[int, int]) -> dict[int, int]:
    """The ids that the new organizations were given by this very change. Inside `work`."""
    if not refs:
        return {}
    table = Organization
    columns = table.id, table.code, table.filing_number, table.name, table.unit_id
    query = visible(actor, table, *columns).where(table.change == current_work().change)
    by_key: dict[object, int] = {}
    for number, code, filing, name, unit_id in db.session.execute(query):
        for key in (code, filing, (name, unit_id)):
            by_key[key] = number
    keys = {ref: _key(new, places) for ref, new in refs.items()}
    return {ref: by_key[key] for ref, key in keys.items() if key in by_key}


def _key(newcomer: Newcomer, places: Mapping[int, int]) -> object:
    new = newcomer.organization
    unit_id = new.profile["unit_id"]
    return new.code or new.filing_number or (new.profile["name"], places.get(unit_id, unit_id))
