"""Reminding of terms that end, a whole list at once; postponements. Letters are in letters.py."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.accounts.staffing import staffed
from partybuild.coverage.models import PartySpan as P
from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, audit_detail, needs
from partybuild.deadlines import commands as deadlines
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.ports import Subject
from partybuild.gates.terms import listing, queries, windows
from partybuild.gates.terms.commands import desk
from partybuild.gates.terms.listing import Asked
from partybuild.gates.terms.queries import Known
from partybuild.gates.terms.windows import ENDS
from partybuild.notices import commands as notices
from partybuild.notices import queries as issued
from partybuild.notices.commands import Issue
from partybuild.party import post_commands
from partybuild.party.telling import Why
from partybuild.party.waiting import KIND
from partybuild.regions.placing import PLACING
from partybuild.rules import RuleBroken

OWN = Permission.PROCEDURES_HANDLE


@needs(Permission.REMINDERS_SEND, "批量登记换届提醒")
def remind_all(actor: Actor, asked: Asked, sent: Sent, expected: int) -> int:
    """Log a reminder for every term of a list; how many. Stale where it is not as previewed."""
    if asked.window in windows.OF_YEAR:
        raise RuleBroken("请从届满时间的名单批量登记提醒，今年应换届中已办结的不用提醒。")
    columns = [P.party_organization_id, P.name, ENDS, *(getattr(P, name) for name in PLACING)]
    if listing.total(actor, asked) > listing.MOST:
        raise RuleBroken(f"名单超过 {listing.MOST} 条，请先筛选再登记。")
    found = db.session.execute(listing.narrowed(actor, asked, *columns)).all()
    if len(found) != expected:
        raise Stale(
            f"名单在预览之后有变动：预览时 {expected} 条，现在 {len(found)} 条，请重新核对。"
        )
    subjects = [
        Subject(KIND, number, name, ends, _filed(number, placed), "party.show")
        for number, name, ends, *placed in found
    ]
    deadlines.log(actor, subjects, sent)
    audit_detail(count=len(subjects), channel=sent.channel.value, day=sent.sent_on.isoformat())
    return len(subjects)


def _filed(number: int, placed: list[Any]) -> dict[str, Any]:
    return dict(zip(PLACING, placed, strict=True)) | {"party_organization_id": number}


@dataclass(frozen=True, slots=True)
class Postponing:
    """A postponement to be approved. Without a document the 批复 is issued with it."""

    until: date
    reason: str
    document: str = ""
    request: str = ""


@needs(OWN, "批准延期换届")
def postpone(actor: Actor, party_id: int, said: Postponing) -> str:
    """The term lasts to a later day, a year at most, by the superior's reply; its number.

    NotPermitted unless the actor stands at the level that approves, or nobody does.
    """
    found = queries.known(actor, party_id)
    _own(actor, found)
    if not said.reason.strip():
        raise RuleBroken("延期须写明原因。")
    document = said.document.strip() or _reply(actor, found, said)
    post_commands.extend(
        actor, party_id, said.until, Why(clock.today(), said.reason.strip(), document)
    )
    return document


def _own(actor: Actor, found: Known) -> None:
    unit_id, body_id = desk(actor, found.row, found.row.parent_id)
    unit, body = actor.reach.unit, actor.reach.body
    at_desk = (unit is not None and unit.id == unit_id) or (body is not None and body.id == body_id)
    if actor.role is Role.COMMAND or at_desk or not staffed(OWN, unit_id, body_id):
        return
    raise NotPermitted("延期由上级党组织批准，您的单位不是批准的一级。")


def _reply(actor: Actor, found: Known, said: Postponing) -> str:
    term = found.facts.term
    if term is None or term.last_day is None:
        raise RuleBroken("还没有登记任期届满日期，请先登记本届任期，再登记延期。")
    fields = {
        "party_organization": found.row.name,
        "request": said.request.strip() or f"关于{found.row.name}延期换届的请示",
        "reason": said.reason.strip(),
        "expires": term.last_day,
        "until": said.until,
    }
    wanted = Issue("reply-extension", fields, addressed_to=found.row.name, about=found.row)
    return issued.symbol(notices.make(actor, wanted))
