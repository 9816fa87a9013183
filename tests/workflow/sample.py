"""A small process for tests: a registrar sends, an officer passes or returns."""

from dataclasses import replace

from partybuild.access.permissions import Permission
from partybuild.workflow.rules import Step, Table

SAMPLE = Table(
    kind="sample",
    version=1,
    label="样例流程",
    states={"draft": "拟稿", "sent": "待审", "returned": "已退回", "passed": "已通过"},
    start="draft",
    closed=frozenset({"passed"}),
    steps=(
        Step(
            "send",
            "报送",
            frozenset({"draft", "returned"}),
            "sent",
            Permission.REGISTRATIONS_HANDLE,
            "经办",
        ),
        Step(
            "pass",
            "通过",
            frozenset({"sent"}),
            "passed",
            Permission.REGISTRATIONS_ANSWER,
            "审核",
            guard="answered",
        ),
        Step(
            "return",
            "退回",
            frozenset({"sent"}),
            "returned",
            Permission.REGISTRATIONS_ANSWER,
            "审核",
            reason=True,
        ),
        Step(
            "reopen",
            "重新办理",
            frozenset({"passed"}),
            "sent",
            Permission.WAIVERS_GRANT,
            "审核",
            reason=True,
            document=True,
        ),
        Step("note", "记录", frozenset({"sent"}), "", Permission.POLICIES_MANAGE),
    ),
)
ONE_DESK = replace(SAMPLE, kind="one-desk", one_person=True)
