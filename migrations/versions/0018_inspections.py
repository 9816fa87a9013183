"""Annual inspections: campaigns, expected lists, what they came to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "inspection_campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column(
            "kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "regime",
            sa.Enum("inspection", "report", name="regime", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("charities", sa.Boolean(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="campaignstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "cutoffs", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("cutoff_policy_id", sa.Integer(), nullable=True),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cutoff_policy_id"],
            ["policy.id"],
            name=op.f("fk_inspection_campaign_cutoff_policy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_inspection_campaign_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_campaign")),
    )
    with op.batch_alter_table("inspection_campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_campaign_year"), ["year"], unique=False)

    op.create_table(
        "inspection_expected",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "filed",
                "deregistered",
                "cancelled",
                "revoked",
                "new",
                "charity",
                "no_charity",
                "elsewhere",
                "other",
                name="exclusion",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.String(length=200), nullable=False),
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
            ["campaign_id"],
            ["inspection_campaign.id"],
            name=op.f("fk_inspection_expected_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_inspection_expected_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_inspection_expected_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_inspection_expected_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_expected")),
        sa.UniqueConstraint(
            "campaign_id",
            "organization_id",
            name=op.f("uq_inspection_expected_campaign_id_organization_id"),
        ),
    )
    with op.batch_alter_table("inspection_expected", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspection_expected_body_id"), ["body_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inspection_expected_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inspection_expected_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_inspection_expected_reason", ["campaign_id", "reason"], unique=False
        )

    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "regime",
            sa.Enum("inspection", "report", name="regime", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "section", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("section_by", sa.String(length=200), nullable=False),
        sa.Column("section_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "qualified",
                "basic",
                "unqualified",
                "absent",
                "reported",
                "reported_late",
                "unreported",
                name="conclusion",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("concluded_by", sa.String(length=200), nullable=False),
        sa.Column(
            "spot_check",
            sa.Enum("clear", "found", "unreached", name="spotcheck", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column(
            "evaluation",
            sa.Enum(
                "good", "fair", "average", "poor", name="evaluation", native_enum=False, length=24
            ),
            nullable=True,
        ),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("evaluated_by", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("first_published_on", sa.Date(), nullable=True),
        sa.Column(
            "first_conclusion",
            sa.Enum(
                "qualified",
                "basic",
                "unqualified",
                "absent",
                "reported",
                "reported_late",
                "unreported",
                name="conclusion",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "first_evaluation",
            sa.Enum(
                "good", "fair", "average", "poor", name="evaluation", native_enum=False, length=24
            ),
            nullable=True,
        ),
        sa.Column("rectify", sa.Boolean(), nullable=False),
        sa.Column("interviewed", sa.Boolean(), nullable=False),
        sa.Column("penalised", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
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
            ["campaign_id"], ["inspection_campaign.id"], name=op.f("fk_inspection_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_inspection_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_inspection_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_inspection_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_inspection_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("case_id", name=op.f("uq_inspection_case_id")),
        sa.UniqueConstraint(
            "organization_id", "year", name=op.f("uq_inspection_organization_id_year")
        ),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_inspection_campaign", ["campaign_id", "expected"], unique=False)
        batch_op.create_index("ix_inspection_level1", ["level1_id", "year"], unique=False)
        batch_op.create_index("ix_inspection_level2", ["level2_id", "year"], unique=False)
        batch_op.create_index("ix_inspection_level3", ["level3_id", "year"], unique=False)
        batch_op.create_index("ix_inspection_level4", ["level4_id", "year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_inspection_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inspection_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_organization_id"))
        batch_op.drop_index("ix_inspection_level4")
        batch_op.drop_index("ix_inspection_level3")
        batch_op.drop_index("ix_inspection_level2")
        batch_op.drop_index("ix_inspection_level1")
        batch_op.drop_index("ix_inspection_campaign")
        batch_op.drop_index(batch_op.f("ix_inspection_body_id"))

    op.drop_table("inspection")
    with op.batch_alter_table("inspection_expected", schema=None) as batch_op:
        batch_op.drop_index("ix_inspection_expected_reason")
        batch_op.drop_index(batch_op.f("ix_inspection_expected_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_expected_organization_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_expected_body_id"))

    op.drop_table("inspection_expected")
    with op.batch_alter_table("inspection_campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_campaign_year"))

    op.drop_table("inspection_campaign")
