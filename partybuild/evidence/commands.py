"""Keeping and withdrawing files, inside another room's command."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import NotPermitted, audit_detail, current_work
from partybuild.evidence import queries, rules
from partybuild.evidence.arrivals import Arrived, Paper, Upload, arrive
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import FileState
from partybuild.regions.placing import Filed, Placed, copied
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Subject:
    """The affair a file belongs to, and where it stands."""

    kind: str
    id: int
    placing: dict[str, Any] = field(repr=False)

    @classmethod
    def of(
        cls,
        kind: str,
        number: int,
        row: Placed,
        *,
        organization_id: int | None = None,
        party_organization_id: int | None = None,
    ) -> "Subject":
        """Standing where `row` stands: a case, or an organization named by its id as well."""
        placing: dict[str, Any] = copied(row)
        if isinstance(row, Filed):
            organization_id = organization_id or row.organization_id
            party_organization_id = party_organization_id or row.party_organization_id
        placing["organization_id"] = organization_id
        placing["party_organization_id"] = party_organization_id
        return cls(kind, number, placing)


def keep(
    actor: Actor,
    subject: Subject,
    slot: str,
    upload: Upload | Arrived,
    replaces: int | None = None,
) -> EvidenceFile:
    """A file of this affair, the next version of `replaces` where that is given.

    RuleBroken for a bad file, a full quota, a replaced file that holds no more; OutOfReach for a
    foreign one. Give an `Arrived` file: then nothing is checked while the database is locked.
    """
    if not actor.may(Permission.EVIDENCE_KEEP):
        raise NotPermitted(f"您的岗位（{actor.role.label}）不能上传材料。")
    arrived = arrive(upload) if isinstance(upload, Upload) else upload
    row = EvidenceFile(
        **subject.placing,
        subject_kind=subject.kind,
        subject_id=subject.id,
        slot=slot,
        name=arrived.name,
        digest=arrived.digest,
        size=arrived.size,
        media=arrived.media,
        reworked=arrived.reworked,
        version=_next_version(actor, subject, slot, replaces),
        replaces_id=replaces,
        state=FileState.KEPT if arrived.clean else FileState.QUARANTINED,
        uploaded_by=actor.user_id,
        actor=actor.label,
        uploaded_at=clock.local_now(),
        change=current_work().change,
    )
    rules.check_quota(queries.kept_bytes(actor, row), arrived.size)
    db.session.add(row)
    db.session.flush()
    _tell_audit(actor, subject)
    return row


def keep_all(actor: Actor, subject: Subject, papers: Sequence[Paper]) -> list[EvidenceFile]:
    """All files that a form brought, each in its slot."""
    return [keep(actor, subject, paper.slot, paper.file) for paper in papers]


def _next_version(actor: Actor, subject: Subject, slot: str, replaces: int | None) -> int:
    if replaces is None:
        return 1
    old = queries.file(actor, subject.kind, subject.id, replaces)
    rules.check_replacement(old, slot, queries.files(actor, subject.kind, subject.id))
    return old.version + 1


def _tell_audit(actor: Actor, subject: Subject) -> None:
    """The command's audit row names every file it has brought in, with its digest."""
    change = current_work().change
    brought = [
        {"id": file.id, "slot": file.slot, "digest": file.digest, "state": file.state.value}
        for file in queries.files(actor, subject.kind, subject.id)
        if file.change == change
    ]
    audit_detail(papers=brought)


def withdraw(actor: Actor, subject: Subject, file_id: int, reason: str) -> EvidenceFile:
    """The file holds no more and is no longer handed out; its row stays with the reason.

    OutOfReach for another affair's file; RuleBroken without a reason or for one that was replaced.
    """
    if not actor.may(Permission.EVIDENCE_KEEP):
        raise NotPermitted(f"您的岗位（{actor.role.label}）不能撤回材料。")
    if not reason.strip():
        raise RuleBroken("请写明撤回这份材料的理由。")
    row = queries.file(actor, subject.kind, subject.id, file_id)
    rules.check_replacement(row, row.slot, queries.files(actor, subject.kind, subject.id))
    row.state = FileState.WITHDRAWN
    row.withdrawn_at = clock.local_now()
    row.withdrawn_by = actor.label
    row.withdrawn_reason = reason.strip()[:500]
    audit_detail(withdrawn={"id": row.id, "digest": row.digest, "reason": row.withdrawn_reason})
    db.session.flush()
    return row
