"""A child process for whatever opens a stranger's file with a library (R42)."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ALONE = Path(__file__).with_name("alone.py")


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time and the size of the address space; the wall clock gives `grace` more."""

    seconds: int
    megabytes: int
    grace: int = 0


class Died(Exception):
    """The child ended without having done its work, or ran out of time."""


def run(module: str, arguments: Sequence[str], limits: Limits) -> None:
    """`main(arguments)` of `partybuild.<module>` has done its work within the limits; or Died."""
    _run(module, arguments, limits, subprocess.DEVNULL)


def answer(module: str, arguments: Sequence[str], limits: Limits) -> bytes:
    """The same, and what it wrote to standard output."""
    return _run(module, arguments, limits, subprocess.PIPE)


def _run(module: str, arguments: Sequence[str], limits: Limits, out: int) -> bytes:
    bounds = [str(limits.megabytes), str(limits.seconds)]
    command = [sys.executable, "-I", str(_ALONE), module, *bounds]
    try:
        ended = subprocess.run(
            [*command, *arguments],
            check=True,
            timeout=limits.seconds + limits.grace,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Died(module) from error
    return ended.stdout or b""
