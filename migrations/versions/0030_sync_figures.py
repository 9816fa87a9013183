"""Kept counts of verdicts by unit and month; their lists are sifted in the index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0027"
LIST = ["known_to", "rule", "verdict", "sort_key", "id"]
SEEN = ["next_on", "valid_to", "valid_from", "trigger_on", "kind", "unit_id"]
NOW = ["known_to", "valid_to", "valid_from", "next_on", "rule", "verdict"]
BODIES = ["known_to", "body_id", "rule", "verdict", "next_on", "valid_to", "valid_from"]


def _index(name: str, *columns: str) -> None:
    op.drop_index(f"ix_sync_verdict_{name}", table_name="sync_verdict")
    op.create_index(f"ix_sync_verdict_{name}", "sync_verdict", list(columns))


def upgrade() -> None:
    for level in range(1, 4):
        above = (f"level{n}_id" for n in range(1, level))
        _index(f"list{level}", f"level{level}_id", *LIST, *SEEN, *above)
    _index("now", "level1_id", *BODIES)
    _index("level2", "level2_id", *BODIES, "level1_id")
    op.create_table(
        "sync_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level1_id", sa.Integer(), nullable=True),
        sa.Column("level2_id", sa.Integer(), nullable=True),
        sa.Column("level3_id", sa.Integer(), nullable=True),
        sa.Column("level4_id", sa.Integer(), nullable=True),
        sa.Column("level5_id", sa.Integer(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "standing", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "moves", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "triggered", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_sync_figure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_figure")),
    )
    with op.batch_alter_table("sync_figure", schema=None) as batch_op:
        batch_op.create_index("ix_sync_figure_level1_id", ["level1_id"], unique=False)
        batch_op.create_index("uq_sync_figure", ["unit_id", "own", "month"], unique=True)


def downgrade() -> None:
    for level in range(1, 4):
        _index(f"list{level}", f"level{level}_id", *LIST)
    _index("now", "level1_id", *NOW, *(f"level{n}_id" for n in range(2, 6)))
    _index("level2", "level2_id", *NOW)
    with op.batch_alter_table("sync_figure", schema=None) as batch_op:
        batch_op.drop_index("uq_sync_figure")
        batch_op.drop_index("ix_sync_figure_level1_id")

    op.drop_table("sync_figure")
