"""Where the bytes lie: by SHA-256 under the instance's evidence/, outside the web root (R46)."""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from partybuild.clock import SHANGHAI
from partybuild.config import Instance

FOLDER = "evidence"
_ARRIVING = "arriving"
_GRACE = timedelta(days=1)
"""How long a file may lie without a row: its command has not been committed yet."""
_BLOCK = 1 << 20


def folder() -> Path:
    """The evidence folder of this instance."""
    instance: Instance = current_app.config["INSTANCE"]
    return instance.subfolder(FOLDER)


def path_of(digest: str) -> Path:
    """Where the bytes of this digest lie, there or not."""
    return folder() / digest[:2] / digest[2:]


def arriving() -> Path:
    """A new name for a file that is still being checked; the caller removes it."""
    place = folder() / _ARRIVING
    place.mkdir(mode=0o700, exist_ok=True)
    return place / secrets.token_hex(16)


def put(path: Path) -> str:
    """Keep an arrived file for good; its digest. On return its bytes are safe on the disk.

    The rename is atomic, so the same content kept at the same moment is still one whole file.
    """
    with path.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    target = path_of(digest)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o400)
    path.replace(target)
    for place in (target.parent, target.parent.parent):
        _sync(place)
    return digest


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as it lies there now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tidy(known: Collection[str], moment: datetime) -> int:
    """Delete files that no row has named for a day; how many."""
    gone = 0
    for path in _kept():
        age = moment - datetime.fromtimestamp(path.stat().st_mtime, SHANGHAI)
        if f"{path.parent.name}{path.name}" not in known and age > _GRACE:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _kept() -> Iterator[Path]:
    """Every file of the store, and those that never finished arriving."""
    for place in folder().iterdir():
        if place.is_dir():
            yield from place.iterdir()
