"""What follows an inspection: orders, interviews, lists, dormant batches, penalties."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "dormant_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_dormant_batch_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_dormant_batch_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_dormant_batch_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dormant_batch")),
    )
    with op.batch_alter_table("dormant_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dormant_batch_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dormant_batch_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dormant_batch_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "proposal_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "proposal",
            sa.Enum(
                "overdue_order",
                "unreported",
                "sync_missing",
                "unbuilt",
                "two_years",
                "absent_years",
                name="proposalkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
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
            name=op.f("fk_proposal_set_aside_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_proposal_set_aside_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_proposal_set_aside_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_set_aside")),
    )
    with op.batch_alter_table("proposal_set_aside", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_set_aside_body_id"), ["body_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_set_aside_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_set_aside_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "dormant_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column(
            "years", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("defended_on", sa.Date(), nullable=True),
        sa.Column("defence", sa.String(length=1000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("spared_on", sa.Date(), nullable=True),
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
            ["batch_id"], ["dormant_batch.id"], name=op.f("fk_dormant_case_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_dormant_case_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_dormant_case_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_dormant_case_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_dormant_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dormant_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_dormant_case_case_id")),
    )
    with op.batch_alter_table("dormant_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dormant_case_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dormant_case_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dormant_case_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dormant_case_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("invited", sa.String(length=200), nullable=False),
        sa.Column("reasons", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("hour", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("points", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_interview_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("case_id", name=op.f("uq_interview_case_id")),
    )
    op.create_table(
        "interview_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(length=500), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
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
            ["case_id"], ["workflow_case.id"], name=op.f("fk_interview_promise_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_interview_promise_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_interview_promise_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_interview_promise_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_promise")),
    )
    with op.batch_alter_table("interview_promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_promise_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interview_promise_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_interview_promise_due", ["closed_on", "due_on", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_interview_promise_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_interview_promise_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("first_letter", sa.Date(), nullable=True),
        sa.Column("second_letter", sa.Date(), nullable=True),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("warning", sa.String(length=120), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removal", sa.String(length=120), nullable=False),
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
        sa.ForeignKeyConstraint(["case_id"], ["workflow_case.id"], name=op.f("fk_listing_case_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_listing_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_listing_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_listing_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("case_id", name=op.f("uq_listing_case_id")),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_listing_organization", ["organization_id", "listed_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_listing_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_listing_party_organization_id"), ["party_organization_id"], unique=False
        )

    op.create_table(
        "penalty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "warning",
                "correction",
                "fine",
                "confiscation",
                "suspension",
                "replacement",
                "cancellation",
                "revocation",
                name="penaltykind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=False),
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
        sa.ForeignKeyConstraint(["case_id"], ["workflow_case.id"], name=op.f("fk_penalty_case_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_penalty_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_penalty_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_penalty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty")),
    )
    with op.batch_alter_table("penalty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_penalty_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_penalty_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_penalty_decided", ["decided_on", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_penalty_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_penalty_party_organization_id"), ["party_organization_id"], unique=False
        )

    op.create_table(
        "rectification_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("faults", sa.String(length=2000), nullable=False),
        sa.Column("measures", sa.String(length=2000), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum("passed", "failed", name="orderresult", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_rectification_order_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_order")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rectification_order_case_id")),
    )


def downgrade() -> None:
    op.drop_table("rectification_order")
    with op.batch_alter_table("penalty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_penalty_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_organization_id"))
        batch_op.drop_index("ix_penalty_decided")
        batch_op.drop_index(batch_op.f("ix_penalty_case_id"))
        batch_op.drop_index(batch_op.f("ix_penalty_body_id"))

    op.drop_table("penalty")
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_listing_organization_id"))
        batch_op.drop_index("ix_listing_organization")
        batch_op.drop_index(batch_op.f("ix_listing_body_id"))

    op.drop_table("listing")
    with op.batch_alter_table("interview_promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_promise_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_interview_promise_organization_id"))
        batch_op.drop_index("ix_interview_promise_due")
        batch_op.drop_index(batch_op.f("ix_interview_promise_case_id"))
        batch_op.drop_index(batch_op.f("ix_interview_promise_body_id"))

    op.drop_table("interview_promise")
    op.drop_table("interview")
    with op.batch_alter_table("dormant_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dormant_case_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dormant_case_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dormant_case_body_id"))
        batch_op.drop_index(batch_op.f("ix_dormant_case_batch_id"))

    op.drop_table("dormant_case")
    with op.batch_alter_table("proposal_set_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_set_aside_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_set_aside_organization_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_set_aside_body_id"))

    op.drop_table("proposal_set_aside")
    with op.batch_alter_table("dormant_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dormant_batch_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dormant_batch_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dormant_batch_body_id"))

    op.drop_table("dormant_batch")
