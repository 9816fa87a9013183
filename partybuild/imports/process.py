"""What the room has read by a child process, and the sentence where that died (R42)."""

from partybuild.jobs import apart
from partybuild.jobs.apart import Limits
from partybuild.rules import RuleBroken

UNREADABLE = (
    "文件无法读取，可能已损坏或内容过于复杂，请在 Excel 或 WPS 中打开，"
    "只保留要导入的表格，另存为 .xlsx 再导入。"
)


def run_alone(module: str, arguments: list[str], limits: Limits) -> None:
    """A module of this room has done its work within the limits; RuleBroken if its process died."""
    try:
        apart.run(f"imports.{module}", arguments, limits)
    except apart.Died as error:
        raise RuleBroken(UNREADABLE) from error


__all__ = ["UNREADABLE", "Limits", "run_alone"]
