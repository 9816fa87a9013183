"""Sync rules' verdicts, recorded answers, waivers, and events entered by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "sync_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "approved",
                "instructor",
                "not_yet",
                "evaluation",
                "party_election",
                "secretary",
                "committee",
                "no_change",
                "count",
                "done",
                name="answerkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_sync_answer_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_sync_answer_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_sync_answer_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_answer")),
    )
    with op.batch_alter_table("sync_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_answer_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sync_answer_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sync_answer_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sync_answer_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "sync_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_document", sa.String(length=200), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_sync_event_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_sync_event_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_sync_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_event")),
    )
    with op.batch_alter_table("sync_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_event_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sync_event_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sync_event_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_by", sa.String(length=200), nullable=False),
        sa.Column("revoked_reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_waiver_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_waiver_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_waiver_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_waiver_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_waiver_party_organization_id"), ["party_organization_id"], unique=False
        )

    op.create_table(
        "sync_verdict",
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
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("trigger_on", sa.Date(), nullable=False),
        sa.Column("trigger_key", sa.String(length=60), nullable=False),
        sa.Column("trigger_document", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "in_step",
                "late",
                "pending",
                "missing",
                "waived",
                "not_applicable",
                name="verdict",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("on_time_by", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "answer_kind",
            sa.Enum(
                "approved",
                "instructor",
                "not_yet",
                "evaluation",
                "party_election",
                "secretary",
                "committee",
                "no_change",
                "count",
                "done",
                name="answerkind",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_document", sa.String(length=200), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("waiver_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_sync_verdict_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_sync_verdict_policy_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_sync_verdict_unit_id")),
        sa.ForeignKeyConstraint(
            ["waiver_id"], ["waiver.id"], name=op.f("fk_sync_verdict_waiver_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_verdict")),
    )
    with op.batch_alter_table("sync_verdict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_verdict_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_sync_verdict_level2",
            ["level2_id", "known_to", "valid_to", "valid_from", "next_on", "rule", "verdict"],
            unique=False,
        )
        batch_op.create_index(
            "ix_sync_verdict_level3",
            ["level3_id", "known_to", "valid_to", "valid_from", "next_on", "rule", "verdict"],
            unique=False,
        )
        batch_op.create_index(
            "ix_sync_verdict_level4",
            ["level4_id", "known_to", "valid_to", "valid_from", "next_on", "rule", "verdict"],
            unique=False,
        )
        batch_op.create_index(
            "ix_sync_verdict_level5",
            ["level5_id", "known_to", "valid_to", "valid_from", "next_on", "rule", "verdict"],
            unique=False,
        )
        batch_op.create_index(
            "ix_sync_verdict_now",
            [
                "level1_id",
                "known_to",
                "valid_to",
                "valid_from",
                "next_on",
                "rule",
                "verdict",
                "level2_id",
                "level3_id",
                "level4_id",
                "level5_id",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_sync_verdict_organization", ["organization_id", "known_to"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sync_verdict", schema=None) as batch_op:
        batch_op.drop_index("ix_sync_verdict_organization")
        batch_op.drop_index("ix_sync_verdict_now")
        batch_op.drop_index("ix_sync_verdict_level5")
        batch_op.drop_index("ix_sync_verdict_level4")
        batch_op.drop_index("ix_sync_verdict_level3")
        batch_op.drop_index("ix_sync_verdict_level2")
        batch_op.drop_index(batch_op.f("ix_sync_verdict_body_id"))

    op.drop_table("sync_verdict")
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_organization_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_body_id"))

    op.drop_table("waiver")
    with op.batch_alter_table("sync_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_event_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_sync_event_organization_id"))
        batch_op.drop_index(batch_op.f("ix_sync_event_body_id"))

    op.drop_table("sync_event")
    with op.batch_alter_table("sync_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_answer_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_sync_answer_organization_id"))
        batch_op.drop_index(batch_op.f("ix_sync_answer_case_id"))
        batch_op.drop_index(batch_op.f("ix_sync_answer_body_id"))

    op.drop_table("sync_answer")
