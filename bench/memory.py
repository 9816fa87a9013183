"""The web process while the job process writes a workbook: its memory stays flat."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from flask import Flask

from bench.measure import Measure
from bench.worlds import accounts
from partybuild import clock
from partybuild.clock.days import months_back

GROUP = "内存 memory（MB）"
WEB_GROWTH = 1.3
"""So many times what the web process held before counts as flat."""
JOB_MEGABYTES = 300
PATIENCE = 900


class Token(HTMLParser):
    """The CSRF token of a page."""

    value = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the first field of that name."""
        found = dict(attrs)
        if found.get("name") == "csrf_token" and not self.value:
            self.value = found["value"] or ""


def memory(app: Flask) -> Iterator[Measure]:
    """An officer of the province asks for last month's workbook and goes on reading pages."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return
    password = accounts(app)["sheng"]
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        folder = Path(name, "instance")
        shutil.copytree(app.config["INSTANCE"].folder, folder)
        with _running(folder) as (base, parent):
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            _post(browser, base, "/sign-in", login="sheng", password=password)
            _read(browser, f"{base}/organizations")
            before = web = _held(parent, "web")
            jobs = 0.0
            month = f"{months_back(clock.today(), 1):%Y-%m}"
            job = _post(
                browser, base, "/returns/workbooks", "/returns/",
                month=month, unit="610000", basis="registered",
            )  # fmt: skip
            deadline = time.monotonic() + PATIENCE
            while (
                f"{urlsplit(job).path}/file" not in _read(browser, job)
                and time.monotonic() < deadline
            ):
                _read(browser, f"{base}/organizations?sort=-full")
                web = max(web, _held(parent, "web"))
                jobs = max(jobs, _held(parent, "jobs"))
                time.sleep(0.3)
            _read(browser, f"{job}/file")
            web = max(web, _held(parent, "web"))
    yield Measure(GROUP, "网站进程，写月报时 web, exporting", web, before, WEB_GROWTH)
    yield Measure(GROUP, "任务进程，写月报 job, exporting", jobs, JOB_MEGABYTES, 1.0)


@contextmanager
def _running(folder: Path) -> Iterator[tuple[str, int]]:
    """The site as `partybuild run` serves it; its address and the parent's process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {**os.environ, "PARTYBUILD_INSTANCE": str(folder)}
    settings.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "partybuild", "run", "--port", str(port)]
    process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with suppress(URLError, ConnectionError):
                build_opener().open(f"{base}/sign-in", timeout=5).read()
                break
            time.sleep(0.3)
        yield base, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _held(parent: int, role: str) -> float:
    """Megabytes resident in the child of `parent` that plays this role."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                above = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (path / "cmdline").read_bytes().split(b"\0")
                if above == parent and role.encode() in words:
                    status = (path / "status").read_text()
                    return int(status.split("VmRSS:")[1].split()[0]) / 1024
    return 0.0


def _read(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8", "replace"))


def _post(browser: OpenerDirector, base: str, path: str, form: str = "", **values: str) -> str:
    """Send a form with its token; where the answer led."""
    page = Token()
    page.feed(_read(browser, f"{base}{form or path}"))
    data = urlencode({**values, "csrf_token": page.value}).encode()
    with browser.open(f"{base}{path}", data, timeout=60) as answer:
        answer.read()
        return str(answer.geturl())
