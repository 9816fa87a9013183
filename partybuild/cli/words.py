"""Click in Chinese: help, headings and every way a call can be misused."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import click


class Spoken(click.Command):
    """A command whose help is Chinese throughout."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("options_metavar", "[选项]")
        super().__init__(*arguments, **options)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that begins 用法."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help` its Chinese words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明。"
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options under 选项."""
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        records = [r for p in options if (r := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("选项"):
                formatter.write_dl([(name, _marked(text)) for name, text in records])


class SpokenGroup(Spoken, click.Group):
    """A group of commands whose help is Chinese throughout."""

    command_class = Spoken

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*arguments, **options)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, then the commands under 命令."""
        Spoken.format_options(self, ctx, formatter)
        commands = list(self._listed(ctx))
        if commands:
            with formatter.section("命令"):
                formatter.write_dl(commands)

    def _listed(self, ctx: click.Context) -> Iterable[tuple[str, str]]:
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                yield name, command.get_short_help_str(60)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say in Chinese that there is none of this name."""
        if self.get_command(ctx, args[0]) is None:
            ctx.fail(f"没有命令“{args[0]}”。可用的命令：{'、'.join(self.list_commands(ctx))}。")
        return super().resolve_command(ctx, args)


SpokenGroup.group_class = SpokenGroup


def _marked(text: str) -> str:
    return text.replace("[required]", "（必填）")


class Day(click.ParamType[date]):
    """A day as 2026-10-31."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a sentence that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2026-10-31。", param, ctx)


DAY = Day()


def misuse(error: click.UsageError) -> str:
    """What was wrong with the call, in a Chinese sentence."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name_of(error.param)}。"
    if isinstance(error, click.BadParameter):
        return f"{_name_of(error.param)}：{_bad_value(error)}"
    if "unexpected extra" in error.message:
        return "参数太多。"
    if "requires an argument" in error.message:
        return f"选项后面缺少值：{error.message}"
    return error.message


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.metavar or (parameter.name or "").upper()


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"应为以下之一：{'、'.join(str(choice) for choice in kind.choices)}。"
    if isinstance(kind, click.types.IntParamType):
        return "应为整数（在允许的范围内）。"
    if isinstance(kind, click.Path | click.File):
        return "没有这个文件，或者不能读写。"
    return error.message
