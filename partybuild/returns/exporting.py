"""The job that writes a monthly workbook for whoever asked."""

from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.coverage import scopes
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.returns import commands

KIND = "returns.export"


def ask(actor: Actor, unit: str, month: str, basis: str) -> int:
    """Queue the workbook of a unit in reach and a month written 2026-10; the job's id."""
    scope = scope_of(actor, unit)
    first = date.fromisoformat(f"{month}-01")
    title = f"{scope.name} {first.year}年{first.month}月月报"
    return enqueue(actor, KIND, title, {"unit": unit, "month": month, "basis": basis})


def scope_of(actor: Actor, code: str) -> scopes.Scope:
    """The unit in reach with this code, or the actor's own body; OutOfReach otherwise."""
    body = actor.reach.body
    if body is not None and code == body.code:
        return scopes.of_body(actor, code)
    return scopes.of_region(actor, code)


def write(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the workbook; the user downloads it from the job."""
    scope = scope_of(actor, arguments["unit"])
    month = date.fromisoformat(f"{arguments['month']}-01")
    progress.step(0, 2, "正在汇总名单与合计")
    name = f"{scope.name}社会组织党建工作月报表{month.year}年{month.month}月.xlsx"
    issued = commands.issue(actor, scope, month, progress.file(name), arguments["basis"])
    progress.step(2, 2, "已写好")
    return {"message": f"编号 {issued.serial}", "serial": issued.serial}
