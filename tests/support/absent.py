"""What to do when something a test needs is not installed: skip and say so; in CI fail."""

import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Skip the test with the reason; with CI set nothing may be left out, so fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (CI is set: nothing may be skipped)", pytrace=False)
    pytest.skip(what)
