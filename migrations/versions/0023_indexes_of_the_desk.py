"""Indexes by which the start page counts: warnings, review days, terms, lines from above."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

PLAIN = {
    "ix_organization_unit": ("organization", "unit_id"),
    "ix_party_organization_unit": ("party_organization", "unit_id"),
    "ix_build_plan_review": (
        "build_plan",
        "known_to review_on organization_id valid_from valid_to",
    ),
    "ix_party_term_now": (
        "party_term",
        "party_organization_id known_to valid_from valid_to last_day extended_to",
    ),
    "ix_party_span_now": (
        "party_span",
        "level1_id known_to kind covered formation social full valid_to valid_from "
        "party_organization_id",
    ),
    "ix_party_profile_now": (
        "party_profile",
        "party_organization_id known_to valid_from valid_to has_committee",
    ),
}
NEEDLESS = ("party_term", "party_profile")
"""Their new indexes begin with the column of an old one."""
MARKED = {"organization_event": "organization_id", "party_event": "party_organization_id"}


def upgrade() -> None:
    for table in NEEDLESS:
        op.drop_index(f"ix_{table}_party_organization_id", table_name=table)
    for name, (table, columns) in PLAIN.items():
        op.create_index(name, table, columns.split())
    where = sa.text("mark != ''")
    for table, subject in MARKED.items():
        op.create_index(
            f"ix_{table}_marked",
            table,
            [subject, "change"],
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    for table in MARKED:
        op.drop_index(f"ix_{table}_marked", table_name=table)
    for name, (table, _) in PLAIN.items():
        op.drop_index(name, table_name=table)
    for table in NEEDLESS:
        op.create_index(f"ix_{table}_party_organization_id", table, ["party_organization_id"])
