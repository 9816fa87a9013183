"""A year's list out of an uploaded workbook; the file is opened by a child process only."""

import json
from tempfile import NamedTemporaryFile
from typing import IO

from partybuild.jobs import apart
from partybuild.jobs.apart import Limits
from partybuild.rules import RuleBroken

MAX_BYTES = 1024 * 1024
LIMITS = Limits(seconds=8, megabytes=1024, grace=4)


def lines(stream: IO[bytes]) -> str:
    """The rows of its first sheet, one a line; RuleBroken for what is no small .xlsx."""
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise RuleBroken("文件超过 1 MB，请只保留放假安排一张表。")
    if not content.startswith(b"PK"):
        raise RuleBroken("请上传 .xlsx 文件；其他格式请在 WPS 中另存为 .xlsx，或者直接粘贴。")
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        try:
            said = json.loads(apart.answer("deadlines.workbook", [file.name], LIMITS))
        except (apart.Died, ValueError) as error:
            raise RuleBroken("文件无法读取，请在 WPS 中另存为 .xlsx，或者直接粘贴。") from error
    return "\n".join(map(str, said))
