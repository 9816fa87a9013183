"""The guided procedures as tables of transitions: set up, elect, dissolve, merge. Pure.

The officer in charge enters and sends (报送); the body or unit above replies (批复). Nobody plays
both parts in one case.
"""

from collections.abc import Mapping

from partybuild.access.permissions import Permission
from partybuild.gates.terms.rules import Matter
from partybuild.workflow.rules import Step, Table

LOWER, UPPER = "报送", "批复"
_KEEP, _HANDLE = Permission.PARTY_KEEP, Permission.PROCEDURES_HANDLE
_REQUEST = Permission.PROCEDURES_REQUEST
REFUSED, WITHDRAWN = "refused", "withdrawn"


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


def _back(source: str, target: str, action: str = "return", label: str = "退回") -> Step:
    return Step(action, label, _from(source), target, _HANDLE, UPPER, reason=True)


def _send(label: str, source: str) -> Step:
    return Step("request", label, _from(source), "requested", _REQUEST, LOWER, document=True)


def _withdraw(*sources: str) -> Step:
    return Step("withdraw", "终止办理", _from(*sources), WITHDRAWN, _KEEP, LOWER, reason=True)


_REFUSE = Step(
    "refuse", "不予批准", _from("requested"), REFUSED, _HANDLE, UPPER, reason=True, document=True
)

FOUNDING = Table(
    kind="procedure-founding",
    version=1,
    label=Matter.FOUNDING.label,
    states={
        "drafting": "拟请示",
        "requested": "待批复",
        "approved": "待选举或任命",
        "chosen": "待备案",
        "filed": "已备案",
        REFUSED: "未获批准",
        WITHDRAWN: "已终止",
    },
    start="drafting",
    closed=_from("filed", REFUSED, WITHDRAWN),
    steps=(
        _send("报送请示", "drafting"),
        Step("approve", "批复同意", _from("requested"), "approved", _HANDLE, UPPER, document=True),
        _back("requested", "drafting"),
        _REFUSE,
        Step("choose", "登记选举或任命", _from("approved"), "chosen", _KEEP, LOWER),
        Step("file", "备案，写入名册", _from("chosen"), "filed", _KEEP),
        _withdraw("drafting", "requested", "approved", "chosen"),
    ),
)

ELECTION = Table(
    kind="procedure-election",
    version=1,
    label=Matter.ELECTION.label,
    states={
        "studying": "支委会研究",
        "requested": "请示待批复",
        "permitted": "酝酿候选人",
        "nominated": "预备人选待同意",
        "agreed": "待选举",
        "elected": "结果待报批",
        "reported": "结果待批复",
        "confirmed": "待归档",
        "archived": "已归档",
        REFUSED: "未获批准",
        WITHDRAWN: "已终止",
    },
    start="studying",
    closed=_from("archived", REFUSED, WITHDRAWN),
    steps=(
        _send("报送换届请示", "studying"),
        Step(
            "permit", "批复同意换届", _from("requested"), "permitted", _HANDLE, UPPER, document=True
        ),
        _back("requested", "studying"),
        _REFUSE,
        Step("nominate", "上报候选人预备人选", _from("permitted"), "nominated", _KEEP, LOWER),
        Step(
            "agree",
            "同意候选人预备人选",
            _from("nominated"),
            "agreed",
            _HANDLE,
            UPPER,
            document=True,
        ),
        _back("nominated", "permitted", "return-names", "退回重新酝酿"),
        Step("elect", "登记党员大会选举", _from("agreed"), "elected", _KEEP, LOWER),
        Step("report", "选举结果报批", _from("elected"), "reported", _KEEP, LOWER, document=True),
        Step(
            "confirm",
            "批复选举结果",
            _from("reported"),
            "confirmed",
            _HANDLE,
            UPPER,
            document=True,
        ),
        _back("reported", "agreed", "return-result", "不予认可，重新选举"),
        Step("archive", "归档，写入任期", _from("confirmed"), "archived", _KEEP),
        _withdraw("studying", "requested", "permitted", "nominated", "agreed"),
    ),
)


def _ending(matter: Matter, filed: str) -> Table:
    return Table(
        kind=f"procedure-{matter.value}",
        version=1,
        label=matter.label,
        states={
            "settling": "安排去向",
            "requested": "请示待批复",
            "approved": "待备案",
            "filed": "已备案",
            REFUSED: "未获批准",
            WITHDRAWN: "已终止",
        },
        start="settling",
        closed=_from("filed", REFUSED, WITHDRAWN),
        steps=(
            Step("settle", "登记去向安排", _from("settling"), "", _KEEP),
            Step(
                "request",
                "报送请示",
                _from("settling"),
                "requested",
                _KEEP,
                LOWER,
                document=True,
                guard="settled",
            ),
            Step(
                "decide",
                "直接作出决定",
                _from("settling"),
                "approved",
                _HANDLE,
                UPPER,
                reason=True,
                document=True,
                guard="settled",
            ),
            Step(
                "approve", "批复同意", _from("requested"), "approved", _HANDLE, UPPER, document=True
            ),
            _back("requested", "settling"),
            _REFUSE,
            Step("file", filed, _from("approved"), "filed", _KEEP, guard="settled"),
            _withdraw("settling", "requested", "approved"),
        ),
    )


def _asked(matter: Matter) -> Table:
    """A request and its reply; the reply writes what it permits."""
    return Table(
        kind=f"procedure-{matter.value}",
        version=1,
        label=matter.label,
        states={
            "drafting": "拟请示",
            "requested": "请示待批复",
            "approved": "已批复",
            REFUSED: "未获批准",
            WITHDRAWN: "已终止",
        },
        start="drafting",
        closed=_from("approved", REFUSED, WITHDRAWN),
        steps=(
            _send("报送请示", "drafting"),
            Step(
                "approve", "批复同意", _from("requested"), "approved", _HANDLE, UPPER, document=True
            ),
            _back("requested", "drafting"),
            _REFUSE,
            _withdraw("drafting", "requested"),
        ),
    )


EXTENSION, APPOINTMENT = _asked(Matter.EXTENSION), _asked(Matter.APPOINTMENT)
DISSOLUTION = _ending(Matter.DISSOLUTION, "备案，办理撤销")
MERGER = _ending(Matter.MERGER, "备案，办理合并")

TABLES: Mapping[Matter, Table] = {
    Matter.FOUNDING: FOUNDING,
    Matter.ELECTION: ELECTION,
    Matter.DISSOLUTION: DISSOLUTION,
    Matter.MERGER: MERGER,
    Matter.EXTENSION: EXTENSION,
    Matter.APPOINTMENT: APPOINTMENT,
}
KINDS = tuple(table.kind for table in TABLES.values())
CLOSING = frozenset({"file", "archive"})
"""The steps that write the facts; of a request, its reply does."""
REQUESTS = frozenset({Matter.EXTENSION, Matter.APPOINTMENT})


def writes(matter: Matter, action: str) -> bool:
    """Whether a step writes the facts."""
    return action in CLOSING or (matter in REQUESTS and action == "approve")


PLAIN = frozenset({"return", "return-names", "return-result", "refuse", "withdraw"})


def matter_of(kind: str) -> Matter:
    """The matter of a case's kind."""
    return next(matter for matter, table in TABLES.items() if table.kind == kind)
