"""`run`: the parent of one web process and one job process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from partybuild import schema
from partybuild.accounts import opening
from partybuild.cli.frame import Meter, opened, say
from partybuild.cli.starting import open_instance
from partybuild.cli.words import Spoken
from partybuild.config import Instance
from partybuild.demo import DemoAccount, build, load_accounts
from partybuild.regions import queries as region_queries
from partybuild.rules import RuleBroken

PATIENCE = 15.0
RESTART_AFTER = 1.0


@click.command("run", cls=Spoken)
@click.option("--host", default="127.0.0.1", metavar="H", help="监听地址，默认 127.0.0.1。")
@click.option("--port", default=8000, type=int, metavar="P", help="端口，默认 8000。")
@click.option("--demo", is_flag=True, help="用另一个数据库，装有演示数据，并显示演示账号。")
@click.option(
    "--allow-http", is_flag=True, envvar="PARTYBUILD_ALLOW_HTTP",
    help="允许不加密地向其他机器提供服务（只在受控的内网使用）。",
)  # fmt: skip
def run(host: str, port: int, demo: bool, allow_http: bool) -> int:
    """升级数据库并启动网站。"""
    _refuse_plain(host, allow_http)
    _refuse_taken(host, port)
    if demo:
        _use_demo_instance()
    with only_one(Instance.from_environment().folder):
        with opened(ready=False):
            accounts = _prepare(demo)
        for login, password, who in accounts:
            click.echo(f"{login}\t{password}\t{who}")
        say(f"网站地址 http://{host}:{port}/ ，按 Ctrl+C 停止。")
        return supervise([["web", host, str(port)], ["jobs"]])


def _refuse_plain(host: str, allowed: bool) -> None:
    """Plain HTTP goes to this machine only, unless somebody has said otherwise (R33)."""
    if allowed or os.environ.get("PARTYBUILD_TRUSTED_PROXY") or _is_loopback(host):
        return
    raise RuleBroken(
        f"监听 {host} 会让口令不加密地经过网络。请在前面设加密代理（并设 PARTYBUILD_TRUSTED_PROXY），"
        "或者确知网络受控时加 --allow-http。"
    )


def _refuse_taken(host: str, port: int) -> None:
    """Say so at once where another program listens already, instead of starting in vain."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            raise RuleBroken(
                f"端口 {port} 已被别的程序占用，请换一个，如 --port {port + 1}。"
            ) from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _use_demo_instance() -> None:
    """The demo has a folder and a database of its own, whatever DATABASE_URL says."""
    folder = Instance.from_environment("demo").folder
    os.environ["PARTYBUILD_INSTANCE"] = str(folder)
    os.environ.pop("DATABASE_URL", None)


def _prepare(demo: bool) -> Sequence[DemoAccount]:
    """Bring the database up to date; the accounts of the demo world, built where it is absent."""
    schema.upgrade()
    accounts = _demo_accounts() if demo else []
    if not opening.is_open():
        done = open_instance(None, streets=False, first_day=None)
        say(f"已装入区划 {done.divisions} 个，启用日 {done.first_day}。")
    return accounts


def _demo_accounts() -> Sequence[DemoAccount]:
    instance = Instance.from_environment()
    kept = load_accounts(instance)
    if kept:
        return kept
    if region_queries.by_code(region_queries.TOP) is not None:
        raise RuleBroken(f"演示数据没有建完，请删除 {instance.folder} 后重试。")
    meter = Meter("建立演示数据")
    accounts = build(meter)
    meter.close()
    return accounts


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the instance: one `run` at a time, and no restore below it."""
    with (folder / "run.lock").open("a") as handle:
        if not _lock(handle):
            raise RuleBroken("本实例正在运行；请先停止它。")
        yield


def _lock(handle: Any) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def supervise(children: Sequence[Sequence[str]]) -> int:
    """Keep the children running until a signal comes, then stop them in peace."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.append(1))
    running = {tuple(words): _start(words) for words in children}
    while not stopping:
        time.sleep(0.2)
        for words, process in running.items():
            if process.poll() is not None and not stopping:
                say(f"{words[0]} 进程意外结束（{process.returncode}），重新启动。")
                time.sleep(RESTART_AFTER)
                running[words] = _start(words)
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running.values():
        _wait(process, deadline)
    return 0


def _start(words: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "partybuild.cli.children", *words], stdin=subprocess.PIPE
    )


def _wait(process: "subprocess.Popen[bytes]", deadline: float) -> None:
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
