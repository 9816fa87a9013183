"""The whole database as one file, taken while others work, and put back when nobody does."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Engine

from partybuild.db.engine import sqlite_module
from partybuild.rules import RuleBroken


def copy_to(engine: Engine, path: Path) -> None:
    """Write a consistent copy of the database to `path`, checked page by page on SQLite."""
    if engine.dialect.name == "postgresql":
        _postgresql(engine.url, "pg_dump", "--format=custom", "--no-owner", f"--file={path}")
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA query_only=OFF")
        cursor.execute("VACUUM INTO ?", (str(path),))
    finally:
        raw.close()
    _check(path)


def _check(path: Path) -> None:
    connection = sqlite_module().connect(str(path))
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if found != "ok":
        raise RuleBroken(f"数据库副本没有通过完整性检查：{found}")


def replace_with(engine: Engine, path: Path, aside: Path) -> None:
    """Put the copy in the database's place; what stood there is kept under `aside`.

    Nobody else may have the database open.
    """
    if engine.dialect.name == "postgresql":
        copy_to(engine, aside)
        _postgresql(
            engine.url, "pg_restore", "--clean", "--if-exists", "--single-transaction",
            "--no-owner", f"--dbname={engine.url.database}", str(path),
        )  # fmt: skip
        return
    _check(path)
    engine.dispose()
    target = Path(engine.url.database or "")
    if target.exists():
        os.replace(target, aside)
    for rest in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    shutil.copyfile(path, target)
    target.chmod(0o600)


def _postgresql(url: URL, *command: str) -> None:
    """Run a program of PostgreSQL on this database; the password goes by the environment."""
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port or url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise RuleBroken(f"没有找到 {command[0]}，请安装 PostgreSQL 客户端程序。") from None
    if done.returncode:
        raise RuleBroken(f"{command[0]} 没有办成：{done.stderr.strip()[-500:]}")
