"""The web process while the job process writes a workbook: its memory stays flat."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from flask import Flask

from bench.measure import Measure
from bench.site import held, post, read, rest, running
from bench.worlds import accounts
from partybuild import clock
from partybuild.clock.days import months_back

GROUP = "内存 memory（MB）"
WEB_GROWTH = 1.3
"""So many times what the web process held before counts as flat."""
JOB_MEGABYTES = 300
PATIENCE = 900
QUIET = 8.0
"""Seconds without work after which the turn of the day counts as done."""
WARM = 200
"""Pages read before the web process counts as holding what it needs."""


def memory(app: Flask) -> Iterator[Measure]:
    """An officer of the province asks for last month's workbook and goes on reading pages."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return
    password = accounts(app)["sheng"]
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        folder = Path(name, "instance")
        shutil.copytree(app.config["INSTANCE"].folder, folder)
        with running(folder) as (_, parent):
            rest(parent, "jobs", QUIET, PATIENCE)
            nightly = held(parent, "jobs")
        with running(folder) as (base, parent):
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            post(browser, base, "/sign-in", login="sheng", password=password)
            for _ in range(WARM):
                read(browser, f"{base}/organizations?sort=-full")
            before = web = held(parent, "web")
            jobs = 0.0
            month = f"{months_back(clock.today(), 1):%Y-%m}"
            job = post(
                browser, base, "/returns/workbooks", "/returns/",
                month=month, unit="610000", basis="registered",
            )  # fmt: skip
            deadline = time.monotonic() + PATIENCE
            while (
                f"{urlsplit(job).path}/file" not in read(browser, job)
                and time.monotonic() < deadline
            ):
                read(browser, f"{base}/organizations?sort=-full")
                web = max(web, held(parent, "web"))
                jobs = max(jobs, held(parent, "jobs"))
                time.sleep(0.3)
            read(browser, f"{job}/file")
            web = max(web, held(parent, "web"))
    yield Measure(GROUP, "网站进程，写月报时 web, exporting", web, before, WEB_GROWTH)
    yield Measure(GROUP, "任务进程，写月报 job, exporting", jobs, JOB_MEGABYTES, 1.0)
    yield Measure(GROUP, "任务进程，日切之后 job, after the turn of the day", nightly)
