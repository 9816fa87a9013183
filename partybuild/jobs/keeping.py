"""How long files are kept that can be made again: of finished jobs, and of imports. Policy."""

from datetime import timedelta

from partybuild import clock
from partybuild.policies import queries
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape

KIND = "keeping"
NAME = "files"
EXPORTS, IMPORTS = "export_days", "import_days"
DEFAULTS = [
    Default(
        KIND,
        NAME,
        "文件保存天数",
        "样例：导出的文件可以随时重做，导入的核对明细留作查对，都含个人信息，不宜久存",
        {EXPORTS: 7, IMPORTS: 30},
    )
]
SHAPE = Shape(
    DEFAULTS[0],
    [
        Item(EXPORTS, "导出文件保存", "天", least=1, most=365),
        Item(IMPORTS, "导入核对明细保存", "天", least=1, most=365),
    ],
    "自生效日起按新的天数清理；已经清理的文件不能恢复，可以重做。",
)


def days(of: str) -> int:
    """For how many days files `of` exports or imports are kept; the shipped number if none is said."""
    content = DEFAULTS[0].content
    for policy in queries.holding(KIND, clock.today()):
        if policy.name == NAME:
            content = content | policy.content
    number = content[of]
    return number if isinstance(number, int) and number > 0 else int(DEFAULTS[0].content[of])


def period(of: str) -> timedelta:
    """The same as a length of time."""
    return timedelta(days=days(of))
