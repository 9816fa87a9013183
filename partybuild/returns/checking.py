"""The job that verifies a workbook somebody uploaded, away from the web process."""

import secrets
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.config import Instance
from partybuild.db.work import OutOfReach
from partybuild.jobs import queries as jobs
from partybuild.jobs.commands import enqueue
from partybuild.jobs.ports import Progress
from partybuild.returns import verifying
from partybuild.rules import RuleBroken

KIND = "returns.verify"
FOLDER = "checks"
LISTED = 500
"""So many differences are kept and shown."""
_OLD = 24 * 60 * 60
_GONE = "上传的文件已经删除，请重新上传。"


def ask(actor: Actor, upload: BinaryIO, filename: str) -> int:
    """Keep the file and queue its check; the job's id. RuleBroken where too many jobs wait."""
    token = secrets.token_hex(16)
    path = _folder() / token
    with path.open("wb") as out:
        while piece := upload.read(1 << 20):
            out.write(piece)
    shown = Path(filename.replace("\\", "/")).name[-120:]
    try:
        return enqueue(actor, KIND, f"核验“{shown}”", {"token": token, "name": shown})
    except RuleBroken:
        path.unlink()
        raise


def check(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Verify the file and forget it; what was found stays with the job."""
    path = _folder() / arguments["token"]
    if not path.exists():
        raise RuleBroken(_GONE)
    progress.step(0, 1, "正在与签发记录比对")
    try:
        verdict = verifying.verify(actor, path, arguments["name"])
    finally:
        path.unlink()
    return {
        "message": verdict.sentence,
        "url": f"/returns/checks/{arguments['token']}",
        "unchanged": verdict.unchanged,
        "count": len(verdict.differences),
        "differences": [list(one) for one in verdict.differences[:LISTED]],
    }


def found(actor: Actor, token: str) -> dict[str, Any]:
    """What one of this person's latest checks found; OutOfReach for anybody else's."""
    for job in jobs.mine(actor):
        if job.kind == KIND and job.arguments["token"] == token and job.result:
            return job.result
    raise OutOfReach


def _folder() -> Path:
    """Where uploads wait for their check; what a stopped check left there for a day goes."""
    instance: Instance = current_app.config["INSTANCE"]
    folder = instance.subfolder(FOLDER)
    for path in folder.iterdir():
        if path.stat().st_mtime < clock.now().timestamp() - _OLD:
            path.unlink(missing_ok=True)
    return folder
