"""500 signed-in officers, one request each 10 seconds, one web process."""

import re
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import quote

from flask import Flask

from bench.measure import Measure
from bench.site import running
from partybuild.accounts import queries as accounts
from partybuild.accounts import sessions
from partybuild.db import db
from partybuild.db.engine import mode

GROUP = "人群 500 officers"
OFFICERS = 500
EVERY = 10.0
SECONDS = 30.0
WARM = 5.0
P99_MILLISECONDS = 1000.0
LOGINS = ("sheng", "shi", "quxian", "quxian", "quxian", "jiedao", "jiedao")
READS = ("/organizations", "/coverage/", "/search?q=教育", "/organizations?cover=none", "/")
TOKEN = re.compile(r'"X-CSRFToken": "([^"]+)"')
DETAIL = re.compile(r'href="(/organizations/\d+)"')


@dataclass
class Seen:
    """What the crowd saw: milliseconds of each answer, and what was wrong."""

    taken: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def crowd(app: Flask) -> Iterator[Measure]:
    """80 % reads, 15 % fragments, 5 % writes (a telephone revealed, which leaves an audit row)."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return
    tokens = _sessions()
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        folder = Path(name, "instance")
        shutil.copytree(app.config["INSTANCE"].folder, folder)
        with running(folder) as (base, _):
            port = int(base.rsplit(":", 1)[1])
            seen, begin = Seen(), time.monotonic() + WARM
            crowd = [
                threading.Thread(target=_officer, args=(port, token, number, begin, seen))
                for number, token in enumerate(tokens)
            ]
            for one in crowd:
                one.start()
            for one in crowd:
                one.join()
    ordered = sorted(seen.taken)
    p99 = ordered[int(len(ordered) * 0.99)] if ordered else 0.0
    note = f"{len(ordered):,} 次，中位 {statistics.median(ordered or [0]):.0f} ms"
    yield Measure(GROUP, "p99 同机加压 client on the same cores", p99, P99_MILLISECONDS, 1.0, note)
    first = "、".join(sorted(set(seen.wrong))[:3])
    yield Measure(GROUP, "错误 errors", float(len(seen.wrong)), 1.0, 0.0, first)


def _sessions() -> list[str]:
    """So many sessions that have just begun."""
    found = []
    with mode("write"):
        for number in range(OFFICERS):
            actor = accounts.actor_by_login(LOGINS[number % len(LOGINS)])
            found.append(sessions.start(actor.user_id or 0, actor.appointment_id or 0, ""))
        db.session.commit()
    db.session.remove()
    return found


def _officer(port: int, token: str, number: int, begin: float, seen: Seen) -> None:
    """One officer: a page every ten seconds, not all in the same moment."""
    rng = Random(number)
    cookies, detail, csrf = f"{sessions.COOKIE}={token}", "", ""
    at = begin - WARM + rng.random() * EVERY
    while at < begin + SECONDS:
        time.sleep(max(0.0, at - time.monotonic()))
        at += EVERY
        address, headers, write = _asked(rng, detail, csrf)
        start = time.perf_counter()
        try:
            status, text, cookie = _ask(port, address, cookies, headers, write)
        except OSError as error:
            seen.wrong.append(type(error).__name__)
            continue
        if time.monotonic() > begin:
            seen.taken.append((time.perf_counter() - start) * 1000)
        if status not in {200, 204, 303}:
            seen.wrong.append(f"{status} {address.split('?')[0]}")
        if cookie:
            cookies = f"{sessions.COOKIE}={token}; {cookie}"
        csrf = (TOKEN.findall(text) or [csrf])[0]
        detail = (DETAIL.findall(text) or [detail])[0]


def _asked(rng: Random, detail: str, csrf: str) -> tuple[str, dict[str, str], bool]:
    chance = rng.random()
    if chance < 0.05 and detail and csrf:
        return f"{detail}/telephone", {"X-CSRFToken": csrf, "HX-Request": "true"}, True
    if chance < 0.2:
        return rng.choice(READS), {"HX-Request": "true"}, False
    return (detail if detail and chance < 0.4 else rng.choice(READS)), {}, False


def _ask(
    port: int, address: str, cookies: str, headers: dict[str, str], write: bool
) -> tuple[int, str, str]:
    """(status, text, the session cookie if one was set)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        target = quote(address, safe="/?=&")
        connection.request("POST" if write else "GET", target, None, {"Cookie": cookies, **headers})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        given = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or ()]
        kept = [value for value in given if not value.startswith(f"{sessions.COOKIE}=")]
        return answer.status, text, kept[0] if kept else ""
    finally:
        connection.close()
