"""What a unit has taken note of that was entered from above; who typed a yearly total, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level1_id", sa.Integer(), nullable=True),
        sa.Column("level2_id", sa.Integer(), nullable=True),
        sa.Column("level3_id", sa.Integer(), nullable=True),
        sa.Column("level4_id", sa.Integer(), nullable=True),
        sa.Column("level5_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column(
            "body_path",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_acknowledgement_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_acknowledgement_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acknowledgement_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_acknowledgement_unit", ["unit_id", "body_id", "up_to"], unique=False
        )
    op.add_column("year_total", sa.Column("actor", sa.String(length=200), nullable=True))
    op.add_column("year_total", sa.Column("entered_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("year_total", "entered_at")
    op.drop_column("year_total", "actor")
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.drop_index("ix_acknowledgement_unit")
        batch_op.drop_index(batch_op.f("ix_acknowledgement_body_id"))

    op.drop_table("acknowledgement")
