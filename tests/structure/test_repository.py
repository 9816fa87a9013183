"""What must not stand in the repository: machines, registries, secrets, outside addresses."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MACHINES = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/(?!\.)[\w.-]+/")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url http")
KEYS = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}")
IDENTITY = re.compile(
    r"(?<!\d)[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX](?!\d)"
)
BINARY = {".png", ".gz", ".ico", ".xlsx", ".woff2"}
THIS = "tests/structure/test_repository.py"


def tracked():
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    return [name for name in names if name and name != THIS and (ROOT / name).is_file()]


def texts():
    for name in tracked():
        if Path(name).suffix not in BINARY:
            yield name, (ROOT / name).read_text("utf-8", errors="replace")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="不是 git 检出，没有可查的清单")
@pytest.mark.parametrize(
    "what", [MACHINES, REGISTRIES, KEYS], ids=["machines", "registries", "keys"]
)
def test_it_does_not_stand_in_any_file(what):
    found = [(name, match[0]) for name, text in texts() if (match := what.search(text))]

    assert not found


def test_demo_and_templates_hold_no_identity_numbers():
    found = [
        (name, match[0])
        for name, text in texts()
        if name.startswith(("partybuild/", "templates/")) and (match := IDENTITY.search(text))
    ]

    assert not found
