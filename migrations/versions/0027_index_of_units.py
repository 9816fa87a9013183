"""Spans are found by their own unit, a city's beside its province's; few stand below a county.

The first and the last of a life are told by a column. Kept figures know of years from here on: those
that stand go, the nightly count or `doctor --rebuild` fills them anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

NOW, SPANS = "ix_coverage_span_now", "coverage_span"
UNIT = "ix_coverage_span_unit"
BEFORE = (
    "level1_id known_to valid_to kind cover full probationary trade zombie state level "
    "registration_way industry valid_from registered_on unit_id organization_id body_id charity "
    "community"
)
THINGS = {"coverage_span": "organization_id", "party_span": "party_organization_id"}
EDGES = {
    "is_first": "other.valid_from < coverage_span.valid_from",
    "is_last": "other.valid_from > coverage_span.valid_from",
}
"""Column → which other span, known when this one last was, keeps it from being an edge."""
LEVELS = ("level4_id", "level5_id")


def upgrade() -> None:
    op.drop_index(NOW, table_name=SPANS)
    for edge, beyond in EDGES.items():
        op.add_column(
            SPANS, sa.Column(edge, sa.Boolean(), nullable=False, server_default=sa.false())
        )
        op.execute(
            f"UPDATE coverage_span SET {edge} = TRUE WHERE NOT EXISTS (SELECT 1 FROM coverage_span "
            "AS other WHERE other.organization_id = coverage_span.organization_id "
            "AND other.known_to >= coverage_span.known_to "
            f"AND other.known_from < coverage_span.known_to AND {beyond})"
        )
    op.create_index(NOW, SPANS, [*BEFORE.split(), "level2_id", *EDGES])
    op.execute("DELETE FROM unit_figure")
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
    for edge in EDGES:
        op.drop_column(SPANS, edge)
    op.create_index(NOW, SPANS, BEFORE.split())


def _replace(table: str, level: str, thing: str, where: sa.TextClause | None) -> None:
    name = f"ix_{table}_{level.removesuffix('_id')}"
    op.drop_index(name, table_name=table)
    columns = [level, *_ordered(thing)]
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _ordered(thing: str) -> list[str]:
    return ["known_to", "sort_key", thing, "valid_to", "valid_from"]
