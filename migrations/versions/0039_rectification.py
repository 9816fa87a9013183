"""Screening, rectification cases with their lists, acceptance, look-back, lagging areas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "screening_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("running", "open", "closed", name="roundstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("screened", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rules_id"], ["policy.id"], name=op.f("fk_screening_round_rules_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_screening_round_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_round")),
    )
    with op.batch_alter_table("screening_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_round_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lagging_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "circular",
                "interview",
                "supervision",
                name="areameasure",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reasons", sa.String(length=1000), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("closed_words", sa.String(length=1000), nullable=False),
        sa.Column(
            "closing_figures",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_lagging_area_case_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_lagging_area_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lagging_area")),
        sa.UniqueConstraint("case_id", name=op.f("uq_lagging_area_case_id")),
    )
    with op.batch_alter_table("lagging_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lagging_area_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lagging_area_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(length=500), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_lagging_area_promise_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lagging_area_promise")),
    )
    with op.batch_alter_table("lagging_area_promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lagging_area_promise_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "rectification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column(
            "grounds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("working_unit_id", sa.Integer(), nullable=False),
        sa.Column("working_body_id", sa.Integer(), nullable=True),
        sa.Column("deciding_unit_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=2000), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("instructor", sa.String(length=120), nullable=False),
        sa.Column("first_term_to", sa.Date(), nullable=False),
        sa.Column("term_to", sa.Date(), nullable=False),
        sa.Column("plan_number", sa.String(length=120), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("struck_off_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "transformed",
                "continued",
                "dissolved",
                name="outcome",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("relapses", sa.Integer(), nullable=False),
        sa.Column(
            "repeated", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("members_to", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["deciding_unit_id"], ["region.id"], name=op.f("fk_rectification_deciding_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["working_body_id"],
            ["party_organization.id"],
            name=op.f("fk_rectification_working_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["working_unit_id"], ["region.id"], name=op.f("fk_rectification_working_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rectification_case_id")),
    )
    op.create_table(
        "rectification_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum("first", "final", name="tier", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "reopened", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_acceptance_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_rectification_acceptance_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_acceptance")),
        sa.UniqueConstraint(
            "case_id",
            "attempt",
            "tier",
            name=op.f("uq_rectification_acceptance_case_id_attempt_tier"),
        ),
    )
    op.create_table(
        "rectification_look_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum("holding", "relapsed", name="lookbackresult", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_look_back_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_look_back")),
    )
    with op.batch_alter_table("rectification_look_back", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rectification_look_back_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "ix_rectification_look_back_due", ["done_on", "due_on", "id"], unique=False
        )

    op.create_table(
        "rectification_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_problem_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_problem")),
    )
    with op.batch_alter_table("rectification_problem", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rectification_problem_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "rectification_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_progress_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_rectification_progress_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_progress")),
    )
    with op.batch_alter_table("rectification_progress", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rectification_progress_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "screening_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "round", "inspection", "rating", "hand", name="origin", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "dismissed",
                "standing",
                name="proposalstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
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
            ["case_id"], ["workflow_case.id"], name=op.f("fk_screening_proposal_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_screening_proposal_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_screening_proposal_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["screening_round.id"], name=op.f("fk_screening_proposal_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_screening_proposal_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_proposal")),
        sa.UniqueConstraint(
            "round_id",
            "party_organization_id",
            name=op.f("uq_screening_proposal_round_id_party_organization_id"),
        ),
    )
    with op.batch_alter_table("screening_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_proposal_body_id"), ["body_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_screening_proposal_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "ix_screening_proposal_level1", ["level1_id", "state", "round_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_screening_proposal_level2", ["level2_id", "state", "round_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_screening_proposal_level3", ["level3_id", "state", "round_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_screening_proposal_level4", ["level4_id", "state", "round_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_screening_proposal_level5", ["level5_id", "state", "round_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_screening_proposal_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_screening_proposal_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "rectification_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(length=1000), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column(
            "files", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_measure_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"],
            ["rectification_problem.id"],
            name=op.f("fk_rectification_measure_problem_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_measure")),
    )
    with op.batch_alter_table("rectification_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rectification_measure_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "ix_rectification_measure_due", ["closed_on", "due_on", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rectification_measure_problem_id"), ["problem_id"], unique=False
        )

    op.create_table(
        "screening_ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column(
            "values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["screening_proposal.id"], name=op.f("fk_screening_ground_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_ground")),
    )
    with op.batch_alter_table("screening_ground", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_ground_proposal_id"), ["proposal_id"], unique=False
        )
        batch_op.create_index("ix_screening_ground_rule", ["rule", "proposal_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("screening_ground", schema=None) as batch_op:
        batch_op.drop_index("ix_screening_ground_rule")
        batch_op.drop_index(batch_op.f("ix_screening_ground_proposal_id"))

    op.drop_table("screening_ground")
    with op.batch_alter_table("rectification_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_measure_problem_id"))
        batch_op.drop_index("ix_rectification_measure_due")
        batch_op.drop_index(batch_op.f("ix_rectification_measure_case_id"))

    op.drop_table("rectification_measure")
    with op.batch_alter_table("screening_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_proposal_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_screening_proposal_organization_id"))
        batch_op.drop_index("ix_screening_proposal_level5")
        batch_op.drop_index("ix_screening_proposal_level4")
        batch_op.drop_index("ix_screening_proposal_level3")
        batch_op.drop_index("ix_screening_proposal_level2")
        batch_op.drop_index("ix_screening_proposal_level1")
        batch_op.drop_index(batch_op.f("ix_screening_proposal_case_id"))
        batch_op.drop_index(batch_op.f("ix_screening_proposal_body_id"))

    op.drop_table("screening_proposal")
    with op.batch_alter_table("rectification_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_progress_case_id"))

    op.drop_table("rectification_progress")
    with op.batch_alter_table("rectification_problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_problem_case_id"))

    op.drop_table("rectification_problem")
    with op.batch_alter_table("rectification_look_back", schema=None) as batch_op:
        batch_op.drop_index("ix_rectification_look_back_due")
        batch_op.drop_index(batch_op.f("ix_rectification_look_back_case_id"))

    op.drop_table("rectification_look_back")
    op.drop_table("rectification_acceptance")
    op.drop_table("rectification")
    with op.batch_alter_table("lagging_area_promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lagging_area_promise_case_id"))

    op.drop_table("lagging_area_promise")
    with op.batch_alter_table("lagging_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lagging_area_unit_id"))

    op.drop_table("lagging_area")
    with op.batch_alter_table("screening_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_round_unit_id"))

    op.drop_table("screening_round")
