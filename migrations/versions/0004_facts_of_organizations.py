"""Dated facts of organizations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "board_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_board_term_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_term")),
    )
    with op.batch_alter_table("board_term", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_term_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "build_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=60), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_build_plan_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_plan")),
    )
    with op.batch_alter_table("build_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_build_plan_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "headcount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("full", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("affiliated", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_headcount_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount")),
    )
    with op.batch_alter_table("headcount", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_headcount_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "organization_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("legal_person", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("overdue_leader", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_contact_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_contact")),
    )
    with op.batch_alter_table("organization_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organization_contact_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "organization_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
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
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("registration_way", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("supervisor", sa.String(length=120), nullable=False),
        sa.Column("industry", sa.String(length=60), nullable=False),
        sa.Column("trade", sa.Boolean(), nullable=False),
        sa.Column("charity", sa.Boolean(), nullable=False),
        sa.Column("community", sa.Boolean(), nullable=False),
        sa.Column("zombie", sa.Boolean(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("body_name", sa.String(length=200), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["party_organization.id"], name=op.f("fk_organization_profile_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_profile_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_organization_profile_region_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_organization_profile_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_profile")),
    )
    with op.batch_alter_table("organization_profile", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organization_profile_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "organization_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
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
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_standing_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_standing")),
    )
    with op.batch_alter_table("organization_standing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organization_standing_organization_id"),
            ["organization_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("organization_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_standing_organization_id"))

    op.drop_table("organization_standing")
    with op.batch_alter_table("organization_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_profile_organization_id"))

    op.drop_table("organization_profile")
    with op.batch_alter_table("organization_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_contact_organization_id"))

    op.drop_table("organization_contact")
    with op.batch_alter_table("headcount", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_headcount_organization_id"))

    op.drop_table("headcount")
    with op.batch_alter_table("build_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_build_plan_organization_id"))

    op.drop_table("build_plan")
    with op.batch_alter_table("board_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_term_organization_id"))

    op.drop_table("board_term")
