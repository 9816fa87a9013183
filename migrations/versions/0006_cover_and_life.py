"""Links, instructors, mass organizations, organization life."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "coverage_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_coverage_link_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_coverage_link_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_link")),
    )
    with op.batch_alter_table("coverage_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coverage_link_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            "ix_coverage_link_party", ["party_organization_id", "known_to"], unique=False
        )

    op.create_table(
        "instructor_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("instructor", "liaison", name="instructorkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("person_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("workplace", sa.String(length=120), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_instructor_assignment_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructor_assignment")),
    )
    with op.batch_alter_table("instructor_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_instructor_assignment_organization_id"),
            ["organization_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_instructor_assignment_person_key"), ["person_key"], unique=False
        )

    op.create_table(
        "mass_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("union", "youth", "women", name="masskind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_mass_cover_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_cover")),
    )
    with op.batch_alter_table("mass_cover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mass_cover_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "organization_life",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "general_meeting",
                "committee_meeting",
                "group_meeting",
                "lesson",
                "theme_day",
                "life_meeting",
                "appraisal",
                name="lifekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_organization_life_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_life")),
    )
    with op.batch_alter_table("organization_life", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organization_life_day",
            ["party_organization_id", "held_on", "kind", "known_to"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("organization_life", schema=None) as batch_op:
        batch_op.drop_index("ix_organization_life_day")

    op.drop_table("organization_life")
    with op.batch_alter_table("mass_cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mass_cover_organization_id"))

    op.drop_table("mass_cover")
    with op.batch_alter_table("instructor_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instructor_assignment_person_key"))
        batch_op.drop_index(batch_op.f("ix_instructor_assignment_organization_id"))

    op.drop_table("instructor_assignment")
    with op.batch_alter_table("coverage_link", schema=None) as batch_op:
        batch_op.drop_index("ix_coverage_link_party")
        batch_op.drop_index(batch_op.f("ix_coverage_link_organization_id"))

    op.drop_table("coverage_link")
