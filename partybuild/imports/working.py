"""The jobs of imports: checking an upload, and writing what was confirmed."""

from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import Stale, work
from partybuild.imports import batches, commands, engine
from partybuild.imports.engine import Examined
from partybuild.imports.models import ImportBatch
from partybuild.imports.plans import Outcome
from partybuild.imports.storage import Store
from partybuild.jobs.ports import Cancelled, Progress
from partybuild.rules import RuleBroken

CHECK, WRITE = "imports.check", "imports.write"
NOTES = 200


def check(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `imports.check`: the import stands checked, asking or refused."""
    batch_id = int(arguments["batch"])
    batch = _begin(actor, batch_id, ("uploaded", "checking"), "checking")
    progress.step(0, 3, "正在读取文件")
    try:
        state, summary = _checked(actor, batch, progress)
    except (RuleBroken, Cancelled) as stopped:
        _end(actor, batch_id, "refused", {"refusal": str(stopped) or "核对已取消。"})
        raise
    except Exception:
        _end(actor, batch_id, "refused", {"refusal": "核对中途出错，请重新上传。"})
        raise
    _end(actor, batch_id, state, summary)
    return {"message": "核对完毕", "url": f"/imports/{batch_id}"}


def _checked(actor: Actor, batch: ImportBatch, progress: Progress) -> tuple[str, dict[str, Any]]:
    store, asked = Store(batch.folder), batches.asked_of(batch)
    with store.opened(batch.filename) as workbook:
        progress.step(1, 3, "正在与名册核对")
        examined = engine.examine(actor, asked, workbook)
        progress.step(2, 3, "正在整理核对结果")
        if not examined.questions:
            store.tell(examined)
        store.keep(examined)
    if examined.questions:
        return "asking", {"questions": [_question(one) for one in examined.questions]}
    return "checked", _summary(examined)


def _question(one: engine.Question) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "letter": one.letter,
        "heading": one.heading,
        "choices": one.choices,
    }


def _summary(examined: Examined) -> dict[str, Any]:
    plan = examined.plan
    told = engine.answer(examined.asked, plan)
    return {
        **plan.summary,
        "digest": examined.digest,
        "errors": len(plan.errors),
        "doubtful": any("校验码不符" in error.message for error in plan.errors),
        "notes": told["warnings"][:NOTES],
        "more_notes": max(len(told["warnings"]) - NOTES, 0),
        "makes": plan.makes[:NOTES],
        "good": plan.count(Outcome.NEW) + plan.count(Outcome.CHANGED),
    }


def write(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `imports.write`: what was confirmed stands in the register, all of it or nothing."""
    batch_id = int(arguments["batch"])
    batch = batches.of(actor, batch_id)
    if batch.state == "done":
        return {"message": "已写入", "url": f"/imports/{batch_id}"}
    _begin(actor, batch_id, ("writing",), "writing")
    store, confirmed = Store(batch.folder), (batch.summary or {}).get("digest")
    progress.step(0, 3, "正在重新核对")
    try:
        with store.opened(batch.filename) as workbook:
            examined = engine.examine(actor, batches.asked_of(batch), workbook)
            if examined.digest != confirmed:
                raise RuleBroken(commands.CHANGED_SINCE)
            progress.step(1, 3, "正在写入")
            commands.write(actor, examined, batch_id)
    except Exception as stopped:
        known = isinstance(stopped, RuleBroken | Stale | Cancelled)
        words = (str(stopped) or "已取消，没有写入。") if known else "写入中途出错，没有写入。"
        _end(actor, batch_id, "failed", {**(batch.summary or {}), "refusal": words})
        raise
    store.forget_rows()
    return {"message": "已写入", "url": f"/imports/{batch_id}"}


def _begin(actor: Actor, batch_id: int, expected: tuple[str, ...], state: str) -> ImportBatch:
    """The import, now in `state`; Stale when it is not in one of those expected."""
    with work(actor) as running:
        batch = batches.of(running.actor, batch_id)
        if batch.state not in expected:
            raise Stale("这次导入已经被撤回或另行处理。")
        batch.state = state
    db.session.expunge(batch)
    return batch


def _end(actor: Actor, batch_id: int, state: str, summary: dict[str, Any]) -> None:
    db.session.rollback()
    with work(actor) as running:
        batch = batches.of(running.actor, batch_id)
        if batch.state == "withdrawn":
            return
        batch.state, batch.summary = state, summary
        if state in ("refused", "failed"):
            batch.ended_at = clock.local_now()
