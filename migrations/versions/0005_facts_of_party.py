"""Dated facts of Party organizations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "party_headcount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_headcount_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_headcount")),
    )
    with op.batch_alter_table("party_headcount", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_headcount_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "party_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
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
        sa.Column("social", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("lead_organization_id", sa.Integer(), nullable=True),
        sa.Column("approval_number", sa.String(length=120), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("has_committee", sa.Boolean(), nullable=True),
        sa.Column("seats_due", sa.Integer(), nullable=True),
        sa.Column("seats_filled", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_organization_id"],
            ["organization.id"],
            name=op.f("fk_party_profile_lead_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["party_organization.id"], name=op.f("fk_party_profile_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_profile_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_party_profile_region_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_profile")),
    )
    with op.batch_alter_table("party_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_profile_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_party_profile_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "party_secretary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_secretary_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_secretary")),
    )
    with op.batch_alter_table("party_secretary", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_secretary_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "party_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_term_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_term")),
    )
    with op.batch_alter_table("party_term", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_term_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("party_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_term_party_organization_id"))

    op.drop_table("party_term")
    with op.batch_alter_table("party_secretary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_secretary_party_organization_id"))

    op.drop_table("party_secretary")
    with op.batch_alter_table("party_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_profile_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_party_profile_parent_id"))

    op.drop_table("party_profile")
    with op.batch_alter_table("party_headcount", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_headcount_party_organization_id"))

    op.drop_table("party_headcount")
