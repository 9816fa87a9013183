"""Yearly totals typed in for years before 启用日, marked 补录 wherever they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, needs
from partybuild.organizations import places, rules
from partybuild.organizations.keeping import KEEP, marked
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import YearTotal
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

VALUES = ("total", "registered", "ended", "source")


@dataclass(frozen=True, slots=True)
class Total:
    """What an office knows of a year: the number at its end, who came, who went, from where."""

    unit: str
    year: int
    kind: OrganizationKind
    values: Mapping[str, Any]
    reason: str = ""


def unit_shown(actor: Actor, words: str | None) -> Region | None:
    """The unit asked for, else the top of the actor's reach; OutOfReach for a foreign one."""
    if not words:
        return regions.top_of(actor)
    found = places.place(actor, words, "单位")
    if not regions.reaches(actor, found):
        raise OutOfReach
    return found


def totals(actor: Actor, unit_id: int) -> Sequence[YearTotal]:
    """The totals of one unit in reach, latest year first."""
    query = visible(actor, YearTotal).where(YearTotal.unit_id == unit_id)
    return db.session.scalars(query.order_by(YearTotal.year.desc(), YearTotal.kind)).all()


def total(actor: Actor, total_id: int) -> YearTotal:
    """One total in reach, else OutOfReach."""
    query = visible(actor, YearTotal).where(YearTotal.id == total_id)
    found: YearTotal | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


@needs(KEEP, "补录年度总数")
def put_total(actor: Actor, said: Total) -> str:
    """Enter the total of a unit, year and kind, or put another in its place; the unit's code.

    Raises RuleBroken for a year that the records tell, or a unit out of reach.
    """
    unit = places.unit(actor, said.unit)
    rules.check_year(said.year, regions.first_day(unit))
    mark = marked(actor, unit.id, None, said.reason)
    row = db.session.scalars(
        visible(actor, YearTotal).where(
            YearTotal.unit_id == unit.id,
            YearTotal.year == said.year,
            YearTotal.kind == said.kind,
        )
    ).one_or_none()
    before = {name: getattr(row, name) for name in VALUES} if row else None
    if row is None:
        row = YearTotal(year=said.year, kind=said.kind, **regions.place(unit), **said.values)
        db.session.add(row)
    for name in VALUES:
        setattr(row, name, said.values[name])
    row.actor, row.entered_at = actor.label[:200], clock.local_now()
    db.session.flush()
    audit_detail(
        object=("year-total", row.id),
        unit=unit.code,
        year=said.year,
        kind=said.kind.label,
        before=before,
        after=dict(said.values),
        reason=said.reason,
        mark=mark,
    )
    return unit.code


@needs(KEEP, "删除补录的年度总数")
def remove_total(actor: Actor, total_id: int, reason: str) -> str:
    """Take out a total that was typed in by mistake, the unit's code; the audit keeps it."""
    row = total(actor, total_id)
    unit = regions.region(row.unit_id)
    audit_detail(
        object=("year-total", row.id),
        unit=unit.code,
        year=row.year,
        kind=row.kind.label,
        before={name: getattr(row, name) for name in VALUES},
        reason=reason,
        mark=marked(actor, unit.id, None, reason),
    )
    db.session.delete(row)
    return unit.code
