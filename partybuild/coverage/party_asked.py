"""What the list of Party organizations is asked: its filters, and the days they make sense on."""

from collections.abc import Mapping
from dataclasses import replace

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import roster_asked
from partybuild.coverage.roster_asked import Asked, Form
from partybuild.coverage.roster_filters import YES_NO
from partybuild.party.display import party
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.rules import WarningCode

DISSOLVED = "dissolved"
FORM = Form(
    labels={
        "q": "名称、代码、书记",
        "unit": "统计归属",
        "own": "只看本级",
        "kind": "党组织类型",
        "formation": "组建方式",
        "state": "状态",
        "social": "社会组织党组织",
        "shell": "空壳",
        "warning": "提醒",
        "body": "上级党组织",
        "superior": "直接上级",
    },
    options={
        "own": {"1": "是"},
        "kind": {kind.value: kind.label for kind in PartyKind},
        "formation": {way.value: way.label for way in Formation},
        "state": {DISSOLVED: "已撤销"},
        "social": YES_NO,
        "shell": {"1": "没有覆盖任何组织"},
        "warning": {code.value: code.label for code in WarningCode},
    },
    sorts={"name": "名称", "full": "正式党员", "covered": "覆盖数", "unit": "统计归属"},
)
_OF_DISSOLVED = ("q", "unit", "own", "kind", "state", "body", "superior")


def read(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What the address of the list asks for; OutOfReach for a superior that is not in reach."""
    asked = _with_superior(actor, roster_asked.read(actor, arguments, FORM))
    if asked.get("state") != DISSOLVED:
        return _warned_today(asked)
    given = {name: value for name, value in asked.given.items() if name in _OF_DISSOLVED}
    note = "已撤销的党组织按今天的登记列出，只按名称、统计归属、类型和上级筛选。"
    sort = asked.sort if asked.sort.removeprefix("-") in {"name", "unit"} else "name"
    return replace(asked, given=given, day=clock.today(), sort=sort, notes=[*asked.notes, note])


def _with_superior(actor: Actor, asked: Asked) -> Asked:
    """The same with the name of the superior; one that is no number narrows nothing."""
    superior = asked.get("superior")
    if not superior:
        return asked
    if not (superior.isascii() and superior.isdecimal() and len(superior) < 16):
        given = {name: value for name, value in asked.given.items() if name != "superior"}
        return replace(asked, given=given, notes=[*asked.notes, "没有这个上级，没有按它筛选。"])
    return replace(asked, names={"superior": party(actor, int(superior)).name})


def _warned_today(asked: Asked) -> Asked:
    if not asked.get("warning") or asked.today:
        return asked
    return replace(asked, day=clock.today(), notes=[*asked.notes, "提醒按今天的情况列出。"])
