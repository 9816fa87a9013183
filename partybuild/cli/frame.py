"""What every command of the command line uses: the open application, who acts, how to answer."""

import getpass
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from flask import Flask, current_app, g, has_app_context

from partybuild import create_app, schema
from partybuild.access.actor import Actor, command_line
from partybuild.accounts import queries as accounts
from partybuild.audit import commands as audit
from partybuild.db import db
from partybuild.db.work import NotPermitted
from partybuild.rules import RuleBroken

C = TypeVar("C", bound=Callable[..., Any])
SHOW_AFTER = 1.0
SHOW_EVERY = 0.2


@contextmanager
def opened(*, ready: bool = True) -> Iterator[Flask]:
    """The application with its context; the running one where there is one already.

    With `ready` raises RuleBroken where the database is missing or not of this version. What a
    role may not do leaves its audit row, as it does on the pages (R65).
    """
    if has_app_context():
        with _refusals_noted():
            yield current_app._get_current_object()  # type: ignore[attr-defined]
        return
    app = create_app()
    with app.app_context():
        try:
            if ready:
                _require_schema()
            with _refusals_noted():
                yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _refusals_noted() -> Iterator[None]:
    try:
        yield
    except NotPermitted as refused:
        called = click.get_current_context(silent=True)
        command = called.command_path if called else ""
        who = g.get("acting") or command_line(os_user())
        audit.note(who, "越权访问", "refused", command=command, words=str(refused))
        raise


def _require_schema() -> None:
    if schema.is_empty():
        raise RuleBroken("数据库还没有建立，请先运行 partybuild init。")
    if not schema.is_current():
        raise RuleBroken("数据库不是本版本的结构，请先备份，再运行 partybuild init 升级。")


def acting(login: str | None) -> Actor:
    """The user named by `--as`, else 系统（命令行） with the name of the OS user."""
    g.acting = None
    g.acting = accounts.actor_by_login(login) if login else command_line(os_user())
    actor: Actor = g.acting
    return actor


def os_user() -> str:
    """Who runs this process, for the audit."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def as_option(command: C) -> C:
    """Add `--as LOGIN`, passed on as `login`."""
    return click.option(
        "--as", "login", metavar="LOGIN", help="以这个账号办理；不写则为 系统（命令行）。"
    )(command)


def json_option(command: C) -> C:
    """Add `--json`, passed on as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="结果用 JSON 给出。")(command)


def say(message: str) -> None:
    """A message for the person at the terminal, on standard error."""
    click.echo(message, err=True)


def answer(value: Any) -> None:
    """A result as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


class Meter:
    """Progress on standard error, when it is a terminal and the work takes over a second."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = self.shown = time.monotonic()
        self.visible = False

    def __call__(self, done: int, total: int = 0, message: str = "") -> None:
        """Show how far the work is."""
        moment = time.monotonic()
        if not sys.stderr.isatty() or moment - self.started < SHOW_AFTER:
            return
        if moment - self.shown >= SHOW_EVERY or done == total:
            self.shown, self.visible = moment, True
            share = f"{done:,}/{total:,}" if total else f"{done:,}"
            click.echo(f"\r\033[K{self.title} {share} {message}", nl=False, err=True)

    def close(self) -> None:
        """End the line."""
        if self.visible:
            click.echo("", err=True)
