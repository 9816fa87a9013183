"""Checks a stranger's template in a process that knows nothing else of the house.

Run by path: `python -I alone.py MEGABYTES SECONDS KIND FILE`; prints one line of JSON. The package's
own `__init__` is stepped over, so that neither the web framework nor the database is loaded, and
memory and processor time are bounded before the file is opened.
"""

import json
import resource
import sys
from pathlib import Path
from types import ModuleType


def main(megabytes: int, seconds: int, kind: str, file: Path) -> None:
    """Say `{"unknown": […]}` or `{"refusal": "…"}`; nothing where a limit was hit."""
    house = ModuleType("partybuild")
    house.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["partybuild"] = house
    from partybuild.notices import trial

    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(trial.verdict(kind, file.read_bytes())) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
