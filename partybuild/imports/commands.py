"""Bringing a checked file into the register: all of it or nothing, or with `partial` the good rows."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db, statistics
from partybuild.db.work import audit_detail, current_work, needs, work
from partybuild.imports import batches
from partybuild.imports.engine import Examined, check_permitted, examine
from partybuild.imports.plans import Outcome
from partybuild.rules import RuleBroken

TRIES = 5
CHANGED_SINCE = "核对之后名册又有变动，结果与您确认的不同，请重新核对后再导入。"
TOO_BUSY = "名册正被频繁改动，这次没有写入，请过几分钟再导入。"
STILL_WRONG = "文件里还有 {count} 处错误，没有写入；请改正后重新导入，或只导入无误的行。"


def write(actor: Actor, examined: Examined, batch_id: int | None = None) -> int:
    """Write what was examined; the change number.

    Where the register has moved since, the file is examined again first. Raises RuleBroken when
    it has errors and is not to be written in part, or when it would now do something else.
    """
    if not examined.may_write:
        raise RuleBroken(STILL_WRONG.format(count=len(examined.plan.errors)))
    confirmed, now = examined.digest, examined
    for _ in range(TRIES):
        if now.plan.prepare is not None:
            now.plan.prepare(actor)
        with work(actor) as running:
            moved = _moved(running.change, now)
            written = 0 if moved else _bring_in(running.actor, now, batch_id)
        if not moved:
            if len(now.plan.rows) >= statistics.WORTHWHILE:
                statistics.refresh()
            return written
        now = examine(actor, now.asked, now.workbook)
        if now.digest != confirmed:
            raise RuleBroken(CHANGED_SINCE)
    raise RuleBroken(TOO_BUSY)


def _moved(change: int, examined: Examined) -> bool:
    """Whether the register is no longer what the plan rests on."""
    if change == examined.head + 1:
        return False
    moved = examined.plan.moved
    return moved is None or moved(examined.head)


@needs(Permission.IMPORTS_MAKE, "导入表格")
def _bring_in(actor: Actor, examined: Examined, batch_id: int | None) -> int:
    asked, plan = examined.asked, examined.plan
    check_permitted(actor, asked.kind)
    if plan.write is not None and plan.count(Outcome.NEW) + plan.count(Outcome.CHANGED):
        plan.write(actor)
    change = current_work().change
    batch = batches.of(actor, batch_id) if batch_id else batches.begin(actor, asked)
    batch.state, batch.change, batch.ended_at = "done", change, clock.local_now()
    batch.summary = {**(batch.summary or {}), **plan.summary, "digest": examined.digest}
    db.session.flush()
    audit_detail(
        object=("import", batch.id),
        kind=asked.kind,
        filename=asked.filename,
        file_sha256=asked.file_digest,
        changes_sha256=examined.digest,
        effective_on=asked.options.effective_on.isoformat(),
        correct=asked.options.correct,
        partial=asked.options.partial,
        accept=dict(asked.options.accept),
        **plan.summary,
    )
    return change
