"""Writing an issued workbook once more, as it was written then."""

from pathlib import Path

from partybuild.access.actor import command_line
from partybuild.clock.days import month_end
from partybuild.coverage import queries as coverage
from partybuild.coverage import scopes
from partybuild.returns.building import build
from partybuild.returns.gathering import Gathering
from partybuild.returns.models import IssueRecord
from partybuild.returns.verify import values_of
from partybuild.sheets.values import Row


def rebuild(record: IssueRecord, path: Path) -> dict[str, list[Row]]:
    """The canonical values of the workbook of a record, written to `path` by the builder of its
    layout: as known at its change, of its day, by the 口径 that was published then.
    """
    actor = command_line("核验月报")
    filled_on = record.issued_at.date()
    day = min(month_end(record.month), filled_on)
    find = scopes.of_region if record.scope_kind == "region" else scopes.of_body
    data = Gathering(
        actor,
        find(actor, record.scope_code),
        day,
        coverage.basis(record.basis, day, record.issued_at),
        change=record.change,
        masked=record.masked,
        title=record.scope_name,
        layout=record.layout_version,
    )
    build(path, data, record.month, record.serial, filled_on)
    return values_of(path)
