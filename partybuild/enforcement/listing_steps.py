"""What the steps of the two lists bring about; entering and leaving move the organization's state."""

from collections.abc import Callable, Mapping

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.enforcement import acting, queries, rules
from partybuild.enforcement.acting import Acting, Effect
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing
from partybuild.enforcement.terms import grounds
from partybuild.organizations import ending
from partybuild.organizations import queries as organizations
from partybuild.organizations.keeping import Asked
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

Step = Callable[[Acting], Effect]
REMOVAL = "delisting"
"""The clock of an application to leave: five working days after it is verified."""


def warn(at: Acting) -> Effect:
    """The 告知书, with the days in which the organization may answer."""
    days = at.terms.answer_days
    fields = {
        "code": at.subject().number,
        "grounds": at.row.words,
        "answer_days": days,
        **{name: at.said.text(name) for name in ("contact", "telephone", "address")},
    }
    notice = at.issue("listing-warning", fields)
    at.row.warned_on, at.row.warning = notice.issued_on, acting.number(notice)
    at.row.answer_due = due(notice.issued_on, days, True)
    return Effect({"due_on": at.row.answer_due}, document=at.row.warning, day=notice.issued_on)


def object_(at: Acting) -> Effect:
    """What the organization said against it."""
    at.row.objected_on = at.past("收到意见的日期", at.row.warned_on)
    return Effect({"due_on": at.row.answer_due}, day=at.row.objected_on)


def enter(at: Acting) -> Effect:
    """Entered by a 决定书; the organization becomes 活动异常."""
    day = at.past("列入日期", at.row.warned_on)
    answer = at.said.text("answer")
    fields = {
        "code": at.subject().number,
        "grounds": at.row.words,
        "warning": at.row.warning,
        "answer": answer,
        "listed_on": day,
        "duties": at.said.text("duties"),
    }
    notice = at.issue("listing-decision", fields)
    at.row.decision = acting.number(notice)
    return _entered(at, day, at.row.decision, at.terms.listing_years)


def _entered(at: Acting, day: object, decision: str, years: int) -> Effect:
    at.row.listed_on, at.row.decision = day, decision
    until = rules.two_years(at.row.listed_on, years)
    subject = at.subject()
    state = rules.state_entered(subject.state)
    if state is not None:
        asked = _asked(at, f"列入{Measure(at.case.kind).label}：{at.row.words}", decision)
        ending.stand(at.actor, subject.id, state, at.row.listed_on, asked)
    facts = {"ground": at.row.words, "until": until.isoformat()}
    return Effect({"due_on": until}, facts, decision, at.row.listed_on)


def _asked(at: Acting, reason: str, document: str) -> Asked:
    version = organizations.version(at.actor, at.case.organization_id or 0)
    return Asked(version, reason=reason[:500], document=document)


def apply(at: Acting) -> Effect:
    """An application to leave: verified and removed within five working days."""
    day = at.past("申请日期", at.row.listed_on)
    at.row.applied_on = day
    started = clocks.start_clock(
        at.actor,
        Start(
            subject_kind="case",
            subject_id=at.case.id,
            kind=REMOVAL,
            title=at.case.title,
            term=Term(day, at.terms.removal_days),
            placed=at.case,
            basis="申请移出的，核实后五个工作日内移出",
        ),
    )
    return Effect({"due_on": started.due_on}, day=day)


def refuse(at: Acting) -> Effect:
    """The duty is not done: it stays on the list."""
    day = at.past("核查日期", at.row.applied_on)
    stop_clocks(at, REMOVAL)
    at.row.applied_on = None
    years = at.terms.listing_years if at.case.kind == Measure.LISTING else at.terms.dishonest_years
    return Effect({"due_on": rules.two_years(at.row.listed_on, years)}, day=day)


def remove(at: Acting) -> Effect:
    """Verified: the 移出通知书 is issued and the state goes back."""
    stop_clocks(at, REMOVAL)
    return _delisted(at, at.past("移出日期", at.row.applied_on), at.said.text("findings"))


def lapse(at: Acting) -> Effect:
    """There is no duty to be done and its months are over."""
    day = at.past("移出日期", rules.lapse_day(at.row.listed_on, at.terms.lapse_months))
    return _delisted(at, day, at.said.text("findings"))


def _delisted(at: Acting, day: object, findings: str) -> Effect:
    at.row.removed_on = day
    fields = {
        "code": at.subject().number,
        "listed_on": at.row.listed_on,
        "decision": at.row.decision,
        "applied_on": at.row.applied_on,
        "findings": findings,
        "removed_on": day,
    }
    at.row.removal = acting.number(at.issue("delisting", fields))
    back(at, at.row.removal)
    return Effect(document=at.row.removal, day=at.row.removed_on)


def correct(at: Acting) -> Effect:
    """The entry was a mistake: the state goes back from the day on which that was decided."""
    at.row.removed_on = at.past("撤销日期", at.row.listed_on)
    at.row.removal = at.said.text("document")
    stop_clocks(at, REMOVAL)
    back(at, at.row.removal)
    return Effect(day=at.row.removed_on)


def back(at: Acting, document: str) -> None:
    """正常 again from the day of leaving, unless another entry still stands."""
    subject = at.subject()
    others = queries.standing(at.actor, subject.id, but=at.case.id)
    state = rules.state_left(subject.state, len(others))
    if state is not None:
        asked = _asked(at, f"移出{Measure(at.case.kind).label}", document)
        ending.stand(at.actor, subject.id, state, at.row.removed_on, asked)


def stop_clocks(at: Acting, *kinds: str) -> None:
    """What these clocks of the case waited for has happened."""
    for each in clocks.clocks(at.actor, "case", at.case.id):
        if each.kind in kinds and each.state != "stopped":
            clocks.stop(at.actor, each.id, max(at.said.day(), each.started_on))


def nothing(at: Acting) -> Effect:
    """Only the event."""
    return Effect()


LISTING: Mapping[str, Step] = {
    "warn": warn,
    "object": object_,
    "enter": enter,
    "decline": nothing,
    "apply": apply,
    "refuse": refuse,
    "remove": remove,
    "lapse": lapse,
    "correct": correct,
    "escalate": nothing,
}


def notify(at: Acting) -> Effect:
    """Written notice before an entry as 严重违法失信, with the days in which to object."""
    day = at.past("告知日期")
    at.row.warned_on, at.row.warning = day, at.said.text("document")
    at.row.answer_due = due(day, at.terms.answer_days, True)
    return Effect({"due_on": at.row.answer_due}, day=day)


def enter_dishonest(at: Acting) -> Effect:
    """Entered as 严重违法失信; standing entries in 活动异常名录 are carried over."""
    day = at.past("列入日期", at.row.warned_on)
    return _entered(at, day, at.said.text("document"), at.terms.dishonest_years)


def carried(at: Acting) -> None:
    """Entries of 活动异常名录 end where the organization has moved to the graver list."""
    query = (
        visible(at.actor, WorkflowCase)
        .where(
            WorkflowCase.kind == Measure.LISTING.value,
            WorkflowCase.organization_id == at.case.organization_id,
            WorkflowCase.state.in_(("listed", "applied")),
        )
        .order_by(WorkflowCase.id)
    )
    for found in db.session.scalars(query).all():
        row: Listing = queries.row(at.actor, found)
        row.removed_on, row.removal = at.row.listed_on, at.row.decision
        taking = Taking(found.id, found.kind, "escalate", document=at.row.decision)
        workflow.act(at.actor, taking)
        for each in clocks.clocks(at.actor, "case", found.id):
            if each.state != "stopped":
                clocks.stop(at.actor, each.id, max(at.row.listed_on, each.started_on))


def remove_dishonest(at: Acting) -> Effect:
    """It leaves the graver list by a document; the state goes back."""
    stop_clocks(at, REMOVAL)
    at.row.removed_on = at.past("移出日期", at.row.applied_on)
    at.row.removal = at.said.text("document")
    back(at, at.row.removal)
    return Effect(day=at.row.removed_on)


def close(at: Acting) -> Effect:
    """The organization has ended and leaves the list with that."""
    stop_clocks(at, REMOVAL)
    at.row.removed_on = at.past("移出日期", at.row.listed_on)
    at.row.removal = "注销移出"
    return Effect(day=at.row.removed_on)


DISHONEST: Mapping[str, Step] = {
    "notify": notify,
    "object": object_,
    "enter": enter_dishonest,
    "decline": nothing,
    "apply": apply,
    "refuse": refuse,
    "remove": remove_dishonest,
    "close": close,
}


def words_of(kind: str, key: str) -> str:
    """The words of a ground."""
    found = grounds(kind).get(key)
    return found.label if found else key
