"""Reading what was issued, and the months and units that can be."""

from collections.abc import Sequence
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.clock.days import month_start, months_back
from partybuild.coverage import scopes
from partybuild.db import db
from partybuild.regions import queries as regions
from partybuild.returns.models import IssueRecord

SHOWN = 50
MONTHS = 24


def issued(actor: Actor) -> Sequence[IssueRecord]:
    """The latest issued workbooks in reach, newest first."""
    query = visible(actor, IssueRecord).order_by(IssueRecord.id.desc()).limit(SHOWN)
    return db.session.scalars(query).all()


def months() -> list[date]:
    """First days of the months that can be issued: last month first, then this one, then older."""
    this = month_start(clock.today())
    older = [months_back(this, n) for n in range(1, MONTHS)]
    return [older[0], this, *older[1:]]


def units(actor: Actor) -> dict[str, str]:
    """Codes and names of the units (or the body) an actor can issue for: their own, then below."""
    top = scopes.top(actor)
    if top.region is None:
        return {top.code: top.name}
    below = regions.children(top.region.id)
    return {top.code: top.name} | {unit.code: unit.name for unit in below}
