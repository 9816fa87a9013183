"""Starts one module in a process that knows nothing else of the house.

Run by path: `python -I alone.py ROOM.MODULE MEGABYTES SECONDS ARGUMENT…`. The package's own
`__init__` is stepped over, so that neither the web framework nor the database is loaded into
the process that opens a stranger's file.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType


def limit(megabytes: int, seconds: int) -> None:
    """From here on memory and processor time are bounded, where the system can bound them."""
    try:
        import resource
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start(module: str, megabytes: int, seconds: int, arguments: list[str]) -> None:
    """Runs `main(arguments)` of the module under the limits."""
    house = ModuleType("partybuild")
    house.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["partybuild"] = house
    work = importlib.import_module(f"partybuild.{module}")
    limit(megabytes, seconds)
    work.main(arguments)


if __name__ == "__main__":
    start(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
