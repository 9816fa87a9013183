"""Spans are found by their own unit, a city's beside its province's; few stand below a county."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"

NOW, SPANS = "ix_coverage_span_now", "coverage_span"
UNIT = "ix_coverage_span_unit"
BEFORE = (
    "level1_id known_to valid_to kind cover full probationary trade zombie state level "
    "registration_way industry valid_from registered_on unit_id organization_id body_id charity "
    "community"
)
THINGS = {"coverage_span": "organization_id", "party_span": "party_organization_id"}
LEVELS = ("level4_id", "level5_id")


def upgrade() -> None:
    op.drop_index(NOW, table_name=SPANS)
    op.create_index(NOW, SPANS, [*BEFORE.split(), "level2_id"])
    for table, thing in THINGS.items():
        for level in LEVELS:
            _replace(table, level, thing, sa.text(f"{level} IS NOT NULL"))
    op.create_index(UNIT, SPANS, ["unit_id", *_ordered("organization_id")])


def downgrade() -> None:
    op.drop_index(UNIT, table_name=SPANS)
    for table, thing in THINGS.items():
        for level in LEVELS:
            _replace(table, level, thing, None)
    op.drop_index(NOW, table_name=SPANS)
    op.create_index(NOW, SPANS, BEFORE.split())


def _replace(table: str, level: str, thing: str, where: sa.TextClause | None) -> None:
    name = f"ix_{table}_{level.removesuffix('_id')}"
    op.drop_index(name, table_name=table)
    columns = [level, *_ordered(thing)]
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _ordered(thing: str) -> list[str]:
    return ["known_to", "sort_key", thing, "valid_to", "valid_from"]
