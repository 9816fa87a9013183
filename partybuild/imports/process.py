"""A child process for whatever opens a stranger's file with a library (R42)."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from partybuild.rules import RuleBroken

UNREADABLE = (
    "文件无法读取，可能已损坏或内容过于复杂，请在 Excel 或 WPS 中打开，"
    "只保留要导入的表格，另存为 .xlsx 再导入。"
)
_ALONE = Path(__file__).with_name("alone.py")


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock and of processor time, and the size of the address space."""

    seconds: int
    megabytes: int


def run_alone(module: str, arguments: list[str], limits: Limits) -> None:
    """The module has done its work within the limits; RuleBroken if its process died."""
    bounds = [str(limits.megabytes), str(limits.seconds)]
    command = [sys.executable, "-I", str(_ALONE), module, *bounds]
    try:
        subprocess.run(
            [*command, *arguments],
            check=True,
            timeout=limits.seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise RuleBroken(UNREADABLE) from error
