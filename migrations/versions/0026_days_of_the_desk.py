"""To-dos and the start page read last days of terms and open verdicts from indexes of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

PARTY, PROFILE, VERDICT = "party_organization", "party_profile", "sync_verdict"
LEVELS = tuple(f"level{n}" for n in range(1, 6))
DUE = ["known_to", "due_on", "id", "next_on", "valid_from", "valid_to", "rule"]
HOLDING = ["known_to", "valid_from", "valid_to"]
OPEN = 4611686018427387904
TODAY = {
    "sqlite": "date('now', '+8 hours')",
    "postgresql": "(now() AT TIME ZONE 'Asia/Shanghai')::date",
}
DATED = "term_ends IS NOT NULL"
WAITING = "verdict IN ('missing', 'pending')"
COMMITTEE = ("committee_due = 1", "committee_due")
TEMPORARY = "formation = 'temporary'"


def upgrade() -> None:
    op.add_column(PARTY, sa.Column("term_ends", sa.Date(), nullable=True))
    due = sa.Column("committee_due", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column(PARTY, due)
    _keep(TODAY[op.get_bind().dialect.name])
    for level in LEVELS:
        _index(f"{PARTY}_{level}_term", PARTY, [f"{level}_id", "term_ends", "id"], DATED)
        _index(f"{VERDICT}_{level}_due", VERDICT, [f"{level}_id", *DUE], WAITING)
    _index(f"{PARTY}_committee_due", PARTY, [f"{level}_id" for level in LEVELS], *COMMITTEE)
    _index(f"{PROFILE}_temporary", PROFILE, ["party_organization_id", *HOLDING], TEMPORARY)


def _index(name: str, table: str, columns: list[str], where: str, there: str = "") -> None:
    """A partial index; `there`: the condition as PostgreSQL writes it, where it differs."""
    op.create_index(
        f"ix_{name}",
        table,
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(there or where),
    )


def _keep(today: str) -> None:
    """What stands in the register keeps what its facts give today."""
    held = (
        f"party_organization_id = party_organization.id AND known_to = {OPEN} "
        f"AND valid_from <= {today} AND valid_to > {today}"
    )
    op.execute(
        "UPDATE party_organization SET term_ends = (SELECT coalesce(extended_to, last_day) "
        f"FROM party_term WHERE {held}) WHERE (dissolved_on IS NULL OR dissolved_on > {today}) "
        f"AND NOT EXISTS (SELECT 1 FROM party_profile WHERE {held} AND {TEMPORARY})"
    )
    op.execute(
        "UPDATE party_organization SET committee_due = TRUE WHERE EXISTS (SELECT 1 "
        f"FROM party_profile WHERE {held} AND kind = 'branch' AND has_committee IS NOT TRUE) "
        f'AND EXISTS (SELECT 1 FROM party_headcount WHERE {held} AND "full" >= 7)'
    )


def downgrade() -> None:
    op.drop_index(f"ix_{PROFILE}_temporary", table_name=PROFILE)
    op.drop_index(f"ix_{PARTY}_committee_due", table_name=PARTY)
    for level in LEVELS:
        op.drop_index(f"ix_{VERDICT}_{level}_due", table_name=VERDICT)
        op.drop_index(f"ix_{PARTY}_{level}_term", table_name=PARTY)
    op.drop_column(PARTY, "committee_due")
    op.drop_column(PARTY, "term_ends")
