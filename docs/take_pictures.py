"""Takes the pictures of the guides from the demo world: python docs/take_pictures.py [PORT].

Needs Chromium. Builds the demo in a folder of its own, on 2026-11-20, and serves it meanwhile.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.support.browser import chromium  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1366, 768), (360, 740)
FILL = "/ratings/fill/ > a[href^='/ratings/fill/']"
SHOTS = (
    ("today", "quxian", "/", DESK),
    ("coverage", "shi", "/coverage/", DESK),
    ("imports", "quxian", "/imports/", DESK),
    ("returns", "quxian", "/returns/", DESK),
    ("province", "dangwei", "/", DESK),
    ("secretary", "shuji", "/", PHONE),
    (
        "registration",
        "quxian",
        '/registrations?state=asked > tbody a[href^="/registrations/"]',
        DESK,
    ),
    ("sync", "quxian", "/gates/", DESK),
    ("inspection", "dengji", '/inspections > tbody a[href^="/inspections/"]', DESK),
    ("todo", "quxian", "/todo", DESK),
    ("rating-phone", "shuji", f"{FILL} > a[href$='/items/meetings']", PHONE),
    ("rating-returned", "qushuji", FILL, PHONE),
    ("rating-review", "quxian", "/ratings/review/ > tbody a[href^='/ratings/review/']", DESK),
    (
        "rating-publicity",
        "shi",
        "/ratings/stars/ > tbody a[href*='/publicity/'] > a[href$='/list']",
        DESK,
    ),
    ("rating-funnel", "sheng", "/ratings/figures/4", DESK),
    ("rectification", "quxian", "/rectification/figures", DESK),
    ("lagging-areas", "shi", "/rectification/areas", DESK),
)


def main(port: int) -> None:
    """Build, serve, look, and stop."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PARTYBUILD_INSTANCE": folder,
            "PARTYBUILD_NOW": "2026-11-20T09:30:00",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "partybuild", "run", "--demo", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(address)
                file = Path(folder) / "demo" / "demo-accounts.json"
                accounts = {row[0]: row[1] for row in json.loads(file.read_text("utf-8"))}
                with chromium() as browser:
                    for name, login, path, size in SHOTS:
                        take(browser, address, (login, accounts[login]), path, size, name)
            finally:
                server.terminate()


def wait_for(address: str) -> None:
    """Until the site answers, for five minutes at most."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the site does not answer")


def take(
    browser: Browser,
    address: str,
    account: tuple[str, str],
    path: str,
    size: tuple[int, int],
    name: str,
) -> None:
    """Sign in, open the page, keep the picture; each ">" follows the first link that it selects."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("input[name=login]", account[0])
    page.fill("input[name=password]", account[1])
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    where, *links = path.split(" > ")
    page.goto(address + where)
    for link in links:
        page.locator(f"main {link}").first.click()
        page.wait_for_load_state()
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    context.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8077)
