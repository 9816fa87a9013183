"""What becomes of the folders of imports: nothing is kept longer than the policy says."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.imports import storage
from partybuild.imports.models import ImportBatch
from partybuild.imports.storage import Store
from partybuild.jobs import keeping

OVER = ("refused", "done", "failed", "withdrawn")
"""States in which nobody is waited for; what is checked waits for its maker's word."""


def turn(actor: Actor) -> int:
    """Delete the folders of imports that ended long enough ago; how many. Harmless when run again.

    Who imported what, when, and what it did stays with the import itself.
    """
    lying = storage.folders()
    if not lying:
        return 0
    try:
        before = clock.local_now() - keeping.period(keeping.IMPORTS)
        query = visible(actor, ImportBatch, ImportBatch.folder).where(
            ImportBatch.state.in_(OVER), ImportBatch.created_at < before
        )
        over = lying & set(db.session.scalars(query))
    finally:
        db.session.rollback()
    for name in over:
        Store(name).remove()
    return len(over)
