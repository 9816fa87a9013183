"""Filling kept unit figures anew, and holding them against the spans."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.coverage import queries, refilling, yearly
from partybuild.coverage.basis import Basis
from partybuild.coverage.counting import PARTY_FIELDS, amount, party_amount
from partybuild.coverage.figures import INDICATORS
from partybuild.coverage.keeping import LEVELS, Key, nonzero, places, write
from partybuild.coverage.kept import label
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.models import UnitFigure as U
from partybuild.coverage.row import LABELS
from partybuild.coverage.scopes import known, on
from partybuild.coverage.trend import month_ends
from partybuild.db import db
from partybuild.db.work import work
from partybuild.jobs.ports import Progress
from partybuild.regions.models import Region

MONTHS = 48
"""So many month ends are kept, that any day of the last two years has its line of 24 months."""
REASON = "留存数重算"
_LABELS = {**LABELS, **yearly.LABELS}


def rebuild(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fill the figures of today, of MONTHS month ends and of the ends of the years shown beside
    this one, of all units of the provinces in use or of the one named by `province` (a code); days
    no longer wanted go. One transaction a day, the latest first: they are the most looked at.
    """
    today = clock.today()
    days = sorted({*yearly.year_ends(today), *month_ends(today, MONTHS), today}, reverse=True)
    provinces = _provinces(arguments.get("province"))
    steps = [(province, day) for day in days for province in provinces]
    with work(actor), system(REASON):
        refilling.absorb(arguments.get("province"))
    for done, (province, day) in enumerate(steps):
        progress.step(done, len(steps), "重算各级数据")
        with work(actor), system(REASON):
            fill(province, day)
    for province in provinces:
        with work(actor), system(REASON):
            db.session.execute(
                delete(U).where(U.level1_id == province, U.day.notin_(days)),
                execution_options={"synchronize_session": False},
            )
    return {"message": f"已重算 {len(provinces)} 个省份 {len(days)} 天的数据。"}


def _provinces(code: str | None) -> Sequence[int]:
    with system(REASON):
        query = select(Region.id).where(Region.level == 1)
        if code is not None:
            return db.session.scalars(query.where(Region.code == code)).all()
        used = select(CoverageSpan.level1_id).union(select(PartySpan.level1_id))
        return db.session.scalars(query.where(Region.id.in_(used)).order_by(Region.code)).all()


def fill(province_id: int, day: date) -> None:
    """The figures of the day stand for all units of a province; inside `system` and `work`."""
    db.session.execute(
        delete(U).where(U.level1_id == province_id, U.day == day),
        execution_options={"synchronize_session": False},
    )
    write(counted(province_id, day, kept_bases()))


def kept_bases() -> Mapping[str, Basis]:
    """The bases of today under the names by which their figures are kept."""
    found = {label(basis): basis for basis in queries.bases(clock.today()).values()}
    return {name: basis for name, basis in found.items() if name is not None}


def counted(
    province_id: int, day: date, bases: Mapping[str, Basis]
) -> Mapping[Key, Mapping[str, int]]:
    """The figures of all units of a province on a day, from one grouped query over the spans and
    one over those of Party organizations; inside `system`.
    """
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for name in bases:
        found[province_id, False, day, name] = Counter()
    sums = [
        func.sum(amount(field, basis)).label(f"{field} {name}")
        for name, basis in bases.items()
        for field in INDICATORS
    ]
    for row in _grouped(CoverageSpan, province_id, on(CoverageSpan, day), sums):
        for name in bases:
            _add(found, row, day, name, {field: row[f"{field} {name}"] for field in INDICATORS})
    _add_years(found, province_id, day, bases)
    party = [func.sum(party_amount(field)).label(field) for field in PARTY_FIELDS]
    for row in _grouped(PartySpan, province_id, on(PartySpan, day), party):
        for name in bases:
            _add(found, row, day, name, {field: row[field] for field in PARTY_FIELDS})
    return {key: nonzero(counts) for key, counts in found.items()}


def _add_years(
    found: dict[Key, Counter[str]], province_id: int, day: date, bases: Iterable[str]
) -> None:
    """What was registered and ended in the year up to the day, whatever the basis."""
    for field in yearly.FIELDS:
        edges = and_(yearly.until(field, day), known(CoverageSpan))
        for row in _grouped(CoverageSpan, province_id, edges, [func.count().label(field)]):
            for name in bases:
                _add(found, row, day, name, {field: row[field]})


def _grouped(
    model: Any, province_id: int, where: ColumnElement[bool], sums: Sequence[Any]
) -> Sequence[Any]:
    place = [model.unit_id, *(getattr(model, level) for level in LEVELS)]
    query = select(*place, *sums).where(model.level1_id == province_id, where)
    return db.session.execute(query.group_by(*place)).mappings().all()


def _add(
    found: dict[Key, Counter[str]], row: Any, day: date, name: str, amounts: Mapping[str, int]
) -> None:
    found[row["unit_id"], True, day, name].update(amounts)
    for unit in places(row):
        found[unit, False, day, name].update(amounts)


def check() -> list[str]:
    """Where kept figures differ from what the spans give, one sentence a count."""
    with system(REASON):
        bases = kept_bases()
        days = db.session.execute(
            select(U.level1_id, U.day).distinct().order_by(U.level1_id, U.day)
        ).all()
        return [
            sentence
            for province, day in days
            if province is not None
            for sentence in _differences(province, day, bases)
        ]


def _differences(province: int, day: date, bases: Mapping[str, Basis]) -> list[str]:
    computed = counted(province, day, bases)
    rows = db.session.execute(
        select(U.unit_id, U.own, U.basis, U.counts, Region.name)
        .join(Region, Region.id == U.unit_id)
        .where(U.level1_id == province, U.day == day, U.basis.in_(list(bases)))
    )
    found = []
    for unit, own, name, counts, place in rows:
        wanted = computed.get((unit, own, day, name), {})
        found += [
            f"{place}{'本级' if own else ''} {day:%Y-%m-%d} {_LABELS[field]}（{name}）"
            f"：留存为 {counts.get(field, 0)}，应为 {wanted.get(field, 0)}。"
            for field in _LABELS
            if counts.get(field, 0) != wanted.get(field, 0)
        ]
    return found
