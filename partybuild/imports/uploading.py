"""What a person does with an upload: send it, answer, confirm, have it checked again, withdraw."""

from collections.abc import Mapping

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import Stale, audit_detail, needs
from partybuild.imports import batches
from partybuild.imports.columns import KINDS
from partybuild.imports.engine import Asked, check_permitted
from partybuild.imports.models import ImportBatch
from partybuild.imports.storage import Store
from partybuild.imports.working import CHECK, WRITE
from partybuild.jobs.commands import enqueue
from partybuild.rules import RuleBroken

MAKE = Permission.IMPORTS_MAKE
OPEN = ("asking", "checked", "refused", "failed")
"""States in which the person has the next move."""


@needs(MAKE, "上传导入文件")
def upload(actor: Actor, asked: Asked, store: Store) -> int:
    """The file waits to be checked; the import's id."""
    check_permitted(actor, asked.kind)
    batch = batches.begin(actor, asked, store.name)
    _check(actor, batch)
    audit_detail(
        object=("import", batch.id),
        kind=asked.kind,
        filename=batch.filename,
        file_sha256=asked.file_digest,
    )
    return batch.id


def _check(actor: Actor, batch: ImportBatch) -> None:
    batch.state, batch.ended_at = "uploaded", None
    title = f"核对{KINDS[batch.kind].label}“{batch.filename}”"
    batch.job_id = enqueue(actor, CHECK, title, {"batch": batch.id})


def _mine(actor: Actor, batch_id: int, *states: str) -> ImportBatch:
    batch = batches.of(actor, batch_id)
    if batches.state_of(actor, batch) not in states:
        raise Stale("这次导入已经走到下一步，请刷新页面看现在的情况。")
    audit_detail(object=("import", batch.id), kind=batch.kind, file_sha256=batch.file_digest)
    return batch


@needs(MAKE, "指明导入列")
def answer(actor: Actor, batch_id: int, take: Mapping[str, str]) -> None:
    """Columns are what the person says; the file is checked again."""
    batch = _mine(actor, batch_id, "asking")
    batch.options = {**batch.options, "take": {**batch.options.get("take", {}), **take}}
    _check(actor, batch)


@needs(MAKE, "放行代码")
def accept(actor: Actor, batch_id: int, code: str, reason: str) -> None:
    """A code whose check character fails passes for a reason; the file is checked again."""
    batch = _mine(actor, batch_id, "checked")
    if not (code.strip() and reason.strip()):
        raise RuleBroken("请填写代码和放行理由。")
    accepted = {**batch.options.get("accept", {}), code.strip().upper(): reason.strip()}
    batch.options = {**batch.options, "accept": accepted}
    audit_detail(code=code.strip().upper(), reason=reason.strip())
    _check(actor, batch)


@needs(MAKE, "重新核对导入")
def check_again(actor: Actor, batch_id: int) -> None:
    """The kept file is checked against the register as it is now."""
    _check(actor, _mine(actor, batch_id, "checked", "failed"))


@needs(MAKE, "确认导入")
def confirm(actor: Actor, batch_id: int, digest: str, partial: bool) -> None:
    """What the preview showed will be written; with errors only if the rest is to go in."""
    batch = _mine(actor, batch_id, "checked")
    summary = batch.summary or {}
    if summary.get("digest") != digest:
        raise Stale("核对结果已经更新，请看过新的结果再确认。")
    if summary.get("errors") and not partial:
        raise RuleBroken("还有退回的行：请改正后重新上传，或勾选“只导入无误的行”。")
    if not summary.get("good"):
        raise RuleBroken("没有可以写入的内容：各行都与在册一致或已退回。")
    batch.options = {**batch.options, "partial": partial}
    batch.state = "writing"
    title = f"导入{KINDS[batch.kind].label}“{batch.filename}”"
    batch.job_id = enqueue(actor, WRITE, title, {"batch": batch.id})


@needs(MAKE, "撤回导入")
def withdraw(actor: Actor, batch_id: int) -> str:
    """Nothing of the upload is kept but that there was one; the folder to be removed."""
    batch = _mine(actor, batch_id, *OPEN)
    batch.state, batch.ended_at = "withdrawn", clock.local_now()
    return batch.folder
