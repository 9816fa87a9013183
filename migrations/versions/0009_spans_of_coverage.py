"""Kept spans of coverage."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "coverage_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
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
                "association",
                "private_unit",
                "foundation",
                "filed",
                name="organizationkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "normal",
                "abnormal",
                "suspended",
                "deregistered",
                "cancelled",
                "revoked",
                name="organizationstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("supervisor", sa.String(length=120), nullable=False),
        sa.Column("industry", sa.String(length=60), nullable=False),
        sa.Column("registration_way", sa.String(length=20), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("trade", sa.Boolean(), nullable=False),
        sa.Column("charity", sa.Boolean(), nullable=False),
        sa.Column("community", sa.Boolean(), nullable=False),
        sa.Column("zombie", sa.Boolean(), nullable=False),
        sa.Column(
            "cover",
            sa.Enum(
                "independent",
                "joint",
                "instructor",
                "liaison",
                "mass",
                "none",
                name="cover",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("has_instructor", sa.Boolean(), nullable=False),
        sa.Column("has_liaison", sa.Boolean(), nullable=False),
        sa.Column("has_mass", sa.Boolean(), nullable=False),
        sa.Column("double", sa.Boolean(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("formations", sa.String(length=120), nullable=False),
        sa.Column(
            "party_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("full", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("affiliated", sa.Integer(), nullable=True),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_coverage_span_organization_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_coverage_span_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_span")),
    )
    with op.batch_alter_table("coverage_span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_span_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_coverage_span_level1",
            ["level1_id", "known_to", "sort_key", "organization_id", "valid_to", "valid_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_level2",
            ["level2_id", "known_to", "sort_key", "organization_id", "valid_to", "valid_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_level3",
            ["level3_id", "known_to", "sort_key", "organization_id", "valid_to", "valid_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_level4",
            ["level4_id", "known_to", "sort_key", "organization_id", "valid_to", "valid_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_level5",
            ["level5_id", "known_to", "sort_key", "organization_id", "valid_to", "valid_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_now",
            [
                "level1_id",
                "known_to",
                "valid_to",
                "valid_from",
                "kind",
                "cover",
                "full",
                "state",
                "trade",
                "registered_on",
                "unit_id",
                "organization_id",
                "probationary",
                "zombie",
                "industry",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_coverage_span_organization", ["organization_id", "known_to"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("coverage_span", schema=None) as batch_op:
        batch_op.drop_index("ix_coverage_span_organization")
        batch_op.drop_index("ix_coverage_span_now")
        batch_op.drop_index("ix_coverage_span_level5")
        batch_op.drop_index("ix_coverage_span_level4")
        batch_op.drop_index("ix_coverage_span_level3")
        batch_op.drop_index("ix_coverage_span_level2")
        batch_op.drop_index("ix_coverage_span_level1")
        batch_op.drop_index(batch_op.f("ix_coverage_span_body_id"))

    op.drop_table("coverage_span")
