"""What `doctor` looks at: each check gives what is wrong and what is worth knowing."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from flask import current_app

from partybuild import schema
from partybuild.access.actor import Actor
from partybuild.accounts import opening
from partybuild.accounts.opening import SECRET_FILE
from partybuild.audit import queries as chain
from partybuild.clock import FROZEN_BY
from partybuild.config import Instance
from partybuild.db import db, declared
from partybuild.db.engine import sqlite_module, wal_is_safe

SHOWN = 20
KEYS = ("secret", "field-key", SECRET_FILE)
OTHERS = 0o077


@dataclass
class Finding:
    """The outcome of one check."""

    name: str
    label: str
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def settings() -> Finding:
    """The instance folder, its keys, the SQLite library, how the site is served."""
    instance: Instance = current_app.config["INSTANCE"]
    found = Finding("settings", "设置")
    found.faults += _too_open(instance.folder)
    if stat.S_IMODE(instance.folder.stat().st_mode) & OTHERS:
        found.notes.append(f"实例目录可被本机其他用户进入，建议 chmod 700 {instance.folder}。")
    if opening.administered() and (instance.folder / SECRET_FILE).exists():
        found.notes.append(f"三员已设立，{SECRET_FILE} 可以删除。")
    if os.environ.get("PARTYBUILD_ALLOW_HTTP"):
        found.notes.append("允许不加密的连接（PARTYBUILD_ALLOW_HTTP）。")
    if os.environ.get(FROZEN_BY):
        found.notes.append(f"时钟被 {FROZEN_BY} 固定，只用于测试。")
    if db.engine.dialect.name == "sqlite":
        found.notes += _sqlite_notes()
    return found


def _too_open(folder: Path) -> Iterator[str]:
    for path in (folder / name for name in KEYS):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            yield f"{path.name} 可被本机其他用户读取，请执行 chmod 600 {path}。"


def _sqlite_notes() -> Iterator[str]:
    library = sqlite_module()
    version = library.sqlite_version
    if wal_is_safe(library.sqlite_version_info):
        yield f"SQLite {version}，使用 WAL。"
    else:
        yield f"SQLite {version} 有 WAL 复位缺陷，改用回滚日志；安装 pysqlite3 可恢复 WAL。"


def structure() -> Finding:
    """The revision of the schema, triggers and search tables."""
    found = Finding("schema", "数据库结构")
    standing, wanted = schema.revisions()
    if standing != wanted:
        found.faults.append(f"结构为 {standing}，本版本需要 {wanted}；请运行 partybuild init。")
    found.faults += [f"缺少 {name}。" for name in declared.missing(db.session.connection())]
    return found


def audit_chain() -> Finding:
    """Every link of the audit chain."""
    found = Finding("audit", "审计链")
    found.faults += islice(chain.faults(), SHOWN)
    found.notes.append(f"共 {chain.head()['number']} 条。")
    return found


def of(name: str, label: str, faults: Callable[[], list[str]]) -> Finding:
    """A check that only gives sentences; the first few are kept."""
    sentences = faults()
    found = Finding(name, label, sentences[:SHOWN])
    if len(sentences) > SHOWN:
        found.faults.append(f"……共 {len(sentences)} 处。")
    return found


Check = Callable[[Actor], Finding]
