"""Figures of campaigns, failures, proposals and to-dos are counted from indexes of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

INSPECTION, EXPECTED, CASE = "inspection", "inspection_expected", "workflow_case"
SPAN = "coverage_span"
LEVELS = [f"level{n}_id" for n in range(1, 6)]
ALIKE = [
    "conclusion",
    "evaluation",
    "returned",
    "late",
    "rectify",
    "interviewed",
    "penalised",
    "listed",
]
FIGURES = ["campaign_id", "expected", *LEVELS[:2], *ALIKE, "published_on", "submitted_on"]
ABSENT = ["year", "conclusion", "expected", "level1_id", "listed", "organization_id"]
UNANSWERED = (
    "expected AND NOT history AND NOT rectify "
    "AND NOT interviewed AND NOT penalised AND NOT listed "
    "AND conclusion IN ('unqualified', 'basic', 'absent', 'unreported')"
)
UNCOVERED = "cover NOT IN ('independent', 'joint') AND \"full\" >= 3 AND kind != 'filed'"
COUNTED = ["kind", "state", "closed_on", "due_on", "opened_on", "id"]


def upgrade() -> None:
    op.drop_index("ix_inspection_campaign", table_name=INSPECTION)
    op.create_index("ix_inspection_figures", INSPECTION, [*FIGURES, *LEVELS[2:]])
    op.create_index("ix_inspection_absent", INSPECTION, [*ABSENT, *LEVELS[1:]])
    op.drop_index("ix_inspection_expected_reason", table_name=EXPECTED)
    reasons = ["campaign_id", "reason", *LEVELS]
    op.create_index("ix_inspection_expected_reason", EXPECTED, reasons)
    op.create_index(
        "ix_workflow_case_about", CASE, ["organization_id", "kind", "closed_on", "opened_on"]
    )
    days = ["organization_id", "published_on", "concluded_on", "id"]
    for n, level in enumerate(LEVELS, start=1):
        _partial(f"ix_inspection_level{n}_unanswered", INSPECTION, [level, *days], UNANSWERED)
        op.drop_index(f"ix_workflow_case_level{n}", table_name=CASE)
        op.create_index(f"ix_workflow_case_level{n}", CASE, [level, *COUNTED, *LEVELS[n : n + 1]])
    spans = ["known_to", "valid_to", "valid_from", "organization_id"]
    for n in range(1, 4):
        _partial(f"ix_coverage_span_uncovered{n}", SPAN, [f"level{n}_id", *spans], UNCOVERED)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    words = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=words, postgresql_where=words)


def downgrade() -> None:
    for n in range(1, 4):
        op.drop_index(f"ix_coverage_span_uncovered{n}", table_name=SPAN)
    for n, level in enumerate(LEVELS, start=1):
        op.drop_index(f"ix_workflow_case_level{n}", table_name=CASE)
        op.create_index(f"ix_workflow_case_level{n}", CASE, [level, "kind", "state"])
        op.drop_index(f"ix_inspection_level{n}_unanswered", table_name=INSPECTION)
    op.drop_index("ix_workflow_case_about", table_name=CASE)
    op.drop_index("ix_inspection_expected_reason", table_name=EXPECTED)
    op.create_index("ix_inspection_expected_reason", EXPECTED, ["campaign_id", "reason"])
    op.drop_index("ix_inspection_absent", table_name=INSPECTION)
    op.drop_index("ix_inspection_figures", table_name=INSPECTION)
    op.create_index("ix_inspection_campaign", INSPECTION, ["campaign_id", "expected"])
