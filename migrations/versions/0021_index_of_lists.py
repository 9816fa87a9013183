"""The index of lists holds all that decides how a span counts, in the order of breakdowns."""

from alembic import op

revision = "0021"
down_revision = "0020"

INDEX, TABLE = "ix_coverage_span_now", "coverage_span"
BEFORE = (
    "level1_id known_to valid_to valid_from kind cover full state trade registered_on unit_id "
    "organization_id probationary zombie industry"
)
NOW = (
    "level1_id known_to valid_to kind cover full probationary trade zombie state level "
    "registration_way industry valid_from registered_on unit_id organization_id body_id charity "
    "community"
)


def upgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, NOW.split())


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, BEFORE.split())
