"""What is said before a cancellation: 陈述申辩, 听证, and terms that stand still."""

from partybuild.deadlines import clocks
from partybuild.deadlines.calendar import due
from partybuild.enforcement import acting, rules
from partybuild.enforcement.acting import Acting, Effect
from partybuild.enforcement.listing_steps import stop_clocks
from partybuild.enforcement.queries import HEARING


def defend(at: Acting) -> Effect:
    """What the organization said for itself (no heavier penalty because of it)."""
    at.row.defended_on = at.past("陈述申辩日期")
    at.row.defence = at.said.text("note")[:1000]
    return Effect(day=at.row.defended_on)


def suspend(at: Acting) -> Effect:
    """Both terms stand still."""
    day = at.past("中止日期")
    for each in clocks.clocks(at.actor, "case", at.case.id):
        if each.state == "running":
            clocks.pause(at.actor, each.id, day, at.said.text("note"))
    return Effect({"due_on": None}, day=day)


def resume(at: Acting) -> Effect:
    """They run on."""
    day = at.past("恢复日期")
    last = [
        clocks.resume(at.actor, each.id, day).due_on
        for each in clocks.clocks(at.actor, "case", at.case.id)
        if each.state == "paused"
    ]
    return Effect({"due_on": max((d for d in last if d), default=None)}, day=day)


def hear(at: Acting) -> Effect:
    """A hearing is asked for in time."""
    at.row.asked_on = at.past("申请听证日期")
    stop_clocks(at, HEARING)
    return Effect({"due_on": None}, day=at.row.asked_on)


def schedule(at: Acting) -> Effect:
    """The 听证通知书: day and place are told seven working days before."""
    hearing = at.said.day("hearing")
    rules.check_hearing(hearing, due(at.today, at.terms.hearing_notice_days, True))
    names = ("hour", "place", "host", "contact", "telephone")
    fields = {name: at.said.text(name) for name in names}
    known = {"warning": at.row.number, "asked_on": at.row.asked_on, "at": hearing}
    notice = at.issue("hearing-notice", fields | known)
    at.row.hearing_on = hearing
    facts = {"hearing_on": hearing.isoformat(), "place": at.said.text("place")}
    return Effect({"due_on": hearing}, facts, acting.number(notice), notice.issued_on)


def heard(at: Acting) -> Effect:
    """The hearing was held."""
    at.row.heard_on = at.past("听证日期", at.row.hearing_on)
    at.row.defended_on = at.row.defended_on or at.row.heard_on
    return Effect({"due_on": None}, day=at.row.heard_on)
