"""Rounds of star rating, assessments with scores, publicity, stars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "rating_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column(
            "categories", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="roundstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("fill_from", sa.Date(), nullable=False),
        sa.Column("fill_to", sa.Date(), nullable=False),
        sa.Column(
            "review_to", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("publicity_days", sa.Integer(), nullable=False),
        sa.Column("founded_by", sa.Date(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["policy.id"], name=op.f("fk_rating_round_scheme_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_rating_round_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_round")),
    )
    with op.batch_alter_table("rating_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_round_year"), ["year"], unique=False)

    op.create_table(
        "rating_honour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("double", "example", name="honourkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "building",
            sa.Enum("strong", "fair", "average", name="strength", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("building_words", sa.String(length=1000), nullable=False),
        sa.Column(
            "development",
            sa.Enum("strong", "fair", "average", name="strength", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("development_words", sa.String(length=1000), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_rating_honour_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_rating_honour_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rating_round.id"], name=op.f("fk_rating_honour_round_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_rating_honour_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_honour")),
    )
    with op.batch_alter_table("rating_honour", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_honour_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rating_honour_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rating_honour_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )
        batch_op.create_index("ix_rating_honour_round", ["round_id", "kind"], unique=False)

    op.create_table(
        "rating_publicity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("first_closes_on", sa.Date(), nullable=False),
        sa.Column("extension_reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("announcement", sa.String(length=120), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
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
            name=op.f("fk_rating_publicity_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_rating_publicity_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rating_round.id"], name=op.f("fk_rating_publicity_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_rating_publicity_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_publicity")),
    )
    with op.batch_alter_table("rating_publicity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_publicity_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rating_publicity_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rating_publicity_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_rating_publicity_round_id"), ["round_id"], unique=False
        )

    op.create_table(
        "rating_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "left_out",
            sa.Enum(
                "new",
                "no_organization",
                "temporary",
                "other_category",
                "unable",
                name="leftout",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("rating_unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "filling",
                "returned",
                "first",
                "second",
                "final",
                "scored",
                "publicity",
                "decided",
                "out",
                name="stage",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("self_total", sa.Integer(), nullable=True),
        sa.Column("first_total", sa.Integer(), nullable=True),
        sa.Column("second_total", sa.Integer(), nullable=True),
        sa.Column("final_total", sa.Integer(), nullable=True),
        sa.Column(
            "facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("candidate", sa.Integer(), nullable=True),
        sa.Column("ceiling", sa.Integer(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("computed", sa.Integer(), nullable=True),
        sa.Column("why", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("star", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.String(length=500), nullable=False),
        sa.Column("override_by", sa.String(length=200), nullable=False),
        sa.Column("publicity_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
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
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_assessment_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_rating_assessment_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_rating_assessment_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["publicity_id"],
            ["rating_publicity.id"],
            name=op.f("fk_rating_assessment_publicity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["rating_unit_id"], ["region.id"], name=op.f("fk_rating_assessment_rating_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rating_round.id"], name=op.f("fk_rating_assessment_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_rating_assessment_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_assessment")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rating_assessment_case_id")),
        sa.UniqueConstraint(
            "round_id",
            "party_organization_id",
            name=op.f("uq_rating_assessment_round_id_party_organization_id"),
        ),
    )
    with op.batch_alter_table("rating_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_assessment_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_rating_assessment_level1",
            ["round_id", "level1_id", "level2_id", "stage", "star", "category"],
            unique=False,
        )
        batch_op.create_index(
            "ix_rating_assessment_level2",
            ["round_id", "level2_id", "level3_id", "stage", "star", "category"],
            unique=False,
        )
        batch_op.create_index(
            "ix_rating_assessment_level3",
            ["round_id", "level3_id", "level4_id", "stage", "star", "category"],
            unique=False,
        )
        batch_op.create_index(
            "ix_rating_assessment_level4",
            ["round_id", "level4_id", "level5_id", "stage", "star", "category"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_rating_assessment_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rating_assessment_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_rating_assessment_rating_unit_id"), ["rating_unit_id"], unique=False
        )
        batch_op.create_index("ix_rating_assessment_round", ["round_id", "stage"], unique=False)

    op.create_table(
        "rating_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("publicity_id", sa.Integer(), nullable=False),
        sa.Column("objector", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum("upheld", "partly", "dismissed", name="finding", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found", sa.String(length=2000), nullable=False),
        sa.Column("found_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_objection_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_rating_objection_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["publicity_id"], ["rating_publicity.id"], name=op.f("fk_rating_objection_publicity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_objection")),
    )
    with op.batch_alter_table("rating_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_objection_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rating_objection_publicity_id"), ["publicity_id"], unique=False
        )

    op.create_table(
        "rating_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column(
            "tier",
            sa.Enum("self", "first", "second", "final", name="tier", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "options", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "deductions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column(
            "files", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_score_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_rating_score_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_score")),
        sa.UniqueConstraint(
            "case_id",
            "indicator",
            "tier",
            "attempt",
            name=op.f("uq_rating_score_case_id_indicator_tier_attempt"),
        ),
    )
    op.create_table(
        "rating_star_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("star", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_star_change_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_star_change")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rating_star_change_case_id")),
    )
    op.create_table(
        "rating_veto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("veto", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("effect", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("put_on", sa.Date(), nullable=False),
        sa.Column("put_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_veto_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_veto")),
    )
    with op.batch_alter_table("rating_veto", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_veto_case_id"), ["case_id"], unique=False)

    op.create_table(
        "rating_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum("self", "first", "second", "final", name="tier", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rating_visit_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_visit")),
    )
    with op.batch_alter_table("rating_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_visit_case_id"), ["case_id"], unique=False)

    op.create_table(
        "party_star",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("star", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "first",
                "up",
                "same",
                "down",
                "removed",
                name="starmove",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["rating_assessment.id"], name=op.f("fk_party_star_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_star_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_star")),
    )
    with op.batch_alter_table("party_star", schema=None) as batch_op:
        batch_op.create_index(
            "ix_party_star_now",
            ["party_organization_id", "known_to", "valid_from", "valid_to", "star"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("party_star", schema=None) as batch_op:
        batch_op.drop_index("ix_party_star_now")

    op.drop_table("party_star")
    with op.batch_alter_table("rating_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_visit_case_id"))

    op.drop_table("rating_visit")
    with op.batch_alter_table("rating_veto", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_veto_case_id"))

    op.drop_table("rating_veto")
    op.drop_table("rating_star_change")
    op.drop_table("rating_score")
    with op.batch_alter_table("rating_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_objection_publicity_id"))
        batch_op.drop_index(batch_op.f("ix_rating_objection_case_id"))

    op.drop_table("rating_objection")
    with op.batch_alter_table("rating_assessment", schema=None) as batch_op:
        batch_op.drop_index("ix_rating_assessment_round")
        batch_op.drop_index(batch_op.f("ix_rating_assessment_rating_unit_id"))
        batch_op.drop_index(batch_op.f("ix_rating_assessment_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_assessment_organization_id"))
        batch_op.drop_index("ix_rating_assessment_level4")
        batch_op.drop_index("ix_rating_assessment_level3")
        batch_op.drop_index("ix_rating_assessment_level2")
        batch_op.drop_index("ix_rating_assessment_level1")
        batch_op.drop_index(batch_op.f("ix_rating_assessment_body_id"))

    op.drop_table("rating_assessment")
    with op.batch_alter_table("rating_publicity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_publicity_round_id"))
        batch_op.drop_index(batch_op.f("ix_rating_publicity_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_publicity_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_publicity_body_id"))

    op.drop_table("rating_publicity")
    with op.batch_alter_table("rating_honour", schema=None) as batch_op:
        batch_op.drop_index("ix_rating_honour_round")
        batch_op.drop_index(batch_op.f("ix_rating_honour_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_honour_organization_id"))
        batch_op.drop_index(batch_op.f("ix_rating_honour_body_id"))

    op.drop_table("rating_honour")
    with op.batch_alter_table("rating_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_round_year"))

    op.drop_table("rating_round")
