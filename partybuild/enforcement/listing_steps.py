"""What the steps of 活动异常名录 bring about; entering and leaving move the organization's state."""

from collections.abc import Callable, Mapping

from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.deadlines.clocks import Start
from partybuild.deadlines.rules import Term
from partybuild.enforcement import acting, queries, rules
from partybuild.enforcement.acting import Acting, Effect
from partybuild.enforcement.kinds import Measure
from partybuild.organizations import ending
from partybuild.organizations import queries as organizations
from partybuild.organizations.keeping import Asked

Step = Callable[[Acting], Effect]
REMOVAL = "delisting"
"""The clock of an application to leave: five working days after it is verified."""


def warn(at: Acting) -> Effect:
    """The 告知书, with the days in which the organization may answer."""
    return told(at, "listing-warning")


def told(at: Acting, kind: str) -> Effect:
    """Written notice before an entry, by a paper of this kind; the days to answer run from it."""
    days = at.terms.answer_days
    fields = {
        "code": at.subject().number,
        "grounds": at.row.words,
        "answer_days": days,
        **{name: at.said.text(name) for name in ("contact", "telephone", "address")},
    }
    notice = at.issue(kind, fields)
    at.row.warned_on, at.row.warning = notice.issued_on, acting.number(notice)
    at.row.answer_due = due(notice.issued_on, days, True)
    return Effect({"due_on": at.row.answer_due}, document=at.row.warning, day=notice.issued_on)


def object_(at: Acting) -> Effect:
    """What the organization said against it."""
    at.row.objected_on = at.past("收到意见的日期", at.row.warned_on)
    return Effect({"due_on": at.row.answer_due}, day=at.row.objected_on)


def enter(at: Acting) -> Effect:
    """Entered by a 决定书; the organization becomes 活动异常."""
    return decided(at, "listing-decision", at.terms.listing_years)


def decided(at: Acting, kind: str, years: int) -> Effect:
    """On the list by a 决定书 of this kind, issued now; it stands for `years` at least."""
    day = at.past("列入日期", at.row.warned_on)
    fields = {
        "code": at.subject().number,
        "grounds": at.row.words,
        "warning": at.row.warning,
        "answer": at.said.text("answer"),
        "listed_on": day,
        "duties": at.said.text("duties"),
    }
    return entered(at, day, acting.number(at.issue(kind, fields)), years)


def entered(at: Acting, day: object, decision: str, years: int) -> Effect:
    """On the list from `day` by this decision; the state of the organization moves with it."""
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
            title=f"{at.subject().name}核实并移出",
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
    return delisted(at, at.past("移出日期", at.row.applied_on), "delisting")


def lapse(at: Acting) -> Effect:
    """There is no duty to be done and its months are over."""
    day = at.past("移出日期", rules.lapse_day(at.row.listed_on, at.terms.lapse_months))
    return delisted(at, day, "delisting")


def delisted(at: Acting, day: object, kind: str) -> Effect:
    """Off the list from `day` by a 通知书 of this kind."""
    at.row.removed_on = day
    fields = {
        "code": at.subject().number,
        "listed_on": at.row.listed_on,
        "decision": at.row.decision,
        "applied_on": at.row.applied_on,
        "findings": at.said.text("findings"),
        "removed_on": day,
    }
    at.row.removal = acting.number(at.issue(kind, fields))
    back(at, at.row.removal)
    return Effect(document=at.row.removal, day=at.row.removed_on)


def correct(at: Acting) -> Effect:
    """The entry was a mistake: undone by a 决定书; the state goes back from that day."""
    at.row.removed_on = at.past("撤销日期", at.row.listed_on)
    fields = {
        "code": at.subject().number,
        "listed_on": at.row.listed_on,
        "decision": at.row.decision,
        "findings": at.said.text("findings"),
        "removed_on": at.row.removed_on,
    }
    at.row.removal = acting.number(at.issue("listing-correction", fields))
    stop_clocks(at, REMOVAL)
    back(at, at.row.removal)
    return Effect(document=at.row.removal, day=at.row.removed_on)


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
