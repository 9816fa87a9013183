"""What becomes of the store without anybody asking: the daily tidying, and doctor's look."""

from collections.abc import Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.evidence import scanning, store
from partybuild.evidence.models import EvidenceFile

_MARK = "tidied"


def turn(actor: Actor) -> bool:
    """Once a day, delete files that no row names; whether this was the time."""
    mark = store.folder() / _MARK
    today = clock.today().isoformat()
    if mark.exists() and mark.read_text() == today:
        return False
    known = {digest for (digest,) in _rows(actor, EvidenceFile.digest)}
    store.tidy(known, clock.now())
    mark.write_text(today)
    return True


def faults(actor: Actor) -> list[str]:
    """A sentence for each file that is lost or no longer what was kept, and for a lost scanner."""
    found = [said] if (said := scanning.fault()) else []
    state: dict[str, str] = {}
    columns = (EvidenceFile.id, EvidenceFile.name, EvidenceFile.digest)
    for number, name, digest in _rows(actor, *columns):
        if digest not in state:
            state[digest] = _state_of(digest)
        if state[digest]:
            found.append(f"材料 {number}“{name}”{state[digest]}。")
    return found


def _state_of(digest: str) -> str:
    path = store.path_of(digest)
    if not path.exists():
        return "的文件不在存储中"
    return "" if store.digest_of(path) == digest else "的内容与收存时不符"


def _rows(actor: Actor, *columns: Any) -> Sequence[Any]:
    try:
        return db.session.execute(
            visible(actor, EvidenceFile, *columns).order_by(EvidenceFile.id)
        ).all()
    finally:
        db.session.rollback()
