"""The two registers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=True
        ),
        sa.Column(
            "filing_number",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
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
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_organization_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_organization_code")),
        sa.UniqueConstraint("filing_number", name=op.f("uq_organization_filing_number")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_organization_level1", ["level1_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_organization_level2", ["level2_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_organization_level3", ["level3_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_organization_level4", ["level4_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_organization_level5", ["level5_id", "sort_key", "id"], unique=False
        )

    op.create_table(
        "party_organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
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
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
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
            ["parent_id"], ["party_organization.id"], name=op.f("fk_party_organization_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_party_organization_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_party_organization_code")),
    )
    with op.batch_alter_table("party_organization", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_organization_body_id"), ["body_id"], unique=False
        )
        batch_op.create_index("ix_party_organization_body_path", ["body_path"], unique=False)
        batch_op.create_index(
            "ix_party_organization_level1", ["level1_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_party_organization_level2", ["level2_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_party_organization_level3", ["level3_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_party_organization_level4", ["level4_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_party_organization_level5", ["level5_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_party_organization_parent_id"), ["parent_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("party_organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_organization_parent_id"))
        batch_op.drop_index("ix_party_organization_level5")
        batch_op.drop_index("ix_party_organization_level4")
        batch_op.drop_index("ix_party_organization_level3")
        batch_op.drop_index("ix_party_organization_level2")
        batch_op.drop_index("ix_party_organization_level1")
        batch_op.drop_index("ix_party_organization_body_path")
        batch_op.drop_index(batch_op.f("ix_party_organization_body_id"))

    op.drop_table("party_organization")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index("ix_organization_level5")
        batch_op.drop_index("ix_organization_level4")
        batch_op.drop_index("ix_organization_level3")
        batch_op.drop_index("ix_organization_level2")
        batch_op.drop_index("ix_organization_level1")
        batch_op.drop_index(batch_op.f("ix_organization_body_id"))

    op.drop_table("organization")
