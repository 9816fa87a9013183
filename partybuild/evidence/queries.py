"""Reading evidence: the files of an affair, and the door to their bytes."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.evidence import rules, store
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import FileState
from partybuild.rules import RuleBroken

LOST = "文件不在存储中，请联系系统管理员运行 partybuild doctor 核对。"


class Download(NamedTuple):
    """What a download sends."""

    path: Path
    name: str
    media: str
    about: dict[str, Any]
    """Which file of which affair, for the audit."""


def files(actor: Actor, subject_kind: str, subject_id: int) -> Sequence[EvidenceFile]:
    """Every version of every file of an affair in reach, withdrawn ones too, by slot, oldest first."""
    return db.session.scalars(
        visible(actor, EvidenceFile)
        .where(EvidenceFile.subject_kind == subject_kind, EvidenceFile.subject_id == subject_id)
        .order_by(EvidenceFile.slot, EvidenceFile.id)
    ).all()


def latest(actor: Actor, subject_kind: str, subject_id: int) -> Sequence[EvidenceFile]:
    """The files of an affair that hold now: kept, and not replaced."""
    return rules.current(files(actor, subject_kind, subject_id))


def of_many(
    actor: Actor, subject_kind: str, subject_ids: Collection[int]
) -> dict[int, list[EvidenceFile]]:
    """The files of several affairs that hold now, by affair; one query for a list's page."""
    found: dict[int, list[EvidenceFile]] = {number: [] for number in subject_ids}
    query = visible(actor, EvidenceFile).where(
        EvidenceFile.subject_kind == subject_kind, EvidenceFile.subject_id.in_(sorted(found))
    )
    for file in rules.current(db.session.scalars(query.order_by(EvidenceFile.id))):
        found[file.subject_id].append(file)
    return found


def file(actor: Actor, subject_kind: str, subject_id: int, file_id: int) -> EvidenceFile:
    """One file of this very affair; OutOfReach for another affair's, whoever may see that (R06)."""
    found: EvidenceFile | None = db.session.scalars(
        visible(actor, EvidenceFile).where(
            EvidenceFile.id == file_id,
            EvidenceFile.subject_kind == subject_kind,
            EvidenceFile.subject_id == subject_id,
        )
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def download(actor: Actor, file_id: int) -> Download:
    """The bytes of a kept file in reach; OutOfReach for any other, RuleBroken where they are lost.

    Old versions stay readable; withdrawn and quarantined ones do not.
    """
    found: EvidenceFile | None = db.session.scalars(
        visible(actor, EvidenceFile).where(
            EvidenceFile.id == file_id, EvidenceFile.state == FileState.KEPT
        )
    ).one_or_none()
    if found is None:
        raise OutOfReach
    path = store.path_of(found.digest)
    if not path.exists():
        raise RuleBroken(LOST)
    about = {
        "object": ("evidence", found.id),
        "name": found.name,
        "subject": [found.subject_kind, found.subject_id],
        "organization": found.organization_id,
        "slot": found.slot,
        "digest": found.digest,
    }
    return Download(path, found.name, found.media, about)


def kept_bytes(actor: Actor, row: EvidenceFile) -> int:
    """How much is already kept beside `row`: about its organization, else of its affair."""
    if row.organization_id is not None:
        same = [EvidenceFile.organization_id == row.organization_id]
    elif row.party_organization_id is not None:
        same = [EvidenceFile.party_organization_id == row.party_organization_id]
    else:
        same = [
            EvidenceFile.subject_kind == row.subject_kind,
            EvidenceFile.subject_id == row.subject_id,
        ]
    query = visible(actor, EvidenceFile, func.coalesce(func.sum(EvidenceFile.size), 0))
    return int(db.session.scalar(query.where(*same)) or 0)
