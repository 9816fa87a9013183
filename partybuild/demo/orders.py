"""责令限期整改 of the demo world: 101, nearly all kept; two overdue, one awaiting its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.demo import cases, papers
from partybuild.demo.cases import Course
from partybuild.demo.days import weekday
from partybuild.enforcement.kinds import Measure, OrderResult
from partybuild.enforcement.models import RectificationOrder
from partybuild.organizations.models import Organization
from partybuild.workflow.many import Step
from partybuild.workflow.models import WorkflowCase

FAULTS = (
    ("未按章程规定召开会员大会和理事会", "三十日内补开会议，会议纪要报登记管理机关"),
    ("财务管理制度不健全，大额支出未经集体研究", "健全制度，补办审批手续，报送整改报告"),
    ("未按期办理法定代表人变更登记", "限期办理变更登记"),
    ("党建工作要求未写入章程", "修改章程并报核准"),
    ("未按规定公开年度工作报告", "限期在指定平台补充公开"),
)
PASSED, ISSUED, SERVED, REPORTED = "passed", "issued", "served", "reported"


@dataclass(frozen=True, slots=True)
class Order:
    """One order: how far it has come, and its days."""

    organization: Organization
    state: str
    issued: date
    deadline: date
    done: date
    """When it was served, reported or accepted last."""
    fault: tuple[str, str]


@needs(Permission.ENFORCEMENT_HANDLE, "建立演示责令整改")
def order(
    actor: Actor, subjects: Sequence[Organization], published: date, today: date
) -> list[int]:
    """Each of these has an order after the day of publication; the ids of their cases."""
    orders = [_order(n, subject, published, today) for n, subject in enumerate(subjects)]
    ids = cases.run(actor, Measure.ORDER, [_course(each) for each in orders])
    rows = []
    for place, (number, each) in enumerate(zip(ids, orders, strict=True)):
        said = _paper(actor, number, each) if place < _PAPERS else _named(each, place)
        rows.append(_row(number, each, said))
    with bulk(actor, WorkflowCase, ids):
        insert_many(RectificationOrder.__table__, rows)
    audit_detail(orders=len(ids))
    return ids


_PAPERS = 5


def _order(place: int, subject: Organization, published: date, today: date) -> Order:
    fault = FAULTS[place % len(FAULTS)]
    issued = weekday(min(published + timedelta(days=5 + place % 20), today), date.min)
    if place < len(_OPEN):
        state, back, left = _OPEN[place]
        day = weekday(today - timedelta(days=back), date.min)
        return Order(
            subject, state, day, today + timedelta(days=left), min(today, _after(day, 3)), fault
        )
    deadline = issued + timedelta(days=90)
    done = min(today, deadline, _after(issued, 40 + place % 45))
    return Order(subject, PASSED, issued, deadline, done, fault)


_OPEN = (
    (SERVED, 99, -9),
    (SERVED, 116, -26),
    (REPORTED, 80, 10),
    (ISSUED, 2, 88),
    (SERVED, 60, 30),
)
"""State, days since the order, days left: of those that are not closed yet."""


def _after(day: date, days: int) -> date:
    return weekday(day + timedelta(days=days), day)


def _course(each: Order) -> Course:
    served = Step("serve", min(each.done, _after(each.issued, 3)))
    steps = {
        ISSUED: (),
        SERVED: (served,),
        REPORTED: (served, Step("report", each.done)),
        PASSED: (
            served,
            Step("report", each.done - timedelta(days=2)),
            Step("accept", each.done, facts={"result": OrderResult.PASSED.label}),
        ),
    }[each.state]
    waits = each.state in {ISSUED, SERVED}
    return Course(each.organization, each.issued, steps, each.deadline if waits else None)


def _paper(actor: Actor, number: int, each: Order) -> str:
    facts, measures = each.fault
    fields = {
        "code": each.organization.number,
        "facts": facts,
        "measures": measures,
        "deadline": each.deadline,
        **{name: papers.OFFICE[name] for name in ("contact", "telephone")},
    }
    arrived = None if each.state == ISSUED else min(each.done, _after(each.issued, 3))
    about = each.organization, number
    return papers.issue(actor, "rectification-order", about, each.issued, fields, arrived)


def _named(each: Order, place: int) -> str:
    return f"演民整〔{each.issued.year}〕{place + 1}号"


def _row(number: int, each: Order, document: str) -> dict[str, object]:
    done = each.state == PASSED
    return {
        "case_id": number,
        "faults": each.fault[0],
        "measures": each.fault[1],
        "first_due": each.deadline,
        "deadline": each.deadline,
        "number": document,
        "served_on": None if each.state == ISSUED else min(each.done, _after(each.issued, 3)),
        "reported_on": each.done - timedelta(days=2)
        if done
        else each.done
        if each.state == REPORTED
        else None,
        "result": OrderResult.PASSED if done else None,
        "result_on": each.done if done else None,
    }
