"""What the steps of a cancellation bring about, up to the end in the register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.enforcement import absences, acting, opening, rules
from partybuild.enforcement.acting import Acting, Effect
from partybuild.enforcement.hearing_steps import defend, hear, heard, resume, schedule, suspend
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.listing_steps import stop_clocks
from partybuild.enforcement.models import DormantBatch, DormantCase
from partybuild.enforcement.queries import DEFENCE, HEARING
from partybuild.enforcement.terms import terms
from partybuild.notices.kinds import Way
from partybuild.organizations import ending
from partybuild.organizations import queries as organizations
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationState
from partybuild.regions.placing import copied
from partybuild.regions.queries import place, top_of
from partybuild.rules import RuleBroken

Step = Callable[[Acting], Effect]
MOST = 200
DECISION, ANNOUNCEMENT = "cancellation-decision", "cancellation-announcement"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """Organizations to be taken up together."""

    title: str
    ids: Sequence[int]
    note: str = ""


@needs(opening.HANDLE, "僵尸型清理立案")
def open_batch(actor: Actor, wanted: NewBatch) -> int:
    """Accept proposals: a batch with a case each; 是否僵尸型 holds from today. The batch's id."""
    ids = sorted(set(wanted.ids))
    if not 0 < len(ids) <= MOST:
        raise RuleBroken(f"请选择 1 至 {MOST} 家组织一起立案。")
    top = top_of(actor)
    if top is None:
        raise RuleBroken("没有所在单位的岗位不能立案。")
    years = absences.runs(actor, ids)
    batch = DormantBatch(
        **place(top),
        title=wanted.title,
        opened_on=clock.today(),
        opened_by=actor.label,
        note=wanted.note,
    )
    db.session.add(batch)
    db.session.flush()
    for number in ids:
        _propose(actor, batch, number, years.get(number, []))
    audit_detail(object=("dormant_batch", batch.id), name=batch.title, organizations=len(ids))
    return batch.id


def _propose(actor: Actor, batch: DormantBatch, organization_id: int, years: list[int]) -> None:
    subject, today = opening.living(actor, organization_id), clock.today()
    rules.check_consecutive(years, terms().dormant_years)
    case = opening.start(actor, Measure.DORMANT, subject, None, today)
    db.session.add(
        DormantCase(
            **copied(subject),
            organization_id=subject.id,
            case_id=case.id,
            batch_id=batch.id,
            years=years,
            **dict.fromkeys(_DAYS),
        )
    )
    reason = f"连续{len(years)}年未参加年检（{'、'.join(map(str, years))}年度），{batch.title}"
    asked = Asked(organizations.version(actor, subject.id), reason=reason)
    ending.flag_dormant(actor, subject.id, today, asked)


_DAYS = (
    *("warned_on", "served_on", "defended_on", "asked_on", "hearing_on", "heard_on"),
    *("decided_on", "published_on", "ended_on", "spared_on"),
)


def warn(at: Acting) -> Effect:
    """The 警示函: until when the inspections can still be made up for."""
    until = at.said.day("until")
    if until <= at.today:
        raise RuleBroken("最后补办日期应在今天之后，请给社会组织留出补办的时间。")
    names = ("facts", "contact", "telephone", "address")
    fields = {name: at.said.text(name) for name in names}
    notice = at.issue("dormant-warning", fields | {"code": at.subject().number, "until": until})
    at.row.warned_on = notice.issued_on
    facts = {"until": until.isoformat()}
    return Effect({"due_on": until}, facts, acting.number(notice), notice.issued_on)


def notify(at: Acting) -> Effect:
    """The 撤销登记事先告知书."""
    names = ("facts", "evidence", "law", "contact", "telephone", "address")
    fields = {name: at.said.text(name) for name in names} | {
        "code": at.subject().number,
        "answer_days": at.terms.defence_days,
    }
    notice = at.issue("cancellation-warning", fields)
    at.row.number = acting.number(notice)
    return Effect(document=at.row.number, day=notice.issued_on)


def serve(at: Acting) -> Effect:
    """It has arrived, by public notice after its days: both terms begin to run."""
    day, public = at.received("cancellation-warning")
    at.row.served_on = rules.served_on(day, public, at.terms.public_notice_days)
    last = [
        _run(at, HEARING, "要求听证的期限", at.terms.hearing_request_days, "行政处罚法第六十四条"),
        _run(
            at, DEFENCE, "陈述申辩的期限", at.terms.defence_days, "行政处罚法第四十四条、第四十五条"
        ),
    ]
    due_on = max(each for each in last if each is not None)
    return Effect({"due_on": due_on}, {"served_on": at.row.served_on.isoformat()}, day=day)


def _run(at: Acting, kind: str, words: str, days: int, basis: str) -> date | None:
    term = Term(at.row.served_on, days)
    title = f"{at.subject().name}{words}"
    start = Start("case", at.case.id, kind, title, term, at.case, basis)
    return clocks.start_clock(at.actor, start).due_on


def decide(at: Acting) -> Effect:
    """The 决定书, after legal review and collective discussion."""
    discussed = at.past("集体讨论日期", name="discussed")
    subject = at.subject()
    asked = "legal_person place facts evidence answer law review review_term court court_term"
    fields = {name: at.said.text(name) for name in asked.split()} | {
        "organization": subject.name,
        "code": subject.number,
        "warning": at.row.number,
        "warned_on": at.row.served_on,
    }
    notice = at.issue(DECISION, fields)
    at.row.decided_on, at.row.decision = notice.issued_on, acting.number(notice)
    stop_clocks(at, HEARING, DEFENCE)
    until = due(notice.issued_on, at.terms.hearing_notice_days, True)
    facts = {"legal_review": at.said.text("legal"), "discussed_on": discussed.isoformat()}
    return Effect({"due_on": until}, facts, at.row.decision, notice.issued_on)


def publish(at: Acting) -> Effect:
    """The 送达公告 of the decision: its days run from the one on which it is published."""
    day = at.row.published_on = at.past("公告日期", at.row.decided_on)
    subject, decision = at.subject(), at.paper(DECISION)
    asked = "law review review_term court court_term facts"
    fields = {name: decision.fields[name] for name in asked.split()} | {
        "organization": subject.name,
        "code": subject.number,
        "decision": at.row.decision,
        "decided_on": at.row.decided_on,
        "days": at.terms.public_notice_days,
        **{name: at.said.text(name) for name in ("where", "contact", "telephone")},
    }
    said = replace(at.said, values={**at.said.values, "issued_on": day})
    notice = acting.issue(at.actor, at.case, subject.name, ANNOUNCEMENT, fields, said)
    until = rules.served_on(day, True, at.terms.public_notice_days)
    facts = {"where": at.said.text("where")}
    return Effect({"due_on": until}, facts, acting.number(notice), day)


def finish(at: Acting) -> Effect:
    """Served: the organization is 撤销 in the register, in the same transaction."""
    if at.row.published_on is not None:
        day = rules.served_on(at.row.published_on, True, at.terms.public_notice_days)
        at.served_publicly(DECISION, day)
    else:
        if at.said.text("way") == Way.PUBLIC.value:
            raise RuleBroken("公告送达的，请先办理“登记公告送达”，满期后再注销名册。")
        day, _ = at.received(DECISION)
    at.row.ended_on = day
    version = organizations.version(at.actor, at.case.organization_id or 0)
    asked = Asked(version, reason=f"撤销登记：{at.row.decision}", document=at.row.decision)
    ending.finish(at.actor, at.case.organization_id or 0, OrganizationState.CANCELLED, day, asked)
    return Effect(document=at.row.decision, day=day)


def spare(at: Acting) -> Effect:
    """Not cancelled: the defence was accepted, or it has made up for its years."""
    at.row.spared_on = at.past("决定日期")
    stop_clocks(at, HEARING, DEFENCE)
    return Effect(day=at.row.spared_on)


DORMANT: Mapping[str, Step] = {
    "warn": warn,
    "notify": notify,
    "serve": serve,
    "defend": defend,
    "suspend": suspend,
    "resume": resume,
    "hear": hear,
    "schedule": schedule,
    "heard": heard,
    "decide": decide,
    "publish": publish,
    "finish": finish,
    "spare": spare,
}
