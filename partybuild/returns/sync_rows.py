"""The sheet 三同步: every item that is called for, as judged at the end of the last day."""

from collections.abc import Iterator

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates import gathering, queries
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V
from partybuild.returns.gathering import BATCH, Gathering
from partybuild.returns.rows import SyncRow


def sync_rows(data: Gathering) -> Iterator[SyncRow]:
    """The newest item of each organization and rule, 不适用 left out, in order of names."""
    labels = {name: said[-1].label for name, said in gathering.rules().items()}
    query = (
        visible(data.actor, V, *V.__table__.columns)
        .where(
            data.scope.inside(V),
            queries.current(data.day, data.change),
            V.verdict != Verdict.NOT_APPLICABLE,
        )
        .order_by(V.sort_key, V.organization_id, V.rule)
        .execution_options(yield_per=BATCH)
    )
    for row in db.session.execute(query):
        yield SyncRow(
            unit_row=data.row_of(row),
            code=row.code,
            name=row.name,
            unit=data.unit_names.get(row.unit_id, ""),
            item=labels.get(row.rule, row.rule),
            day=row.trigger_on,
            verdict=row.verdict.label,
            late=row.late_days if row.verdict is Verdict.LATE else None,
            due_on=row.due_on,
            answer=row.answer_kind.label if row.answer_kind else "",
            answered_on=row.answered_on,
            document=row.answer_document,
            reason=row.reason,
        )
