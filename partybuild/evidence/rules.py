"""What papers an affair needs, which of its files hold now, and how much may be kept. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from partybuild.rules import RuleBroken

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
"""Of one file (R45)."""
QUOTA_BYTES = 500 * MEGABYTE
"""Of all files about one organization; of one affair, where it is about none yet (R45)."""
TOO_LARGE = f"“%s”超过 {MAX_BYTES // MEGABYTE} MB，请压缩，或拆成几个文件再传。"
EMPTY = "“%s”是空文件，请确认已保存后再传。"
OVER_QUOTA = (
    f"该单位的材料合计将超过 {QUOTA_BYTES // MEGABYTE} MB，"
    "请压缩照片或扫描件后再传；确需扩容请联系系统管理员。"
)


class FileState(Enum):
    """What has become of a file."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"

    @property
    def label(self) -> str:
        """The word on screen."""
        return {"kept": "已留存", "withdrawn": "已撤回", "quarantined": "已隔离"}[self.value]


class Filed(Protocol):
    """What these rules read of a file."""

    @property
    def id(self) -> int: ...  # noqa: D102

    @property
    def slot(self) -> str: ...  # noqa: D102

    @property
    def state(self) -> FileState: ...  # noqa: D102

    @property
    def replaces_id(self) -> int | None: ...  # noqa: D102


F = TypeVar("F", bound=Filed)


@dataclass(frozen=True, slots=True)
class Slot:
    """A paper an affair needs, or may have: its key, its name, what to know about it."""

    key: str
    label: str
    required: bool = True
    note: str = ""


def current(files: Iterable[F]) -> list[F]:
    """The files that hold now: kept, and not replaced by a later version."""
    known = list(files)
    replaced = {file.replaces_id for file in known}
    return [file for file in known if file.state is FileState.KEPT and file.id not in replaced]


def missing(slots: Iterable[Slot], files: Iterable[Filed]) -> list[Slot]:
    """The required papers of which no file holds now, in the order of `slots`."""
    present = {file.slot for file in current(files)}
    return [slot for slot in slots if slot.required and slot.key not in present]


def check_size(name: str, size: int) -> None:
    """RuleBroken for an empty file or one above the limit."""
    if size == 0:
        raise RuleBroken(EMPTY % name)
    if size > MAX_BYTES:
        raise RuleBroken(TOO_LARGE % name)


def check_quota(kept: int, arriving: int) -> None:
    """RuleBroken where `arriving` bytes would not fit beside the `kept` ones."""
    if kept + arriving > QUOTA_BYTES:
        raise RuleBroken(OVER_QUOTA)


def check_replacement(old: Filed, slot: str, files: Sequence[Filed]) -> None:
    """RuleBroken unless `old` holds now and is the same kind of paper."""
    if old.slot != slot:
        raise RuleBroken("新版本与原文件不是同一种材料，请在原来的那一项里上传。")
    if old.id not in _numbers(current(files)):
        raise RuleBroken("这份文件已经撤回或已有更新的版本，请刷新后再办。")


def _numbers(files: Iterable[Filed]) -> Collection[int]:
    return {file.id for file in files}
