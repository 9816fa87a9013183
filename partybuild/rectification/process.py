"""The processes of rectification, as tables of transitions. Pure."""

from partybuild.access.permissions import Permission
from partybuild.rectification.kinds import OPEN_STAGES, Stage
from partybuild.workflow.rules import Step, Table

KIND, AREA = "rectification", "lagging-area"
WORKING, FIRST, DECIDING = "整顿", "初验", "上级审批"
"""Parts of a case; nobody plays two, so nobody accepts their own work.

Whoever approved the plan at the level above may accept there: it is one level.
"""
LEVEL, DECIDED = "level", "deciding"
"""Guards: at the desk or above it; at the deciding level or above it."""
_REPORT, _KEEP, _DECIDE = (
    Permission.RECTIFICATION_REPORT,
    Permission.RECTIFICATION_KEEP,
    Permission.RECTIFICATION_DECIDE,
)


def _step(
    action: str,
    label: str,
    sources: str,
    target: str,
    needs: Permission,
    tier: str = "",
    guard: str = "",
    **demands: bool,
) -> Step:
    states = frozenset(sources.split())
    return Step(action, label, states, target, needs, tier, guard=guard, **demands)


_ALL = " ".join(OPEN_STAGES)
_FROM_ABOVE = {"reason": True, "above": True}
TABLE = Table(
    kind=KIND,
    version=1,
    label="软弱涣散整顿",
    states={stage.value: stage.label for stage in Stage},
    start=Stage.PLANNING.value,
    closed=frozenset({Stage.DONE.value, Stage.DISSOLVED.value, Stage.WITHDRAWN.value}),
    steps=(
        _step("draft", "拟定整顿方案", "planning", "", _KEEP, WORKING, LEVEL),
        _step("submit", "报批整顿方案", "planning", "submitted", _KEEP, WORKING, "plan"),
        _step("approve", "批准方案", "submitted", "running", _DECIDE, DECIDING, LEVEL),
        _step(
            "send_back",
            "退回修改方案",
            "submitted",
            "planning",
            _DECIDE,
            DECIDING,
            LEVEL,
            reason=True,
        ),
        _step("report", "报送进展", "running", "", _REPORT, WORKING),
        _step("prove", "补充佐证材料", "running", "", _REPORT, WORKING),
        _step("close_item", "措施销号", "running", "", _KEEP, WORKING, LEVEL),
        _step("reopen_item", "撤销销号", "running", "", _KEEP, WORKING, LEVEL, reason=True),
        _step("amend", "补充问题和措施", "running", "", _KEEP, WORKING, LEVEL, reason=True),
        _step("extend", "延长整顿期限", "running", "", _DECIDE, "", DECIDED, **_FROM_ABOVE),
        _step("apply", "申请验收", "running", "first", _KEEP, WORKING, "all_closed"),
        _step("accept_first", "初验通过", "first", "second", _DECIDE, FIRST, LEVEL),
        _step("refuse_first", "初验不通过", "first", "running", _DECIDE, FIRST, LEVEL, reason=True),
        _step("accept_final", "终验通过，销号", "second", "watching", _DECIDE, DECIDING, LEVEL),
        _step(
            "refuse_final",
            "终验不通过，继续整顿",
            "second",
            "running",
            _DECIDE,
            DECIDING,
            LEVEL,
            reason=True,
        ),
        _step("take_over", "接办", f"{_ALL} watching", "", _KEEP, "", "moved", above=True),
        _step("look_back", "登记回头看", "watching", "", _DECIDE, "", "due", above=True),
        _step("finish", "办结", "watching", "done", _DECIDE, "", "looked_back", above=True),
        _step(
            "relapse",
            "认定反弹，重新整顿",
            "watching",
            "planning",
            _DECIDE,
            "",
            LEVEL,
            **_FROM_ABOVE,
        ),
        _step(
            "dissolve",
            "撤销党组织",
            _ALL,
            "dissolved",
            _DECIDE,
            "",
            DECIDED,
            document=True,
            **_FROM_ABOVE,
        ),
        _step("withdraw", "认定有误，撤回", _ALL, "withdrawn", _DECIDE, "", DECIDED, **_FROM_ABOVE),
    ),
)

AREA_TABLE = Table(
    kind=AREA,
    version=1,
    label="督促后进地区",
    states={
        "issued": "已发出",
        "answered": "整改承诺待销号",
        "closed": "已办结（摘牌）",
        "withdrawn": "已撤回",
    },
    start="issued",
    closed=frozenset({"closed", "withdrawn"}),
    steps=(
        _step("promise", "登记整改承诺", "issued answered", "answered", _DECIDE, guard="promises"),
        _step("keep", "承诺销号", "answered", "", _DECIDE, guard="promise"),
        _step("extend", "延期", "issued answered", "", _DECIDE, reason=True),
        _step("close", "办结", "issued answered", "closed", _DECIDE, guard="kept", reason=True),
        _step("withdraw", "撤回", "issued answered", "withdrawn", _DECIDE, reason=True),
    ),
)
TABLES = (TABLE, AREA_TABLE)
