"""An upload is looked at by a child process under limits; here only its answer is read (R42)."""

import json
from collections.abc import Sequence
from tempfile import NamedTemporaryFile

from partybuild.jobs import apart
from partybuild.jobs.apart import Limits
from partybuild.notices.kinds import NoticeKind
from partybuild.rules import RuleBroken

MAX_BYTES = 2 * 1024 * 1024
MEGABYTES, SECONDS = 1024, 8
"""Address space and processor time of the child; the wall clock gives it a little more."""
_DIED = "模板过于复杂或者已经损坏，检查没有完成。请删去图片和复杂格式，另存为 .docx 再上传。"


def unknown_fields(kind: NoticeKind, content: bytes) -> Sequence[str]:
    """Names in the template that the kind does not have; RuleBroken where it cannot be used."""
    if len(content) > MAX_BYTES:
        raise RuleBroken("模板文件超过 2 MB，请删去图片再上传。")
    if not content.startswith(b"PK"):
        raise RuleBroken("模板要用 .docx 文件；请用 WPS 或 Word 另存为 .docx 再上传。")
    with NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        said = _answer(kind.key, file.name)
    if "refusal" in said:
        raise RuleBroken(str(said["refusal"]))
    return [str(name)[:60] for name in said["unknown"]][:50]


def _answer(key: str, file: str) -> dict[str, list[str] | str]:
    limits = Limits(SECONDS, MEGABYTES, grace=4)
    try:
        said: dict[str, list[str] | str] = json.loads(
            apart.answer("notices.trial", [key, file], limits)
        )
    except (apart.Died, ValueError) as error:
        raise RuleBroken(_DIED) from error
    return said
