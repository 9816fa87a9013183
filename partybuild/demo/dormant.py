"""A batch of dormant organizations of one county of the demo world, at different steps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, current_work, needs, work
from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.demo import cases, papers
from partybuild.demo.cases import Course
from partybuild.demo.days import Days, weekday
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import DormantBatch, DormantCase
from partybuild.enforcement.queries import DEFENCE, HEARING
from partybuild.enforcement.terms import terms
from partybuild.facts.histories import Because, Said, say
from partybuild.inspections import freezing
from partybuild.inspections.kinds import Conclusion, Regime
from partybuild.inspections.models import Inspection
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Organization, OrganizationProfile
from partybuild.organizations.subject import ORGANIZATION
from partybuild.regions.placing import copied
from partybuild.regions.queries import place, region
from partybuild.workflow.many import Step

ABSENT = 5
"""So many have not been inspected for two years; all but the last are taken up."""
REASON = "连续两年未参加年检，按登记住所无法取得联系"


def clear(actor: Actor, days: Days) -> None:
    """Two years of inspections of the county stand, and a batch of those absent in both."""
    years = [days.inspected - 1, days.inspected]
    with work(actor) as running:
        absent = remember(running.actor, years)
    with work(actor) as running:
        take_up(running.actor, absent[:-1], years, days.today)


@needs(Permission.INSPECTIONS_KEEP, "建立演示年检历史")
def remember(actor: Actor, years: Sequence[int]) -> list[int]:
    """The county's organizations were inspected, but for a few; the ids of these."""
    assert actor.reach.unit is not None
    profile = OrganizationProfile
    query = (
        visible(actor, Organization)
        .join(profile, profile.organization_id == Organization.id)
        .where(
            scope_of(actor, profile),
            Organization.unit_id == actor.reach.unit.id,
            Organization.kind != OrganizationKind.FILED,
            Organization.state == OrganizationState.NORMAL,
            profile.known_to == OPEN,
            profile.valid_to == FOREVER,
            profile.registered_on < date(years[0] - 1, 1, 1),
        )
    )
    found = db.session.scalars(query.order_by(Organization.id)).all()
    absent = [each.id for each in found[4::9][:ABSENT]]
    rows = []
    for year in years:
        for at, each in enumerate(found):
            word = Conclusion.ABSENT if each.id in absent else Conclusion.QUALIFIED
            row = freezing.blank(each.id, copied(each), year, Regime.INSPECTION)
            filed = None if each.id in absent else date(year + 1, 4, 1) + timedelta(days=at % 55)
            rows.append(row | {"history": True, "conclusion": word, "filed_on": filed})
    with bulk(actor, Organization, [each.id for each in found]):
        insert_many(Inspection.__table__, rows)
    audit_detail(inspections=len(rows))
    return absent


@needs(Permission.ENFORCEMENT_HANDLE, "建立演示僵尸型清理")
def take_up(actor: Actor, ids: Sequence[int], years: list[int], today: date) -> None:
    """One is decided, one spared, one at 陈述申辩 and one warned."""
    query = visible(actor, Organization).where(Organization.id.in_(ids))
    found = db.session.scalars(query.order_by(Organization.id)).all()
    opened = weekday(today - timedelta(days=75), date.min)
    batch = _batch(actor, found[0], opened)
    served = weekday(today - timedelta(days=2), date.min)
    plans = _plans(opened, served, today)
    courses = [
        Course(each, opened, [Step(*step) for step in steps], until)
        for each, (steps, _, until) in zip(found, plans, strict=True)
    ]
    numbers = cases.run(actor, Measure.DORMANT, courses)
    rows = []
    for each, number, (_, values, _) in zip(found, numbers, plans, strict=True):
        said = _BLANK | values
        papers.issue(actor, "dormant-warning", (each, number), *_warned(each, said["warned_on"]))
        if "notified" in said:
            said["number"] = _warning(actor, (each, number), said.pop("notified"))
        shared = {**copied(each), "organization_id": each.id, "case_id": number}
        rows.append(shared | {"batch_id": batch.id, "years": years} | said)
    with bulk(actor, Organization, ids):
        insert_many(DormantCase.__table__, rows)
    _run_clocks(actor, found[2], numbers[2], served)
    _flag(actor, found, opened)
    audit_detail(object=("dormant_batch", batch.id), organizations=len(ids))


_BLANK: dict[str, Any] = {"number": "", "defence": "", "decision": ""} | dict.fromkeys(
    (
        *("warned_on", "served_on", "defended_on", "asked_on", "hearing_on", "heard_on"),
        *("decided_on", "published_on", "ended_on", "spared_on"),
    )
)
Plan = tuple[list[Any], dict[str, Any], date | None]
"""Steps, values of the case, and the day by which the next step is due."""


def _plans(opened: date, served: date, today: date) -> list[Plan]:
    """One decided, one spared, one at 陈述申辩, one warned."""
    warned, told = opened + timedelta(days=3), opened + timedelta(days=10)
    arrived, decided = opened + timedelta(days=14), weekday(today - timedelta(days=6), opened)
    decision = f"演民撤决〔{decided.year}〕1号"
    first = {"warned_on": warned, "served_on": arrived, "notified": told}
    said = "单位正在换届，申请补报年度工作报告"
    begun: list[Any] = [("warn", warned), ("notify", told), ("serve", arrived)]
    last = served - timedelta(days=3)
    late: list[Any] = [("warn", warned), ("notify", last), ("serve", served)]
    return [
        (
            [*begun, ("decide", decided, "", decision)],
            first | {"decided_on": decided, "decision": decision},
            today + timedelta(days=5),
        ),
        (
            [*begun, ("defend", arrived, said), ("spare", decided, "补报后恢复活动，不予撤销")],
            first | {"defended_on": arrived, "defence": said, "spared_on": decided},
            None,
        ),
        (
            [*late, ("defend", today, said)],
            {
                "warned_on": warned,
                "served_on": served,
                "defended_on": today,
                "defence": said,
                "notified": last,
            },
            due(served, terms().defence_days, True),
        ),
        ([("warn", warned)], {"warned_on": warned}, None),
    ]


def _batch(actor: Actor, one: Organization, opened: date) -> DormantBatch:
    batch = DormantBatch(
        **place(region(one.unit_id)),
        title=f"{opened.year}年第一批僵尸型社会组织清理",
        opened_on=opened,
        opened_by=actor.label,
        note=REASON,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _warned(subject: Organization, day: date) -> tuple[date, dict[str, Any], date]:
    until = day + timedelta(days=5)
    return day, {"code": subject.number, "facts": REASON, "until": until, **papers.OFFICE}, day


def _warning(actor: Actor, about: tuple[Organization, int], day: date) -> str:
    fields = {
        "code": about[0].number,
        "facts": REASON,
        "evidence": "年检台账、现场核查记录",
        "law": "《社会团体登记管理条例》《民办非企业单位登记管理暂行条例》",
        "answer_days": terms().defence_days,
        **papers.OFFICE,
    }
    return papers.issue(actor, "cancellation-warning", about, day, fields, day)


def _run_clocks(actor: Actor, subject: Organization, number: int, served: date) -> None:
    held = terms()
    for kind, words, days in (
        (HEARING, "要求听证的期限", held.hearing_request_days),
        (DEFENCE, "陈述申辩的期限", held.defence_days),
    ):
        title = f"{subject.name}{words}"
        term = Term(served, days)
        clocks.start_clock(actor, Start("case", number, kind, title, term, subject, "行政处罚法"))


def _flag(actor: Actor, found: Sequence[Organization], opened: date) -> None:
    said = [Said(OrganizationProfile, (each.id,), {"zombie": True}, opened) for each in found]
    changed = say(actor, ORGANIZATION, said, Because("列为僵尸型", REASON))
    current_work().touch(opened, organizations=changed)
