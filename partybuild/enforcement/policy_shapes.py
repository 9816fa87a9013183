"""The terms and grounds of what follows an inspection as they are read and typed on a page."""

from collections.abc import Mapping
from typing import Any

from partybuild.enforcement.terms import DEFAULTS
from partybuild.policies.shapes import Item, Shape, Type

_DAYS, _WORKING, _MONTHS, _YEARS = "天", "个工作日", "个月", "年"


def _check(content: Mapping[str, Any]) -> str:
    if content["letter_gap_least"] > content["letter_gap_most"]:
        return "两封信最短的间隔不能大于最长的间隔，请核对。"
    return ""


TERMS = Shape(
    DEFAULTS[0],
    [
        Item("order_months", "责令限期整改（民办非企业单位默认）", _MONTHS, least=1, most=24),
        Item("failure_days", "结论不合格而没有处理的，多少天后提示", _DAYS, least=1, most=365),
        Item("sync_days", "登记同步为“缺”的，多少天后提出处理建议", _DAYS, most=730),
        Item("unbuilt_days", "应建未建的，多少天后提出处理建议", _DAYS, most=730),
        Item("answer_days", "列入名录前陈述申辩", _WORKING, least=3, most=30),
        Item("removal_days", "申请移出名录的，核实后移出", _WORKING, least=1, most=30),
        Item("lapse_months", "没有义务可以履行的，期满移出异常名录", _MONTHS, least=1, most=60),
        Item("listing_years", "在异常名录满多少年转严重违法失信名单", _YEARS, least=1, most=10),
        Item("ahead_days", "满期前多少天提示", _DAYS, most=365),
        Item("dishonest_years", "在严重违法失信名单满多少年可以申请移出", _YEARS, least=1, most=10),
        Item("letter_gap_least", "无法联系的，两封信最短间隔", _DAYS, least=1, most=180),
        Item("letter_gap_most", "无法联系的，两封信最长间隔", _DAYS, least=1, most=180),
        Item("dormant_years", "连续多少年未参检列为僵尸型", _YEARS, least=1, most=10),
        Item("defence_days", "撤销登记前陈述申辩", _WORKING, least=3, most=30),
        Item(
            "hearing_request_days",
            "要求听证",
            _WORKING,
            least=5,
            most=30,
            hint="行政处罚法第六十四条：不少于 5 个工作日",
        ),
        Item(
            "hearing_notice_days",
            "听证前通知",
            _WORKING,
            least=7,
            most=30,
            hint="行政处罚法第六十四条：不少于 7 个工作日",
        ),
        Item("public_notice_days", "公告满多少天视为送达", _DAYS, least=30, most=180),
    ],
    "自生效日起办理的步骤按新的期限；已经起算的期限和已经发出的文书不变。",
    _check,
)

_COLUMNS: Mapping[str, tuple[str, bool]] = {
    "key": ("代号", False),
    "label": ("事由", False),
    "basis": ("依据", False),
    "duty": ("应当履行的义务", False),
    "lapses": ("没有义务、期满移出", True),
    "letters": ("要有两封信", True),
}
_HINT = (
    "一行一项，各栏用｜分开：代号｜事由｜依据｜应当履行的义务｜期满移出（是、否）｜要有两封信（是、否）。"
    "已有事由的代号不要改"
)
USED = {"listing": ("rectification", "report", "party"), "dishonest": ("two_years",)}
"""What the system itself proposes by."""


def _check_grounds(content: Mapping[str, Any]) -> str:
    for kind, wanted in USED.items():
        held = {row["key"] for row in content[kind]}
        missing = [key for key in wanted if key not in held]
        if missing:
            return f"系统的处理建议要用到代号 {'、'.join(missing)}，请保留这些行。"
    return ""


GROUNDS = Shape(
    DEFAULTS[1],
    [
        Item("listing", "活动异常名录", "", Type.ROWS, hint=_HINT, columns=_COLUMNS),
        Item("dishonest", "严重违法失信名单", "", Type.ROWS, hint=_HINT, columns=_COLUMNS),
    ],
    "自生效日起新列入的按新的事由；已经列入的不变。",
    _check_grounds,
)
