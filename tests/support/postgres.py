"""A private PostgreSQL for one test session: unix socket, no durability, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, create_engine, make_url, text

from tests.support.absent import absent

GIVEN = "PARTYBUILD_TEST_DATABASE_URL"
PATIENCE = 60.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of an empty database that is dropped afterwards.

    On the server that PARTYBUILD_TEST_DATABASE_URL names, else on one started here. Where there is
    none, the test is skipped with the reason, or fails if CI is set.
    """
    given = os.environ.get(GIVEN)
    if given:
        with _new_database(make_url(given)) as url:
            yield url
        return
    binaries = find_binaries()
    if binaries is None:
        absent(f"no PostgreSQL server found (apt install postgresql, or set {GIVEN})")
    with _folder() as folder, _server(binaries, folder):
        server = URL.create("postgresql+psycopg", "postgres", query={"host": folder})
        with _new_database(server.set(database="postgres")) as url:
            yield url


def find_binaries() -> Path | None:
    """The folder of initdb and postgres: Debian's newest, else the one on the PATH."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for the one who runs the server; its name is short, as socket paths must be."""
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    try:
        if "user" in _owner():
            shutil.chown(folder, _owner()["user"], _owner()["group"])
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> Mapping[str, Any]:
    """Root may not run a server, so nobody does."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def _server(binaries: Path, folder: str) -> Iterator[None]:
    data, log = f"{folder}/data", Path(folder, "log")
    initdb = [str(binaries / "initdb"), "-D", data, "-U", "postgres", "-A", "trust"]
    settings = [part for setting in FAST for part in ("-c", setting)]
    postgres = [str(binaries / "postgres"), "-D", data, "-k", folder, *settings]
    with log.open("wb") as out:
        how: dict[str, Any] = {"stdout": out, "stderr": out, "cwd": folder, **_owner()}
        encoding = ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        if subprocess.run(initdb + encoding, check=False, **how).returncode:
            raise RuntimeError(f"initdb failed:\n{log.read_text()}")
        server = subprocess.Popen(postgres, **how)
    try:
        _wait_until_it_answers(server, folder, log)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # immediate: nothing here is to be kept
        server.wait(PATIENCE)


def _wait_until_it_answers(server: subprocess.Popen[bytes], folder: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(host=folder, user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)


@contextmanager
def _new_database(server: URL) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()
