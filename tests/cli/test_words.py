"""Help and refusals are Chinese, and the exit codes are 0, 1, 2."""

import click
import pytest
from sqlalchemy.exc import OperationalError

from partybuild.cli import cli, main
from partybuild.db.ports import ports


def commands(group=cli, path=()):
    for name, command in sorted(group.commands.items()):
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_every_command_answers_help_in_chinese(path, capsys):
    assert main([*path, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：partybuild {' '.join(path)}")
    assert "显示这段说明" in text
    for english in ("Usage", "Options:", "Commands:", "Show this message", "[required]", "default"):
        assert english not in text


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_every_command_says_what_it_does(path):
    command = dict(commands())[path]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option)), path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "用法：partybuild"),
        (["user"], "用法：partybuild user"),
        (["no-such"], "没有命令“no-such”"),
        (["user", "list", "--no-such"], "没有选项 --no-such"),
        (["user", "add", "x"], "缺少 --name"),
        (["user", "add"], "缺少"),
        (["user", "disable"], "缺少 LOGIN"),
        (["user", "list", "--role", "king"], "应为以下之一：officer"),
        (["user", "disable", "a", "b"], "参数太多"),
        (["init", "--first-day", "2026-13-01"], "不是日期，请写成 2026-10-31"),
        (["init", "--divisions", "99"], "没有“99”这个省级区划"),
        (["run", "--port", "x"], "应为整数"),
        (["restore", "/no/such/file"], "没有这个文件"),
    ],
)
def test_a_misused_command_ends_with_2_and_a_sentence(app, capsys, words, said):
    assert main(words) == 2
    written = capsys.readouterr()
    assert said in written.out + written.err
    assert "Error" not in written.err


def test_a_refusal_ends_with_1_and_its_sentence(cast, capsys):
    assert main(["user", "disable", "nobody"]) == 1
    assert main(["user", "disable", "xi"]) == 1
    assert main(["user", "disable", "bo", "--as", "cheng"]) == 1
    assert main(["user", "list", "--as", "nobody"]) == 1
    said = capsys.readouterr().err
    for sentence in ("没有账号“nobody”", "最后一位系统管理员", "不能“停用账号”"):
        assert sentence in said


def test_a_database_that_is_busy_is_said(cast, capsys, monkeypatch):
    def busy():
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    monkeypatch.setattr(ports, "lock_head", busy)
    assert main(["user", "disable", "bo"]) == 1
    assert "数据库打不开或正忙" in capsys.readouterr().err
