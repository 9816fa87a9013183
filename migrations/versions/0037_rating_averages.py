"""Kept averages of a round's items, by unit."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "rating_indicator_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("self_count", sa.Integer(), nullable=False),
        sa.Column("self_sum", sa.Integer(), nullable=False),
        sa.Column("final_count", sa.Integer(), nullable=False),
        sa.Column("final_sum", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("party_organization_id", sa.Integer(), nullable=True),
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
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_rating_indicator_figure_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_rating_indicator_figure_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rating_round.id"], name=op.f("fk_rating_indicator_figure_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_rating_indicator_figure_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_indicator_figure")),
        sa.UniqueConstraint(
            "round_id",
            "unit_id",
            "indicator",
            name=op.f("uq_rating_indicator_figure_round_id_unit_id_indicator"),
        ),
    )
    with op.batch_alter_table("rating_indicator_figure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rating_indicator_figure_body_id"), ["body_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rating_indicator_figure_organization_id"),
            ["organization_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_rating_indicator_figure_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("rating_indicator_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_indicator_figure_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_indicator_figure_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_indicator_figure_body_id"))

    op.drop_table("rating_indicator_figure")
