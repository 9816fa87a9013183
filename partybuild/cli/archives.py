"""`backup` and `restore`: database, keys and files of an instance in one checked archive."""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app

from partybuild import clock, schema
from partybuild.audit import queries as chain
from partybuild.cli.frame import opened, say
from partybuild.cli.serving import only_one
from partybuild.cli.words import Spoken
from partybuild.config import Instance
from partybuild.db import copies, db
from partybuild.evidence import store
from partybuild.rules import RuleBroken

FORMAT = "partybuild-backup-1"
DATABASE = "database"
LEFT_OUT = ("exports", "demo", "run.lock", "setup-secret")
LEFT_OUT_FROM = ("partybuild.sqlite", "before-restore")
BLOCK = 1024 * 1024


@click.command("backup", cls=Spoken)
@click.argument("out", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
def backup(out: Path) -> None:
    """备份数据库、密钥和文件到 OUT（一个带校验的压缩包），网站可以不停。"""
    with opened():
        manifest = write(out)
    count = len(manifest["files"])
    click.echo(f"{out}：{count} 个文件，审计第 {manifest['change']} 号为止，已校验。")


def write(out: Path) -> dict[str, Any]:
    """Write the archive of the running app's instance and read it back; its manifest."""
    instance: Instance = current_app.config["INSTANCE"]
    out.unlink(missing_ok=True)
    out.touch(mode=0o600)
    with tempfile.TemporaryDirectory(dir=instance.folder) as scratch:
        copy = Path(scratch) / DATABASE
        manifest = {
            "format": FORMAT,
            "dialect": db.engine.dialect.name,
            "revision": schema.revisions()[0],
            "change": chain.head()["number"],
            "made_at": clock.now().isoformat(timespec="seconds"),
        }
        db.session.rollback()
        copies.copy_to(db.engine, copy)
        members = {DATABASE: copy} | dict(_files(instance.folder, Path(scratch)))
        manifest["files"] = {name: _digest(path) for name, path in members.items()}
        with tarfile.open(out, "w:gz", compresslevel=1) as archive:
            _add_manifest(archive, manifest)
            for name, path in members.items():
                archive.add(path, name)
    _verify(out)
    return manifest


def _files(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Keys, imports and evidence; neither the database itself nor what is made again."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        passing = inside.parts[0] in LEFT_OUT or inside.parts[0].startswith(LEFT_OUT_FROM)
        if path.is_file() and not passing and scratch not in path.parents:
            yield f"instance/{inside.as_posix()}", path


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    entry = tarfile.TarInfo("manifest.json")
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _verify(path: Path) -> dict[str, Any]:
    """Every member is there and is what the manifest says; RuleBroken otherwise."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            return _verified(archive)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise RuleBroken(f"{path} 不是完整的备份（{error}）。") from None


def _verified(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.extractfile("manifest.json")
    manifest: dict[str, Any] = json.load(first) if first else {}
    if manifest.get("format") != FORMAT:
        raise ValueError("格式不明")
    seen = {}
    for member in archive:
        handle = archive.extractfile(member)
        if member.name != "manifest.json" and handle is not None:
            seen[member.name] = hashlib.file_digest(handle, "sha256").hexdigest()  # type: ignore[arg-type]
    if seen != manifest["files"]:
        raise ValueError("内容与校验值不符")
    return manifest


@click.command("restore", cls=Spoken)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
def restore(file: Path) -> None:
    """用备份替换本实例的数据库、密钥和文件；网站须先停下。原数据库留在实例目录。"""
    folder = Instance.from_environment().folder
    with only_one(folder):
        manifest = _verify(file)
        aside = folder / f"before-restore-{clock.now():%Y%m%d%H%M%S}"
        _put_back(file, manifest, folder, aside)
        with opened(ready=False):
            schema.upgrade()
            faults = list(chain.faults())
    for sentence in faults:
        say(sentence)
    if faults:
        raise RuleBroken("已恢复，但审计链有不符，请核对备份的来源。")
    click.echo(f"已恢复到 {manifest['made_at']} 的备份（审计第 {manifest['change']} 号）。")
    if aside.exists():
        say(f"原来的数据库留在 {aside}，确认无误后请删除。")


def _put_back(file: Path, manifest: dict[str, Any], folder: Path, aside: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(scratch, filter="data")
        with opened(ready=False):
            if db.engine.dialect.name != manifest["dialect"]:
                raise RuleBroken(
                    f"备份来自 {manifest['dialect']}，现在的数据库是 {db.engine.dialect.name}。"
                )
            db.session.remove()
            copies.replace_with(db.engine, Path(scratch) / DATABASE, aside)
        for name in manifest["files"]:
            if name.startswith("instance/"):
                target = folder / name.removeprefix("instance/")
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                (Path(scratch) / name).replace(target)
                target.chmod(0o400 if target.is_relative_to(folder / store.FOLDER) else 0o600)
