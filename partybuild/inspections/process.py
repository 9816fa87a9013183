"""The process of one inspection: conclusion and Party-building evaluation, together or not at all."""

from partybuild.access.permissions import Permission
from partybuild.workflow.rules import Step, Table

KIND = "inspection"
FILLING, REGISTRY, PARTY = "填报", "登记管理", "党建评价"
"""The parts: nobody plays two of them in one inspection."""

DUE, FILED, RETURNED = "due", "filed", "returned"
WANTS_CONCLUSION, WANTS_EVALUATION = "awaiting_conclusion", "awaiting_evaluation"
READY, PUBLISHED, REOPENED = "ready", "published", "reopened"
ABSENT, WITHDRAWN = "absent", "withdrawn"

STATES = {
    DUE: "未报",
    FILED: "已报（党建部分）",
    RETURNED: "退回",
    WANTS_CONCLUSION: "待结论",
    WANTS_EVALUATION: "待党建评价",
    READY: "待公布",
    PUBLISHED: "已公布",
    REOPENED: "重新办理",
    ABSENT: "未参检",
    WITHDRAWN: "已移出名单",
}
_KEEP, _EVALUATE, _FILL = (
    Permission.INSPECTIONS_KEEP,
    Permission.INSPECTIONS_EVALUATE,
    Permission.INSPECTIONS_FILL,
)


def _step(
    action: str, label: str, sources: str, target: str, needs: Permission, tier: str, **more: object
) -> Step:
    return Step(action, label, frozenset(sources.split()), target, needs, tier, **more)  # type: ignore[arg-type]


TABLE = Table(
    kind=KIND,
    version=1,
    label="年检年报",
    states=STATES,
    start=DUE,
    closed=frozenset({PUBLISHED, ABSENT, WITHDRAWN}),
    steps=(
        _step(
            "submit", "报送党建部分", "due returned absent", FILED, _FILL, FILLING, guard="section"
        ),
        _step(
            "resubmit",
            "报送补正",
            "returned",
            WANTS_EVALUATION,
            _FILL,
            FILLING,
            guard="resection",
        ),
        _step(
            "return",
            "退回党建部分",
            "filed awaiting_evaluation",
            RETURNED,
            _EVALUATE,
            PARTY,
            reason=True,
        ),
        _step("conclude", "作出结论", "due filed absent", WANTS_EVALUATION, _KEEP, REGISTRY),
        _step("conclude_second", "作出结论", WANTS_CONCLUSION, READY, _KEEP, REGISTRY),
        _step("evaluate", "作出党建评价", "due filed absent", WANTS_CONCLUSION, _EVALUATE, PARTY),
        _step("evaluate_second", "作出党建评价", WANTS_EVALUATION, READY, _EVALUATE, PARTY),
        _step(
            "correct_conclusion",
            "变更结论",
            "awaiting_evaluation ready reopened",
            "",
            _KEEP,
            REGISTRY,
            reason=True,
        ),
        _step(
            "correct_evaluation",
            "变更党建评价",
            "awaiting_conclusion ready reopened",
            "",
            _EVALUATE,
            PARTY,
            reason=True,
        ),
        _step("publish", "公布", "ready reopened", PUBLISHED, _KEEP, REGISTRY, guard="both"),
        _step("reopen", "重新办理结论", PUBLISHED, REOPENED, _KEEP, REGISTRY, reason=True),
        _step(
            "reopen_evaluation",
            "重新办理党建评价",
            PUBLISHED,
            REOPENED,
            _EVALUATE,
            PARTY,
            reason=True,
        ),
        _step("mark_absent", "记为未参检", "due returned", ABSENT, _KEEP, REGISTRY),
        _step(
            "withdraw",
            "移出名单",
            "due filed returned absent",
            WITHDRAWN,
            _KEEP,
            REGISTRY,
            reason=True,
        ),
        _step("restore", "恢复列入", WITHDRAWN, DUE, _KEEP, REGISTRY, reason=True),
    ),
)
"""awaiting_… names what is missing; `section`, `resection`, `both` are guards."""
