"""Evidence: files of affairs, one row a version."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "digest",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("reworked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "kept", "withdrawn", "quarantined", name="filestate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_evidence_file_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_evidence_file_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["evidence_file.id"], name=op.f("fk_evidence_file_replaces_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_evidence_file_unit_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_evidence_file_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_evidence_file_replaces_id")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_digest"), ["digest"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_evidence_file_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_file_party_organization_id"),
            ["party_organization_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_evidence_file_subject", ["subject_kind", "subject_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_file_subject")
        batch_op.drop_index(batch_op.f("ix_evidence_file_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_organization_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_digest"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_body_id"))

    op.drop_table("evidence_file")
