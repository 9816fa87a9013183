"""What the steps of 责令限期整改 and 约谈 bring about."""

from collections.abc import Callable, Mapping
from datetime import date

from partybuild.db import db
from partybuild.enforcement import acting, opening, queries, rules
from partybuild.enforcement.acting import Acting, Effect, Said
from partybuild.enforcement.kinds import Measure, OrderResult
from partybuild.enforcement.models import Promise
from partybuild.enforcement.rules import whole
from partybuild.evidence import queries as evidence
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken

Step = Callable[[Acting], Effect]
MOST_PROMISES = 6


def serve(at: Acting) -> Effect:
    """The 通知书 has arrived."""
    day, public = at.received("rectification-order")
    at.row.served_on = rules.served_on(day, public, at.terms.public_notice_days)
    return Effect(facts={"served_on": at.row.served_on.isoformat()}, day=day)


def extend(at: Acting) -> Effect:
    """A later deadline, with the reason."""
    before, until = at.row.deadline, at.said.day("until")
    rules.check_extension(before, until)
    at.row.deadline = until
    return Effect({"due_on": until}, {"from": before.isoformat(), "until": until.isoformat()})


def report(at: Acting) -> Effect:
    """The organization has reported; the report is kept as a file."""
    day = at.past("收到报告的日期")
    held = {file.slot for file in evidence.latest(at.actor, opening.FILES, at.case.id)}
    if "report" not in held | {paper.slot for paper in at.said.papers}:
        raise RuleBroken("请上传整改报告，再登记收到。")
    at.row.reported_on = day
    return Effect({"due_on": None}, day=day)


def accept(at: Acting) -> Effect:
    """合格."""
    day = at.past("验收日期", at.row.reported_on)
    at.row.result, at.row.result_on = OrderResult.PASSED, day
    return Effect(facts={"result": OrderResult.PASSED.label}, day=day)


def reject(at: Acting) -> Effect:
    """不合格: the deadline stands as it was."""
    day = at.past("验收日期", at.row.reported_on)
    at.row.result, at.row.result_on = OrderResult.FAILED, day
    facts = {"result": OrderResult.FAILED.label}
    return Effect({"due_on": at.row.deadline}, facts, day=day)


def escalate(at: Acting) -> Effect:
    """The case of a listing is opened; entering it is decided there."""
    words = f"{at.row.number}要求的整改未按期完成（期限 {at.row.deadline:%Y-%m-%d}）"
    said = Said({"ground": "rectification", "words": words})
    case = opening.propose(at.actor, at.case.organization_id or 0, Measure.LISTING, said)
    return Effect(facts={"case": case.id})


def withdraw(at: Acting) -> Effect:
    """The 通知书 is taken back by a paper of its own, with the reason."""
    fields = {"order": at.row.number, "reasons": at.said.text("note")}
    notice = at.issue("order-withdrawal", fields)
    return Effect(document=acting.number(notice), day=notice.issued_on)


def nothing(at: Acting) -> Effect:
    """Only the event."""
    return Effect()


ORDER: Mapping[str, Step] = {
    "serve": serve,
    "extend": extend,
    "report": report,
    "accept": accept,
    "reject": reject,
    "escalate": escalate,
    "withdraw": withdraw,
}


def hold(at: Acting) -> Effect:
    """The interview took place: its record, and every promise with its deadline."""
    day = at.past("约谈日期", at.case.opened_on)
    promised = _promised(at.said, day)
    fields = {
        "organization": at.subject().name,
        "at": day,
        "place": at.row.place,
        "host": at.said.text("host"),
        "invited": at.said.text("invited"),
        "recorder": at.said.text("recorder"),
        "reasons": at.row.reasons,
        "points": at.said.text("points"),
        "statement": at.said.text("statement"),
        "promises": [f"{words}（{until:%Y-%m-%d}前）" for words, until in promised]
        or ["无需整改的事项。"],
    }
    at.issue("interview-record", fields)
    at.row.held_on, at.row.points = day, at.said.text("points")
    at.row.host = at.said.text("host")
    for words, until in promised:
        db.session.add(
            Promise(
                **copied(at.case),
                organization_id=at.case.organization_id,
                case_id=at.case.id,
                words=words,
                due_on=until,
                closed_on=None,
            )
        )
    due_on = min((until for _, until in promised), default=None)
    return Effect({"due_on": due_on}, {"promises": len(promised)}, day=day)


def _promised(said: Said, held_on: date) -> list[tuple[str, date]]:
    found = []
    for number in range(1, MOST_PROMISES + 1):
        words, until = said.text(f"promise{number}"), said.maybe(f"until{number}")
        if not words and until is None:
            continue
        if not words or until is None:
            raise RuleBroken(f"第 {number} 项承诺的内容和完成日期要一起填写。")
        if until < held_on:
            raise RuleBroken(f"第 {number} 项承诺的完成日期早于约谈日期，请核对。")
        found.append((words, until))
    return found


def postpone(at: Acting) -> Effect:
    """Another day, with a new 通知书."""
    day = at.said.day("at")
    if day < at.today:
        raise RuleBroken("改期后的约谈日期不能早于今天。")
    row = at.row
    row.at, row.hour, row.place = day, at.said.text("hour"), at.said.text("place")
    told = {"invited": row.invited, "reasons": row.reasons, **at.said.values}
    notice = at.issue("interview-notice", opening.invitation(Said(told)))
    row.number = acting.number(notice)
    return Effect({"due_on": day}, document=row.number)


def keep(at: Acting) -> Effect:
    """One promise has been kept: closed with what shows it."""
    waiting = {
        each.id: each for each in queries.promises(at.actor, at.case.id) if each.closed_on is None
    }
    promise = waiting.get(whole(at.said.text("promise")) or 0)
    if promise is None:
        raise RuleBroken("请选择一项还没有销号的承诺。")
    day = at.past("销号日期", at.row.held_on)
    if not at.said.text("closing") and not at.said.papers:
        raise RuleBroken("请写明完成情况，或者上传佐证材料。")
    promise.closed_on, promise.closed_by = day, at.actor.label
    promise.closing = at.said.text("closing")
    left = [each.due_on for each in waiting.values() if each.id != promise.id]
    facts = {"promise": promise.words, "closing": promise.closing}
    return Effect({"due_on": min(left, default=None)}, facts, day=day)


INTERVIEW: Mapping[str, Step] = {
    "hold": hold,
    "postpone": postpone,
    "miss": nothing,
    "keep": keep,
    "close": nothing,
    "withdraw": nothing,
}
