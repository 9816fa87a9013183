"""Histories and typed yearly totals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "year_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
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
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("level1_id", sa.Integer(), nullable=True),
        sa.Column("level2_id", sa.Integer(), nullable=True),
        sa.Column("level3_id", sa.Integer(), nullable=True),
        sa.Column("level4_id", sa.Integer(), nullable=True),
        sa.Column("level5_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_year_total_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_total")),
    )
    with op.batch_alter_table("year_total", schema=None) as batch_op:
        batch_op.create_index("uq_year_total", ["unit_id", "year", "kind"], unique=True)

    op.create_table(
        "organization_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_event_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_event")),
    )
    with op.batch_alter_table("organization_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_event_change"), ["change"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organization_event_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "party_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_party_event_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_event")),
    )
    with op.batch_alter_table("party_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_event_change"), ["change"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_party_event_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("party_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_event_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_party_event_change"))

    op.drop_table("party_event")
    with op.batch_alter_table("organization_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_event_organization_id"))
        batch_op.drop_index(batch_op.f("ix_organization_event_change"))

    op.drop_table("organization_event")
    with op.batch_alter_table("year_total", schema=None) as batch_op:
        batch_op.drop_index("uq_year_total")

    op.drop_table("year_total")
