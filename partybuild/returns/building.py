"""Building one monthly workbook: what is read, in which order, and written where."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from partybuild.access.scope import visible
from partybuild.coverage import moving
from partybuild.coverage.figures import LABELS
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.movement import Column, Item, Movement
from partybuild.coverage.movement_of_party import INDICATOR as PARTY
from partybuild.coverage.movement_table import in_order
from partybuild.coverage.scopes import on
from partybuild.db import db
from partybuild.returns import party_rows
from partybuild.returns.gathering import BATCH, Gathering
from partybuild.returns.layout import PARTY_MOVEMENT_SINCE
from partybuild.returns.monthly import Written, write_monthly
from partybuild.returns.rows import MonthlyData, MovementItem, MovementRow
from partybuild.returns.star_rows import star_rows
from partybuild.returns.sync_rows import sync_rows
from partybuild.returns.weak_rows import weak_rows
from partybuild.returns.wording import basis_words

COLUMN_WORDS = {
    Column.ADDED: "新增",
    Column.REMOVED: "减少",
    Column.IN: "划入",
    Column.OUT: "划出",
    Column.RECLASSIFIED: "转类",
    Column.CORRECTED: "更正",
}


def build(path: Path, data: Gathering, month: date, serial: str, filled_on: date) -> Written:
    """Write the workbook of the month to `path`; its figures and digests."""
    period = moving.period_of(data.scope, month, data.day)
    movement = _of_layout(
        moving.movement(data.actor, data.scope, period, data.basis, change=data.change), data.layout
    )
    return write_monthly(
        path,
        MonthlyData(
            title_unit=data.name,
            unit=data.name,
            scope=_scope_words(data),
            month=month,
            filled_on=filled_on,
            basis=basis_words(data.basis),
            serial=serial,
            units=data.units,
            organizations=data.organizations(),
            party_organizations=party_rows.party_rows(data),
            instructors=party_rows.instructor_rows(data),
            should_build=data.should_build(),
            terms=party_rows.term_rows(data),
            sync=sync_rows(data),
            weak=weak_rows(data),
            stars=star_rows(data),
            movement=movement_rows(movement),
            movement_items=movement_items(data, movement),
            movement_notes=transfer_notes(movement),
            layout=data.layout,
        ),
    )


def _of_layout(movement: Movement, layout: int) -> Movement:
    """The rows and items that a layout has."""
    if layout >= PARTY_MOVEMENT_SINCE:
        return movement
    rows = (row for row in movement.rows if row.indicator != PARTY)
    every = (*movement.items, *movement.transfers)
    return in_order(rows, (item for item in every if item.indicator != PARTY))


def _scope_words(data: Gathering) -> str:
    if data.scope.region is not None:
        return f"{data.name}（{data.scope.code}）及其所属各级"
    return f"{data.name}（{data.scope.code}）及其所属党组织领导的社会组织"


def movement_rows(movement: Movement) -> Iterator[MovementRow]:
    """The rows of 变动表."""
    for row in movement.rows:
        yield MovementRow(
            indicator=LABELS[row.indicator],
            opening=row.opening,
            added=row.added,
            removed=row.removed,
            moved_in=row.moved_in,
            moved_out=row.moved_out,
            reclassified=row.reclassified,
            corrected=row.corrected,
        )


def movement_items(data: Gathering, movement: Movement) -> Iterator[MovementItem]:
    """The rows of 增减名单, each in the unit where the organization counts, or counted before."""
    key, party = CoverageSpan.organization_id, PartySpan.party_organization_id
    items = movement.items
    of = _places(data, CoverageSpan, key, {item.organization_id for item in items})
    of_party = _places(data, PartySpan, party, {item.party_organization_id for item in items})
    first = data.units[0].code
    for item in items:
        row = of.get(item.organization_id or 0) or of_party.get(item.party_organization_id or 0)
        yield MovementItem(
            unit_row=row or first,
            indicator=LABELS[item.indicator],
            column=COLUMN_WORDS[item.column],
            amount=item.amount,
            code=item.code or "",
            name=item.name,
            event=item.event,
            day=item.day,
        )


def _places(data: Gathering, model: Any, key: Any, ids: set[int | None]) -> dict[int, str]:
    """The unit row of each of these organizations or Party organizations, by its id (`key`)."""
    opening = moving.period_of(data.scope, data.day.replace(day=1), data.day).opening
    found: dict[int, str] = {}
    ordered = sorted(number for number in ids if number is not None)
    for day in (opening, data.day):
        for start in range(0, len(ordered), BATCH):
            query = visible(data.actor, model).where(
                key.in_(ordered[start : start + BATCH]),
                data.scope.inside(model),
                on(model, day, data.change),
            )
            rows = db.session.scalars(query)
            found |= {getattr(row, key.key): data.row_of(row) for row in rows}
    return found


def transfer_notes(movement: Movement) -> list[str]:
    """The line that shows transfers inside the scope, which cancel."""
    moved: dict[str, list[Item]] = {}
    for item in movement.transfers:
        if item.indicator == "organizations":
            moved.setdefault(item.name, []).append(item)
    if not moved:
        return []
    return [f"本范围内部划转 {len(moved)} 家（不影响合计）：{'、'.join(sorted(moved))}"]
