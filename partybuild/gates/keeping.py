"""Keeping counts of verdicts true: moved along with the verdicts, filled anew, held against them.

Where a province's row of a month stands, those of all units below it stand too; a missing one
among them is zero. The caller reads and writes for the system.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update

from partybuild.clock.days import months_back
from partybuild.db import OPEN, db
from partybuild.gates.figures import NOTHING, Changes, Month, Place, moved
from partybuild.gates.models import SyncFigure as F
from partybuild.gates.models import SyncVerdict as V
from partybuild.regions import queries as regions
from partybuild.regions.models import Region

MONTHS = 24
"""So many months before this one are kept."""
AHEAD = 2
"""And so many after it: verdicts of days to come stand beforehand."""
_LEVELS = ("level1_id", "level2_id", "level3_id", "level4_id")
_KEPT = ("standing", "moves", "triggered")
Known = dict[Place, dict[date, tuple[int, Month]]]
"""By place and month: the number of the row, 0 for one to be written, and what it says."""


def window(today: date) -> list[date]:
    """The months that are kept, by their first days, oldest first."""
    return [months_back(today, back) for back in range(MONTHS, -AHEAD - 1, -1)]


def follow(changes: Changes) -> None:
    """Bring what is kept up to verdicts that came and went in this transaction."""
    if not changes.current:
        return
    known = _known(changes.units())
    gone, fresh = [], {}
    for place, moves in changes.current.items():
        was = known.get(place, {})
        now = moved({month: said for month, (_, said) in was.items()}, moves, changes.months(place))
        for month, (row, said) in was.items():
            if row and now[month] != said:
                gone.append({"row": row, **_columns(now[month])})
            elif not row:
                fresh[place, month] = now[month]
    _update(gone)
    write(fresh)


def _known(units: Collection[int]) -> Known:
    """What is kept of these units; places without a row get empty months where the province's stand."""
    found: Known = defaultdict(dict)
    query = select(F.id, F.unit_id, F.own, F.month, F.standing, F.moves, F.triggered)
    for row in db.session.execute(query.where(F.unit_id.in_(sorted(units)))):
        said = Month(row.standing, row.moves, row.triggered)
        found[row.unit_id, row.own][row.month] = (row.id, said)
    for unit in regions.named(sorted(units)).values():
        months = found.get((unit.level1_id or 0, False), {})
        for place in ((unit.id, False), (unit.id, True)):
            if place not in found and months:
                found[place] = dict.fromkeys(months, (0, NOTHING))
    return found


def _columns(said: Month) -> dict[str, Any]:
    return {name: getattr(said, name) for name in _KEPT}


def _update(rows: list[dict[str, Any]]) -> None:
    if rows:
        table: Any = F.__table__
        query = update(table).where(table.c.id == bindparam("row"))
        values: dict[str, Any] = {name: bindparam(name) for name in _KEPT}
        db.session.connection().execute(query.values(values), rows)


def write(kept: Mapping[tuple[Place, date], Month]) -> None:
    """Add rows that do not stand yet."""
    units = regions.named(sorted({place[0] for place, _ in kept}))
    rows = [
        {"own": own, "month": month, **_columns(said), **regions.place(units[unit])}
        for ((unit, own), month), said in kept.items()
    ]
    if rows:
        db.session.connection().execute(insert(F.__table__), rows)  # type: ignore[arg-type]


def fill(province: int, months: Sequence[date]) -> None:
    """What is kept of a province is exactly these months, as its verdicts give them."""
    found = counted(province, months)
    units = {place[0] for place, _ in found}
    db.session.execute(
        delete(F).where(or_(F.level1_id == province, F.unit_id.in_(sorted(units)))),
        execution_options={"synchronize_session": False},
    )
    write(found)


def forget() -> None:
    """Nothing is kept any more."""
    db.session.execute(delete(F), execution_options={"synchronize_session": False})


def provinces() -> Sequence[int]:
    """Those in which there are verdicts."""
    lying = select(V.id).where(V.level1_id == Region.id, V.known_to == OPEN).exists()
    query = select(Region.id).where(Region.level == 1, lying)
    return db.session.scalars(query.order_by(Region.id)).all()


def counted(province: int, months: Sequence[date]) -> dict[tuple[Place, date], Month]:
    """What is to be kept of a province, from one grouped query over its verdicts."""
    changes = Changes()
    for row in _grouped(province, months[0]):
        changes.note(row["number"], row)
    changes.current.setdefault((province, False), Counter())
    found = {}
    for place, moves in changes.current.items():
        now = moved(dict.fromkeys(months, NOTHING), moves, changes.months(place))
        found.update({(place, month): said for month, said in now.items()})
    return found


def _grouped(province: int, first: date) -> Iterable[Any]:
    """Verdicts alike, with their number; what began before the first month began right before it."""
    place = [V.unit_id, *(getattr(V, level) for level in _LEVELS)]
    before = date.fromordinal(first.toordinal() - 1)
    began = case((V.valid_from < before, before), else_=V.valid_from).label("valid_from")
    called = case((V.trigger_on < first, before), else_=V.trigger_on).label("trigger_on")
    alike = [*place, V.rule, V.verdict, V.kind, began, V.valid_to, V.next_on, called]
    query = select(*alike, func.count().label("number")).where(
        V.level1_id == province, V.known_to == OPEN, V.valid_to > before
    )
    return db.session.execute(query.group_by(*alike)).mappings()


def differences() -> list[str]:
    """Where what is kept is not what the verdicts give, one sentence a count."""
    found: list[str] = []
    for province in db.session.scalars(select(F.level1_id).distinct()).all():
        if province is not None:
            found += _differences(province)
    return found


def _differences(province: int) -> list[str]:
    query = select(F.unit_id, F.own, F.month, F.standing, F.moves, F.triggered, Region.name)
    rows = db.session.execute(
        query.join(Region, Region.id == F.unit_id).where(F.level1_id == province)
    ).all()
    months = sorted({row.month for row in rows})
    wanted = counted(province, months)
    said = []
    for row in rows:
        right = wanted.pop(((row.unit_id, row.own), row.month), NOTHING)
        if Month(row.standing, row.moves, row.triggered) != right:
            said.append(_sentence(row.name, row.own, row.month))
    units = regions.named(sorted({place[0] for place, _ in wanted}))
    said += [
        _sentence(units[unit].name, own, month)
        for ((unit, own), month), right in wanted.items()
        if right != NOTHING
    ]
    return said


def _sentence(name: str, own: bool, month: date) -> str:
    return f"{name}{'本级' if own else ''} {month:%Y-%m} 的同步判定计数与判定不符。"
