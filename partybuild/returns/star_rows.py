"""The sheet 评星情况 and the column 星级: stars that hold on the last day, as known then."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from partybuild.access.scope import visible
from partybuild.coverage.scopes import on
from partybuild.db import FOREVER, db
from partybuild.ratings.kinds import STAR_LABELS
from partybuild.ratings.stars.models import PartyStar
from partybuild.returns.gathering import BATCH, Gathering
from partybuild.returns.rows import StarRow


def labels(data: Gathering, ids: Sequence[int]) -> dict[int, str]:
    """By Party organization the star that holds on the day, in words."""
    return {number: STAR_LABELS[row.star] for number, row in _stars(data, ids).items()}


def star_rows(data: Gathering) -> Iterator[StarRow]:
    """Every Party organization that counts and holds a star, 不定星 too, in order of names."""
    living = [span for span in data.party_spans() if span.counted]
    found = _stars(data, [span.party_organization_id for span in living])
    for span in living:
        row = found.get(span.party_organization_id)
        if row is None:
            continue
        yield StarRow(
            unit_row=data.row_of(span),
            code=span.code,
            name=span.name,
            kind=span.kind.label,
            unit=data.unit_names.get(span.unit_id, ""),
            star=STAR_LABELS[row.star],
            move=row.move.label,
            decided_on=row.decided_on,
            last_day=_last_day(row.valid_to),
            document=row.document,
        )


def _stars(data: Gathering, ids: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(ids), BATCH):
        query = visible(data.actor, PartyStar, *PartyStar.__table__.columns).where(
            PartyStar.party_organization_id.in_(ids[start : start + BATCH]),
            on(PartyStar, data.day, data.change),
        )
        found |= {row.party_organization_id: row for row in db.session.execute(query)}
    return found


def _last_day(until: date) -> date | None:
    return None if until >= FOREVER else until - timedelta(days=1)
