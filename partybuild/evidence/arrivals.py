"""A file at the door: measured, recognised, looked into, written anew, scanned, laid safe."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from partybuild.evidence import office, store
from partybuild.evidence.kinds import Family, Kind, kind_of
from partybuild.evidence.names import clean_name
from partybuild.evidence.pdf import check_pdf
from partybuild.evidence.pictures import rewritten
from partybuild.evidence.rules import MAX_BYTES, Slot, check_size
from partybuild.evidence.scanning import is_clean

FIELD = "paper-"
"""Before a slot's key: the name of its file field."""
_HEAD = 64


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sends it: the name they gave it, and its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has passed every check; its bytes are safe in the store, no row names it yet."""

    name: str
    digest: str
    size: int
    media: str
    reworked: bool
    clean: bool
    """False where the scanner found something: it will be kept apart and never served."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that has arrived for a slot."""

    slot: str
    file: Arrived


class Sent(Protocol):
    """The files of a form, by field."""

    def getlist(self, key: str) -> list[Any]: ...  # noqa: D102


def arrive(upload: Upload) -> Arrived:
    """Check a file and lay it safe. RuleBroken, naming it, where it cannot be taken.

    Call it before `work`: a large picture takes a second, which nobody should wait for.
    """
    shown = clean_name(upload.name)
    data = upload.stream.read(MAX_BYTES + 1)
    check_size(shown, len(data))
    kind = kind_of(shown, data[:_HEAD])
    if kind.family is Family.PICTURE:
        data = rewritten(shown, data, kind)
        check_size(shown, len(data))
        shown = clean_name(shown, kind.suffix)
    with _laid_down(data) as path:
        _look_inside(shown, data, path, kind)
        clean = is_clean(shown, path)
        digest = store.put(path)
    return Arrived(shown, digest, len(data), kind.media, kind.family is Family.PICTURE, clean)


@contextmanager
def _laid_down(data: bytes) -> Iterator[Path]:
    path = store.arriving()
    try:
        path.touch(mode=0o600)
        path.write_bytes(data)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _look_inside(name: str, data: bytes, path: Path, kind: Kind) -> None:
    if kind.family is Family.PDF:
        check_pdf(name, data)
    elif kind.family is Family.PACKAGE:
        office.check_package(name, path, kind.inside)
    elif kind.family is Family.COMPOUND:
        office.check_compound(name, data, kind.inside)


def chosen(sent: Sent, slot: Slot) -> list[Upload]:
    """The files chosen in the field `paper-<slot>`."""
    files = sent.getlist(FIELD + slot.key)
    return [Upload(file.filename, file.stream) for file in files if file.filename]


def received(sent: Sent, slots: Iterable[Slot]) -> list[Paper]:
    """Every file chosen in the fields `paper-<slot>`, arrived; RuleBroken at the first bad one."""
    return [Paper(slot.key, arrive(file)) for slot in slots for file in chosen(sent, slot)]
