"""What may be done with units. Pure."""

from collections.abc import Collection
from datetime import date

from partybuild.rules import RuleBroken


def zone_code(parent: str, taken: Collection[str]) -> str:
    """The code of a new unit that is no division: the parent's digits and Z01, Z02, … (contract)."""
    for number in range(1, 100):
        code = f"{parent}Z{number:02d}"
        if code not in taken:
            return code
    raise RuleBroken("这个单位下已有 99 个功能区，请先合并后再增设。")


def check_parent(level: int, name: str, parent_level: int, parent_name: str) -> None:
    """A unit stands below one of a higher level."""
    if parent_level >= level:
        raise RuleBroken(f"“{name}”不能划到“{parent_name}”下面：上级的层级要更高。请改选上级单位。")


def check_day(day: date, today: date, first: date) -> None:
    """A change of units takes effect between the first day of records and today."""
    if day > today:
        raise RuleBroken("生效日期不能晚于今天；请在生效当天或之后登记。")
    if day < first:
        raise RuleBroken(f"生效日期不能早于启用日 {first.isoformat()}。")
