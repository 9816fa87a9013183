"""Cases at the registration gate."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "registration_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "matter",
            sa.Enum(
                "founding",
                "change",
                "ending",
                "filing",
                "makeup",
                name="matter",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "application", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("full", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer_kind",
            sa.Enum(
                "approved",
                "joined",
                "instructor",
                "not-yet",
                "waived",
                "settled",
                name="answerkind",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["party_organization.id"], name=op.f("fk_registration_case_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["workflow_case.id"], name=op.f("fk_registration_case_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_registration_case_case_id")),
    )


def downgrade() -> None:
    op.drop_table("registration_case")
