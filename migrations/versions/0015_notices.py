"""Papers, the templates and the names under which offices issue them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "notice_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "issuer",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("party", "civil", "both", name="side", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("stem", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_office")),
        sa.UniqueConstraint("issuer", "side", name=op.f("uq_notice_office_issuer_side")),
    )
    op.create_table(
        "notice_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "unknown", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["region.id"], name=op.f("fk_notice_template_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_template")),
        sa.UniqueConstraint(
            "kind", "unit_id", "version", name=op.f("uq_notice_template_kind_unit_id_version")
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "issuer",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("series", sa.String(length=12), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("addressed_to", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(length=60), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_by_name", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("issued", "void", name="noticestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("receipt_due", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "direct",
                "post",
                "electronic",
                "public",
                "left",
                name="way",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("receipt_note", sa.String(length=300), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
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
            ["organization_id"], ["organization.id"], name=op.f("fk_notice_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization_id"],
            ["party_organization.id"],
            name=op.f("fk_notice_party_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["notice_template.id"], name=op.f("fk_notice_template_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["region.id"], name=op.f("fk_notice_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "issuer", "series", "year", "number", name=op.f("uq_notice_issuer_series_year_number")
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_notice_level1", ["level1_id", "issued_on", "id"], unique=False)
        batch_op.create_index("ix_notice_level2", ["level2_id", "issued_on", "id"], unique=False)
        batch_op.create_index("ix_notice_level3", ["level3_id", "issued_on", "id"], unique=False)
        batch_op.create_index("ix_notice_level4", ["level4_id", "issued_on", "id"], unique=False)
        batch_op.create_index("ix_notice_level5", ["level5_id", "issued_on", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notice_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_party_organization_id"), ["party_organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_receipt_due"), ["receipt_due"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_receipt_due"))
        batch_op.drop_index(batch_op.f("ix_notice_party_organization_id"))
        batch_op.drop_index(batch_op.f("ix_notice_organization_id"))
        batch_op.drop_index("ix_notice_level5")
        batch_op.drop_index("ix_notice_level4")
        batch_op.drop_index("ix_notice_level3")
        batch_op.drop_index("ix_notice_level2")
        batch_op.drop_index("ix_notice_level1")
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))
        batch_op.drop_index(batch_op.f("ix_notice_body_id"))

    op.drop_table("notice")
    op.drop_table("notice_template")
    op.drop_table("notice_office")
