"""Issuing a monthly workbook: a serial, a file, a record that proves it."""

import json
import zlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.audit.queries import head_number
from partybuild.clock.days import month_end
from partybuild.coverage import queries as coverage
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.regions.queries import named, place
from partybuild.returns.building import build
from partybuild.returns.gathering import Gathering
from partybuild.returns.layout import LAYOUT_VERSION
from partybuild.returns.models import IssueRecord
from partybuild.returns.monthly import Written
from partybuild.returns.verify import sheet_digest
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Issued:
    """A workbook that was written: its serial, and the figures it says."""

    serial: str
    written: Written


def issue(actor: Actor, scope: Scope, month: date, path: Path, basis: str = "registered") -> Issued:
    """Write the workbook of `scope` for the month to `path` and keep its record.

    Read in one snapshot; then recorded in one command. RuleBroken for a month not yet begun.
    """
    if month > clock.today():
        raise RuleBroken(f"{month.year}年{month.month}月还没有到，不能出月报。")
    db.session.rollback()
    at = clock.local_now()
    day = min(month_end(month), at.date())
    change = head_number()
    serial = _next_serial(scope, month)
    data = Gathering(actor, scope, day, coverage.basis(basis, day))
    written = build(path, data, month, serial, at.date())
    with work(actor) as running:
        record(running.actor, scope, month, change, serial, data.basis.name, at, written)
    return Issued(serial, written)


def _next_serial(scope: Scope, month: date) -> str:
    """PB-610100-202610-01 and on; the number within scope and month."""
    prefix = f"PB-{scope.code}-{month:%Y%m}-"
    with system("编制编号"):
        count = db.session.scalar(
            select(func.count())
            .select_from(IssueRecord)
            .where(IssueRecord.scope_code == scope.code, IssueRecord.month == month)
        )
    return f"{prefix}{(count or 0) + 1:02d}"


@needs(Permission.RETURNS_EXPORT, "导出月报")
def record(
    actor: Actor,
    scope: Scope,
    month: date,
    change: int,
    serial: str,
    basis: str,
    at: datetime,
    written: Written,
) -> None:
    """Keep the record of a workbook issued at a moment: its days and its 口径 follow from that."""
    kind = "region" if scope.region is not None else "body"
    sheets = {name: sheet_digest(joined) for name, joined in written.digests.items()}
    db.session.add(
        IssueRecord(
            serial=serial,
            scope_kind=kind,
            scope_code=scope.code,
            scope_name=scope.name,
            month=month,
            revision=int(serial.rsplit("-", 1)[1]),
            change=change,
            basis=basis,
            layout_version=LAYOUT_VERSION,
            masked=not actor.may(Permission.TELEPHONES_REVEAL),
            user_id=actor.user_id,
            actor=actor.label,
            issued_at=at,
            sheets=sheets,
            rows=_packed(written),
            **_place(scope),
        )
    )
    audit_detail(
        object=("issue_record", None),
        serial=serial,
        month=f"{month:%Y-%m}",
        scope=scope.code,
        telephones="full" if actor.may(Permission.TELEPHONES_REVEAL) else "masked",
    )


def _packed(written: Written) -> bytes:
    rows = {name: b64encode(joined).decode() for name, joined in written.digests.items()}
    return zlib.compress(json.dumps(rows).encode())


def _place(scope: Scope) -> dict[str, object]:
    if scope.region is not None:
        return {**place(scope.region), "body_id": None, "body_path": ""}
    assert scope.body is not None
    unit = named([scope.body.unit_id])[scope.body.unit_id]
    return {**place(unit), "body_id": scope.body.id, "body_path": scope.body.body_path}
