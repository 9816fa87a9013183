"""Lists of one verdict are read in order of names."""

from alembic import op

revision = "0025"
down_revision = "0024"
COLUMNS = ["known_to", "rule", "verdict", "sort_key", "id"]


def upgrade() -> None:
    for level in range(1, 4):
        op.create_index(
            f"ix_sync_verdict_list{level}", "sync_verdict", [f"level{level}_id", *COLUMNS]
        )


def downgrade() -> None:
    for level in range(1, 4):
        op.drop_index(f"ix_sync_verdict_list{level}", table_name="sync_verdict")
