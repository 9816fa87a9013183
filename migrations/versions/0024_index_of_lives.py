"""The index of an organization's spans holds their days: first and last are told from others."""

from alembic import op

revision = "0024"
down_revision = "0023"

INDEX, TABLE = "ix_coverage_span_organization", "coverage_span"
BEFORE = ["organization_id", "known_to"]


def upgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, [*BEFORE, "valid_from", "valid_to"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, BEFORE)
