"""活动异常名录 and penalties of the demo world: 51 entered, 114 punished, by outcome and number."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.many import insert_many
from partybuild.db.work import audit_detail, bulk, current_work, needs
from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.demo import cases, papers
from partybuild.demo.cases import Course
from partybuild.demo.days import weekday
from partybuild.enforcement import rules
from partybuild.enforcement.kinds import Measure, PenaltyKind
from partybuild.enforcement.listing_steps import REMOVAL
from partybuild.enforcement.models import Listing, Penalty
from partybuild.enforcement.terms import grounds, terms
from partybuild.facts.histories import Because, Said, say
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import Organization, OrganizationStanding
from partybuild.organizations.subject import ORGANIZATION
from partybuild.regions.placing import copied
from partybuild.workflow.many import Step

GROUND = "report"
_PAPERS = 2


@needs(Permission.ENFORCEMENT_HANDLE, "建立演示异常名录")
def list_them(
    actor: Actor, subjects: Sequence[Organization], published: date, today: date
) -> list[int]:
    """Each of these stands on the list and is 活动异常; the first has applied to leave it."""
    days = [
        weekday(min(published + timedelta(days=30 + n % 15), today), date.min)
        for n in range(len(subjects))
    ]
    applied = today - timedelta(days=1)
    pairs = list(zip(subjects, days, strict=True))
    courses = [_course(n, *pair, applied) for n, pair in enumerate(pairs)]
    ids = cases.run(actor, Measure.LISTING, courses)
    rows = []
    for place, (number, (subject, day)) in enumerate(zip(ids, pairs, strict=True)):
        document = f"演民异〔{day.year}〕{place + 1}号"
        if place < _PAPERS:
            document = _paper(actor, (subject, number), day)
        rows.append(_row(subject, number, day, document) | {"applied_on": None})
    rows[0]["applied_on"] = applied
    with bulk(actor, Organization, [subject.id for subject in subjects]):
        insert_many(Listing.__table__, rows)
    _run_clock(actor, subjects[0], ids[0], applied)
    _stand(actor, pairs)
    audit_detail(listings=len(ids))
    return ids


def _course(place: int, subject: Organization, day: date, applied: date) -> Course:
    until = rules.two_years(day, terms().listing_years)
    steps = [Step("warn", day - timedelta(days=12)), Step("enter", day)]
    if place == 0:
        steps.append(Step("apply", applied))
        until = due(applied, terms().removal_days, True)
    return Course(subject, day - timedelta(days=14), steps, until)


def _paper(actor: Actor, about: tuple[Organization, int], day: date) -> str:
    ground = grounds(Measure.LISTING)[GROUND]
    fields = {
        "code": about[0].number,
        "grounds": ground.label,
        "answer": "期限内未提出陈述申辩",
        "listed_on": day,
        "duties": ground.duty,
    }
    return papers.issue(actor, "listing-decision", about, day, fields, day)


def _row(subject: Organization, number: int, day: date, document: str) -> dict[str, object]:
    ground = grounds(Measure.LISTING)[GROUND]
    warned = day - timedelta(days=12)
    return {
        **copied(subject),
        "organization_id": subject.id,
        "case_id": number,
        "ground": ground.key,
        "words": ground.label,
        "basis": ground.basis,
        "warned_on": warned,
        "warning": f"演民告〔{warned.year}〕{number}号",
        "answer_due": due(warned, terms().answer_days, True),
        "listed_on": day,
        "decision": document,
        "removal": "",
        **dict.fromkeys(("first_letter", "second_letter", "objected_on", "removed_on")),
    }


def _run_clock(actor: Actor, subject: Organization, number: int, applied: date) -> None:
    title = f"{subject.name}{Measure.LISTING.label}"
    term = Term(applied, terms().removal_days)
    basis = "申请移出的，核实后五个工作日内移出"
    clocks.start_clock(actor, Start("case", number, REMOVAL, title, term, subject, basis))


def _stand(actor: Actor, pairs: Sequence[tuple[Organization, date]]) -> None:
    document = f"演民异〔{pairs[0][1].year}〕1—{len(pairs)}号"
    values = {"state": OrganizationState.ABNORMAL, "document": document}
    said = [Said(OrganizationStanding, (subject.id,), values, day) for subject, day in pairs]
    because = Because("登记为活动异常", "列入活动异常名录", document)
    changed = say(actor, ORGANIZATION, said, because)
    current_work().touch(min(day for _, day in pairs), organizations=changed)


_KINDS = (
    *(PenaltyKind.WARNING,) * 7,
    PenaltyKind.CORRECTION,
    PenaltyKind.FINE,
    PenaltyKind.SUSPENSION,
)


@needs(Permission.ENFORCEMENT_HANDLE, "建立演示行政处罚")
def punish(
    actor: Actor,
    subjects: Sequence[Organization],
    case_of: Mapping[int, int],
    published: date,
    today: date,
) -> None:
    """Each of these has a penalty, linked to its case where it has one."""
    rows = []
    for place, subject in enumerate(subjects):
        day = weekday(min(published + timedelta(days=45 + place % 50), today), date.min)
        rows.append(
            {
                **copied(subject),
                "organization_id": subject.id,
                "case_id": case_of.get(subject.id),
                "kind": _KINDS[place % len(_KINDS)],
                "document": f"演民罚决〔{day.year}〕{place + 1}号",
                "decided_on": day,
                "note": "未按规定参加年检或者年检发现的问题未改正",
                "entered_by": actor.label,
                "entered_at": clock.local_now(),
                "withdrawn_on": None,
                "withdrawn_reason": "",
            }
        )
    with bulk(actor, Organization, [subject.id for subject in subjects]):
        insert_many(Penalty.__table__, rows)
    audit_detail(penalties=len(rows))
