"""Imports as they are remembered: each its maker's own."""

from collections.abc import Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible, writable
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.imports.engine import Asked
from partybuild.imports.identity import without_identity_numbers
from partybuild.imports.models import ImportBatch
from partybuild.imports.plans import Options
from partybuild.jobs import queries as jobs
from partybuild.jobs.rules import JobState

SHOWN = 100
UNDER_WAY = ("uploaded", "checking", "writing")


def of(actor: Actor, batch_id: int) -> ImportBatch:
    """One of the actor's imports, to read or inside `work` to change; OutOfReach for others'."""
    query = writable(actor, ImportBatch).where(ImportBatch.id == batch_id)
    found: ImportBatch | None = db.session.scalars(
        query.execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def latest(actor: Actor) -> Sequence[ImportBatch]:
    """The actor's latest imports, newest first."""
    query = visible(actor, ImportBatch).order_by(ImportBatch.id.desc()).limit(SHOWN)
    return db.session.scalars(query).all()


def state_of(actor: Actor, batch: ImportBatch) -> str:
    """Where an import stands; failed when the job that was to move it on is no more."""
    if batch.state not in UNDER_WAY or batch.job_id is None:
        return batch.state
    job = jobs.job(actor, batch.job_id)
    return batch.state if JobState(job.state).open else "failed"


def begin(actor: Actor, asked: Asked, folder: str = "", state: str = "uploaded") -> ImportBatch:
    """A new import of this file. Inside `work`."""
    batch = ImportBatch(
        kind=asked.kind,
        user_id=actor.user_id,
        appointment_id=actor.appointment_id,
        actor=actor.label[:200],
        unit_id=asked.options.unit_id,
        filename=without_identity_numbers(asked.filename)[:255],
        file_digest=asked.file_digest,
        folder=folder,
        state=state,
        options=_as_json(asked),
        effective_on=asked.options.effective_on,
        created_at=clock.local_now(),
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _as_json(asked: Asked) -> dict[str, Any]:
    options = asked.options
    return {
        "take": dict(asked.take),
        "accept": dict(options.accept),
        "unit": options.unit_id,
        "partial": options.partial,
        "correct": options.correct,
    }


def asked_of(batch: ImportBatch) -> Asked:
    """What was asked when the file was uploaded, and answered since."""
    kept = batch.options
    options = Options(
        effective_on=batch.effective_on,
        unit_id=batch.unit_id,
        correct=bool(kept.get("correct")),
        partial=bool(kept.get("partial")),
        accept=kept.get("accept") or {},
        document=batch.filename,
    )
    return Asked(batch.kind, batch.filename, batch.file_digest, options, kept.get("take") or {})
