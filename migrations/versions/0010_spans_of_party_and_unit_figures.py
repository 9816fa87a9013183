"""Kept spans of Party organizations, unit figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "unit_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level1_id", sa.Integer(), nullable=True),
        sa.Column("level2_id", sa.Integer(), nullable=True),
        sa.Column("level3_id", sa.Integer(), nullable=True),
        sa.Column("level4_id", sa.Integer(), nullable=True),
        sa.Column("level5_id", sa.Integer(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column(
            "counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_unit_figure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_figure")),
    )
    with op.batch_alter_table("unit_figure", schema=None) as batch_op:
        batch_op.create_index("uq_unit_figure", ["unit_id", "own", "day", "basis"], unique=True)

    op.create_table(
        "party_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "code", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "work_committee",
                "committee",
                "general_branch",
                "branch",
                name="partykind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "formation",
            sa.Enum(
                "single",
                "joint",
                "attached",
                "regional",
                "industry",
                "functional",
                "temporary",
                name="formation",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("social", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
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
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_span_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_party_span_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_span")),
    )
    with op.batch_alter_table("party_span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_span_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_party_span_level1",
            [
                "level1_id",
                "known_to",
                "sort_key",
                "party_organization_id",
                "valid_to",
                "valid_from",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_party_span_level2",
            [
                "level2_id",
                "known_to",
                "sort_key",
                "party_organization_id",
                "valid_to",
                "valid_from",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_party_span_level3",
            [
                "level3_id",
                "known_to",
                "sort_key",
                "party_organization_id",
                "valid_to",
                "valid_from",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_party_span_level4",
            [
                "level4_id",
                "known_to",
                "sort_key",
                "party_organization_id",
                "valid_to",
                "valid_from",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_party_span_level5",
            [
                "level5_id",
                "known_to",
                "sort_key",
                "party_organization_id",
                "valid_to",
                "valid_from",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_party_span_party", ["party_organization_id", "known_to"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("party_span", schema=None) as batch_op:
        batch_op.drop_index("ix_party_span_party")
        batch_op.drop_index("ix_party_span_level5")
        batch_op.drop_index("ix_party_span_level4")
        batch_op.drop_index("ix_party_span_level3")
        batch_op.drop_index("ix_party_span_level2")
        batch_op.drop_index("ix_party_span_level1")
        batch_op.drop_index(batch_op.f("ix_party_span_body_id"))

    op.drop_table("party_span")
    with op.batch_alter_table("unit_figure", schema=None) as batch_op:
        batch_op.drop_index("uq_unit_figure")

    op.drop_table("unit_figure")
