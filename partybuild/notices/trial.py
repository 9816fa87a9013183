"""Tries an uploaded template: its container, what it says, a paper of sample data. Pure of the web.

Runs in the child process of `checking`; whatever hangs or swells here ends there.
"""

import json
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from partybuild.notices import rendering, samples
from partybuild.notices.kinds import KINDS
from partybuild.rules import RuleBroken

MAX_MEMBERS = 100
MAX_INFLATED = 16 * 1024 * 1024
MAX_PART = 1024 * 1024
"""Of document.xml and of each other part that is rendered."""
SLOWEST = 1.0
"""Seconds a paper of sample data may take: the real one is made while others wait for the lock."""
_FOREIGN = ("vbaproject", "activex", "embeddings", "externallinks")


def main(arguments: list[str]) -> None:
    """KIND FILE: says `verdict` as one line of JSON; nothing where a limit was hit."""
    key, file = arguments
    sys.stdout.write(json.dumps(verdict(key, Path(file).read_bytes())) + "\n")


def verdict(key: str, content: bytes) -> dict[str, Any]:
    """`unknown`: names in it that the kind does not have; or `refusal`: why it cannot be used."""
    try:
        _container(content)
        return {"unknown": _tried(key, content)}
    except (RuleBroken, rendering.Unfit, TemplateError) as fault:
        return {"refusal": f"模板不能使用：{str(fault).rstrip('。')}。"}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, LookupError, RuntimeError):
        return {"refusal": "文件无法读取，请用 WPS 或 Word 打开后另存为 .docx 再上传。"}


def _container(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_INFLATED:
            raise RuleBroken("文件内部的部件太多或者太大，请删去图片和附件")
        if len({info.filename.lower() for info in infos}) != len(infos):
            raise RuleBroken("文件内部有重名的部件")
        for info in infos:
            _part(info, archive)


def _part(info: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    name = info.filename.lower()
    if any(word in name for word in _FOREIGN):
        raise RuleBroken("文件里有宏、控件或者嵌入的文件")
    if name.endswith(".xml") and info.file_size > MAX_PART:
        raise RuleBroken("文件里的文字部分超过 1 MB")
    if name.endswith(".rels") and b'TargetMode="External"' in archive.read(info):
        raise RuleBroken("文件里有指向外部的链接、图片或者模板")


def _tried(key: str, content: bytes) -> list[str]:
    kind = KINDS[key]
    unknown = rendering.unknown_fields(kind, content)
    if not unknown:
        started = time.monotonic()
        rendering.render(kind, content, samples.values(kind))
        if time.monotonic() - started > SLOWEST:
            raise RuleBroken("生成一件文书的时间太长，请简化表格和格式")
    return unknown
