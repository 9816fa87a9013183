"""Cases of every process, their events, items returned."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "workflow_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("table_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("desk_unit_id", sa.Integer(), nullable=True),
        sa.Column("desk_body_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
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
            ["desk_body_id"], ["party_organization.id"], name=op.f("fk_workflow_case_desk_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["desk_unit_id"], ["region.id"], name=op.f("fk_workflow_case_desk_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_workflow_case_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_workflow_case_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_workflow_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_case")),
    )
    with op.batch_alter_table("workflow_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_case_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_workflow_case_kind", ["kind", "state", "due_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_workflow_case_level1", ["level1_id", "kind", "state"], unique=False
        )
        batch_op.create_index(
            "ix_workflow_case_level2", ["level2_id", "kind", "state"], unique=False
        )
        batch_op.create_index(
            "ix_workflow_case_level3", ["level3_id", "kind", "state"], unique=False
        )
        batch_op.create_index(
            "ix_workflow_case_level4", ["level4_id", "kind", "state"], unique=False
        )
        batch_op.create_index(
            "ix_workflow_case_level5", ["level5_id", "kind", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workflow_case_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workflow_case_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )

    op.create_table(
        "workflow_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=30), nullable=False),
        sa.Column("tier", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column(
            "facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("table_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_workflow_event_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_workflow_event_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_workflow_event_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_event")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_workflow_event_case_id_sequence")),
    )
    with op.batch_alter_table("workflow_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_event_user_id"), ["user_id"], unique=False)

    op.create_table(
        "item_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_event_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_event_id"],
            ["workflow_event.id"],
            name=op.f("fk_item_return_answered_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_item_return_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["workflow_event.id"], name=op.f("fk_item_return_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_return")),
    )
    with op.batch_alter_table("item_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_return_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("item_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_return_case_id"))

    op.drop_table("item_return")
    with op.batch_alter_table("workflow_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_event_user_id"))

    op.drop_table("workflow_event")
    with op.batch_alter_table("workflow_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_case_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_workflow_case_organization_id"))
        batch_op.drop_index("ix_workflow_case_level5")
        batch_op.drop_index("ix_workflow_case_level4")
        batch_op.drop_index("ix_workflow_case_level3")
        batch_op.drop_index("ix_workflow_case_level2")
        batch_op.drop_index("ix_workflow_case_level1")
        batch_op.drop_index("ix_workflow_case_kind")
        batch_op.drop_index(batch_op.f("ix_workflow_case_body_id"))

    op.drop_table("workflow_case")
