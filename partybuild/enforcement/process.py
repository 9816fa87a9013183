"""The processes that follow an inspection, as tables of transitions. Pure."""

from partybuild.access.permissions import Permission
from partybuild.enforcement.kinds import Measure
from partybuild.workflow.rules import Step, Table

_HANDLE = Permission.ENFORCEMENT_HANDLE


def _step(
    action: str,
    label: str,
    sources: str,
    target: str = "",
    guard: str = "",
    *,
    reason: bool = False,
    document: bool = False,
) -> Step:
    states = frozenset(sources.split())
    return Step(action, label, states, target, _HANDLE, "", reason, document, guard)


ORDER = Table(
    kind=Measure.ORDER,
    version=1,
    label=Measure.ORDER.label,
    states={
        "issued": "通知书待送达",
        "served": "整改中",
        "reported": "待验收",
        "failed": "整改不合格",
        "passed": "整改合格",
        "escalated": "转异常名录",
        "withdrawn": "已撤回",
    },
    start="issued",
    closed=frozenset({"passed", "escalated", "withdrawn"}),
    steps=(
        _step("serve", "登记送达", "issued", "served"),
        _step("extend", "延期", "issued served failed", "", "extension", reason=True),
        _step("report", "收到整改报告", "served failed", "reported"),
        _step("accept", "验收合格", "reported", "passed"),
        _step("reject", "验收不合格", "reported", "failed", reason=True),
        _step("escalate", "转入异常名录程序", "issued served failed", "escalated", "overdue"),
        _step(
            "withdraw",
            "撤回通知书",
            "issued served reported failed",
            "withdrawn",
            reason=True,
            document=True,
        ),
    ),
)

INTERVIEW = Table(
    kind=Measure.INTERVIEW,
    version=1,
    label=Measure.INTERVIEW.label,
    states={
        "invited": "已通知",
        "missed": "未到场",
        "held": "承诺待销号",
        "done": "已办结",
        "withdrawn": "已取消",
    },
    start="invited",
    closed=frozenset({"done", "withdrawn"}),
    steps=(
        _step("hold", "登记约谈情况", "invited", "held", "day"),
        _step("postpone", "改期", "invited missed", "invited", reason=True),
        _step("miss", "登记未到场", "invited", "missed", "day", reason=True),
        _step("keep", "销号", "held", "", "promises"),
        _step("close", "办结", "held", "done", "closed"),
        _step("withdraw", "取消约谈", "invited missed", "withdrawn", reason=True),
    ),
)

LISTING = Table(
    kind=Measure.LISTING,
    version=1,
    label=Measure.LISTING.label,
    states={
        "proposed": "拟列入",
        "warned": "已告知",
        "listed": "已列入",
        "applied": "申请移出待核查",
        "removed": "已移出",
        "declined": "不予列入",
        "corrected": "列入已撤销",
        "escalated": "转严重违法失信名单",
    },
    start="proposed",
    closed=frozenset({"removed", "declined", "corrected", "escalated"}),
    steps=(
        _step("warn", "发告知书", "proposed", "warned"),
        _step("object", "登记陈述申辩", "warned", reason=True),
        _step("enter", "决定列入", "proposed warned", "listed", "answer"),
        _step("decline", "不予列入", "proposed warned", "declined", reason=True),
        _step("apply", "收到移出申请", "listed", "applied"),
        _step("refuse", "核查未通过", "applied", "listed", reason=True),
        _step("remove", "核查通过，移出", "applied", "removed"),
        _step("lapse", "期满移出", "listed", "removed", "lapse"),
        _step(
            "correct",
            "撤销列入（误列）",
            "listed applied",
            "corrected",
            reason=True,
            document=True,
        ),
        _step("escalate", "转严重违法失信名单", "listed applied", "escalated", "dishonest"),
    ),
)

DISHONEST = Table(
    kind=Measure.DISHONEST,
    version=1,
    label=Measure.DISHONEST.label,
    states={
        "proposed": "拟列入",
        "notified": "已事先告知",
        "listed": "已列入",
        "applied": "申请移出待核查",
        "removed": "已移出",
        "declined": "不予列入",
    },
    start="proposed",
    closed=frozenset({"removed", "declined"}),
    steps=(
        _step("notify", "发事先告知书", "proposed", "notified", document=True),
        _step("object", "登记异议", "notified", reason=True),
        _step("enter", "决定列入", "notified", "listed", "answer", document=True),
        _step("decline", "不予列入", "proposed notified", "declined", reason=True),
        _step("apply", "收到移出申请", "listed", "applied", "served"),
        _step("refuse", "核查未通过", "applied", "listed", reason=True),
        _step("remove", "核查通过，移出", "applied", "removed", document=True),
        _step("close", "注销移出", "listed applied", "removed", "ended"),
    ),
)

_OPEN = "proposed warned notified served suspended hearing heard decided published"

DORMANT = Table(
    kind=Measure.DORMANT,
    version=1,
    label=Measure.DORMANT.label,
    states={
        "proposed": "拟清理",
        "warned": "已警示",
        "notified": "告知书待送达",
        "served": "陈述申辩期",
        "suspended": "期限中止",
        "hearing": "待听证",
        "heard": "已听证",
        "decided": "决定书待送达",
        "published": "公告送达中",
        "cancelled": "已撤销登记",
        "spared": "不予撤销",
    },
    start="proposed",
    closed=frozenset({"cancelled", "spared"}),
    steps=(
        _step("warn", "发警示函", "proposed", "warned"),
        _step("notify", "发事先告知书", "warned", "notified"),
        _step("serve", "登记告知书送达", "notified", "served"),
        _step("defend", "登记陈述申辩", "served heard", reason=True),
        _step("suspend", "中止期限", "served", "suspended", reason=True),
        _step("resume", "恢复期限", "suspended", "served"),
        _step("hear", "受理听证申请", "served", "hearing", "asked"),
        _step("schedule", "通知听证", "hearing"),
        _step("heard", "登记听证情况", "hearing", "heard", "held"),
        _step("decide", "决定撤销登记", "served heard", "decided", "terms"),
        _step("publish", "登记公告送达", "decided", "published"),
        _step("finish", "送达，注销名册", "decided published", "cancelled", "delivered"),
        _step("spare", "不予撤销", _OPEN, "spared", reason=True),
    ),
)

TABLES = (ORDER, INTERVIEW, LISTING, DISHONEST, DORMANT)
BY_KIND = {table.kind: table for table in TABLES}
