"""Chromium for the tests that look at pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.support.absent import absent

GIVEN = "PARTYBUILD_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, closed afterwards.

    The one PARTYBUILD_TEST_CHROMIUM names, else the system's, else Playwright's own. Where there
    is none, the test is skipped with the reason, or fails if CI is set.
    """
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            absent(f"no Chromium found (apt install chromium, or set {GIVEN})")
        # Root has no user namespace to put the sandbox in; /dev/shm is small in containers.
        arguments = ["--disable-dev-shm-usage"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def find_chromium(playwright: Playwright) -> str | None:
    """The browser's path, None if there is none."""
    given = os.environ.get(GIVEN)
    if given:
        return given
    system = next((path for path in map(shutil.which, NAMES) if path), None)
    own = playwright.chromium.executable_path
    return system or (own if Path(own).exists() else None)
