"""The site's virus scanner, where one is configured (R48): a command that is given the file."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from partybuild.rules import RuleBroken

SETTING = "PARTYBUILD_SCANNER"
"""The command with its options, as `clamdscan --fdpass --no-summary`; the file's path is added.

It ends with 0 for a clean file and with 1 for an infected one.
"""
SECONDS = 60
_INFECTED = 1
UNCHECKED = "病毒检查没有完成，“%s”没有收存；请稍后再传，仍不行请联系系统管理员检查杀毒程序。"


def command() -> list[str]:
    """What to run before the path; nothing where no scanner is configured."""
    return shlex.split(os.environ.get(SETTING, ""))


def is_clean(name: str, path: Path) -> bool:
    """Whether the scanner lets the file pass; RuleBroken where it is configured and gave no answer."""
    words = command()
    if not words:
        return True
    try:
        ended = subprocess.run(
            [*words, str(path)],
            check=False,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuleBroken(UNCHECKED % name) from error
    if ended.returncode not in (0, _INFECTED):
        raise RuleBroken(UNCHECKED % name)
    return ended.returncode == 0


def fault() -> str:
    """What `doctor` says of a configured scanner that is not there; "" where all is well."""
    words = command()
    if not words or shutil.which(words[0]):
        return ""
    return f"{SETTING} 指定的杀毒程序 {words[0]} 不存在，材料一律不能上传。"
