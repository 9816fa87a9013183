"""What the planner knows of the tables."""

from partybuild.db import db, declared
from partybuild.db.engine import mode

WORTHWHILE = 1000
"""After so many rows written at once the old statistics mislead."""


def refresh() -> None:
    """Gather the statistics anew, in a transaction of its own; some tenths of a second."""
    db.session.rollback()
    with mode("write"):
        declared.analyze(db.session.connection())
        db.session.commit()
