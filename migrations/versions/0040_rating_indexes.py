"""A publicity's list and the figures of a round are read from indexes of their own."""

from alembic import op

revision = "0040"
down_revision = "0039"

TABLE = "rating_assessment"
RESULT = ["round_id", "stage", "left_out", "category", "star", "tied"]
PUBLIC = ["publicity_id", "left_out", "star", "stage"]


def upgrade() -> None:
    op.drop_index("ix_rating_assessment_round", table_name=TABLE)
    op.create_index("ix_rating_assessment_round", TABLE, RESULT)
    op.create_index("ix_rating_assessment_publicity", TABLE, PUBLIC)
    for n in range(1, 5):
        op.drop_index(f"ix_rating_assessment_level{n}", table_name=TABLE)
        op.create_index(f"ix_rating_assessment_level{n}", TABLE, [*_level(n), "previous"])


def downgrade() -> None:
    for n in range(1, 5):
        op.drop_index(f"ix_rating_assessment_level{n}", table_name=TABLE)
        op.create_index(f"ix_rating_assessment_level{n}", TABLE, _level(n))
    op.drop_index("ix_rating_assessment_publicity", table_name=TABLE)
    op.drop_index("ix_rating_assessment_round", table_name=TABLE)
    op.create_index("ix_rating_assessment_round", TABLE, RESULT[:2])


def _level(n: int) -> list[str]:
    return ["round_id", f"level{n}_id", f"level{n + 1}_id", "stage", "star", "category"]
