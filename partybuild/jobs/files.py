"""Files that jobs leave for their users: under the instance folder, named by the job alone."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from flask import current_app

from partybuild.config import Instance

FOLDER = "exports"


def folder() -> Path:
    """Where they lie."""
    instance: Instance = current_app.config["INSTANCE"]
    return instance.subfolder(FOLDER)


def path_of(job_id: int) -> Path:
    """The file of a job, there or not."""
    return folder() / f"{job_id}.file"


def keep_ids(job_id: int, organization_ids: Collection[int]) -> None:
    """Keep whose data stand in the file."""
    _ids_path(job_id).write_text(json.dumps(sorted(organization_ids)))


def ids_in(job_id: int) -> set[int]:
    """Whose data stand in the file, as far as the handler has said."""
    path = _ids_path(job_id)
    return set(json.loads(path.read_text())) if path.exists() else set()


def remove(job_ids: Iterable[int]) -> None:
    """Delete the files of these jobs, where they are."""
    for number in job_ids:
        for path in (path_of(number), _ids_path(number)):
            path.unlink(missing_ok=True)


def _ids_path(job_id: int) -> Path:
    return folder() / f"{job_id}.ids"
