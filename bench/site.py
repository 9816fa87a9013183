"""The site as `partybuild run` serves it, and a browser of its own making."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, build_opener


class Token(HTMLParser):
    """The CSRF token of a page."""

    value = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the first field of that name."""
        found = dict(attrs)
        if found.get("name") == "csrf_token" and not self.value:
            self.value = found["value"] or ""


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, int]]:
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


def held(parent: int, role: str) -> float:
    """Megabytes resident in the child of `parent` that plays this role."""
    path = _child(parent, role)
    if path is None:
        return 0.0
    with suppress(OSError):
        status = (path / "status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
    return 0.0


def rest(parent: int, role: str, seconds: float, patience: float) -> None:
    """Wait until the child that plays this role has done nothing for some seconds."""
    spent, since, end = -1, time.monotonic(), time.monotonic() + patience
    while time.monotonic() < min(since + seconds, end):
        time.sleep(0.5)
        path = _child(parent, role)
        ticks = sum(map(int, _stat(path)[11:13])) if path else 0
        if ticks > spent + 5:
            spent, since = ticks, time.monotonic()


def _child(parent: int, role: str) -> Path | None:
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                words = (path / "cmdline").read_bytes().split(b"\0")
                if int(_stat(path)[1]) == parent and role.encode() in words:
                    return path
    return None


def _stat(path: Path) -> list[str]:
    """The fields of /proc/<id>/stat behind the command's name."""
    return (path / "stat").read_text().rsplit(")", 1)[1].split()


def read(browser: OpenerDirector, address: str) -> str:
    """The text of a page."""
    with browser.open(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8", "replace"))


def post(browser: OpenerDirector, base: str, path: str, form: str = "", **values: str) -> str:
    """Send a form with its token; where the answer led."""
    page = Token()
    page.feed(read(browser, f"{base}{form or path}"))
    data = urlencode({**values, "csrf_token": page.value}).encode()
    with browser.open(f"{base}{path}", data, timeout=60) as answer:
        answer.read()
        return str(answer.geturl())
