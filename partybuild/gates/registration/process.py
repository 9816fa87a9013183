"""The registration gate as a table of transitions. Pure."""

from partybuild.access.permissions import Permission
from partybuild.workflow.rules import Step, Table

KIND = "registration"
DRAFT, ASKED, ANSWERED = "draft", "asked", "answered"
PASSED, REFUSED, WITHDRAWN = "passed", "refused", "withdrawn"
REGISTRAR, PARTY = "登记", "党建"
BY_ITSELF = "未经关口进入名册，自动补办"
_HANDLE, _ANSWER = Permission.REGISTRATIONS_HANDLE, Permission.REGISTRATIONS_ANSWER

TABLE = Table(
    kind=KIND,
    version=1,
    label="登记关口",
    states={
        DRAFT: "受理中",
        ASKED: "待党建答复",
        ANSWERED: "已有答复",
        PASSED: "已办结",
        REFUSED: "不予登记",
        WITHDRAWN: "已撤回",
    },
    start=DRAFT,
    closed=frozenset({PASSED, REFUSED, WITHDRAWN}),
    one_person=True,
    steps=(
        Step("revise", "修改申请", frozenset({DRAFT}), "", _HANDLE, REGISTRAR),
        Step(
            "ask",
            "送党建工作机构",
            frozenset({DRAFT}),
            ASKED,
            _HANDLE,
            REGISTRAR,
            guard="papers",
        ),
        Step(
            "return",
            "退回补正",
            frozenset({ASKED}),
            DRAFT,
            _ANSWER,
            PARTY,
            reason=True,
            guard="founding",
        ),
        Step("answer", "党建答复", frozenset({ASKED}), ANSWERED, _ANSWER, PARTY),
        Step(
            "reask",
            "请党建重新答复",
            frozenset({ANSWERED}),
            ASKED,
            _HANDLE,
            REGISTRAR,
            reason=True,
        ),
        Step(
            "pass",
            "准予（办结）",
            frozenset({DRAFT, ASKED, ANSWERED}),
            PASSED,
            _HANDLE,
            REGISTRAR,
            guard="answer",
        ),
        Step(
            "refuse",
            "不予登记",
            frozenset({DRAFT, ASKED, ANSWERED}),
            REFUSED,
            _HANDLE,
            REGISTRAR,
            reason=True,
            document=True,
            guard="founding",
        ),
        Step(
            "withdraw",
            "申请人撤回",
            frozenset({DRAFT, ASKED, ANSWERED}),
            WITHDRAWN,
            _HANDLE,
            REGISTRAR,
            reason=True,
            guard="founding",
        ),
        Step("makeup", BY_ITSELF, frozenset({DRAFT}), ASKED, Permission.CASES_READ, guard="facts"),
        Step(
            "settle",
            "已有答复，自动办结",
            frozenset({ASKED, ANSWERED}),
            PASSED,
            Permission.CASES_READ,
            guard="facts",
        ),
    ),
)
