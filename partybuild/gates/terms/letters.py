"""换届提示函, one or a list of them: each with its number, each in the log of reminders."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.clock.days import months_later, years_later
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, current_work, needs
from partybuild.deadlines import commands as deadlines
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.rules import Channel
from partybuild.gates.terms import beside, periods, queries, rules
from partybuild.gates.terms.queries import Known
from partybuild.notices import commands as notices
from partybuild.notices import queries as issued
from partybuild.notices.commands import Issue
from partybuild.notices.models import Notice
from partybuild.party.kinds import Formation
from partybuild.party.waiting import KIND as TERM
from partybuild.rules import RuleBroken

KIND = "election-reminder"
MOST = 50
"""So many letters are issued in one act: the numbers are taken under one lock."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a 换届提示函 says beside what is known."""

    contact: str
    telephone: str
    request_by: date | None = None
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A Party organization of a list, and why it gets no letter, if so."""

    id: int
    name: str
    ends: date | None
    refusal: str


def addressees(actor: Actor, ids: Sequence[int]) -> list[Addressee]:
    """Those of a list in its order; RuleBroken for none or too many, OutOfReach for a foreign one."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise RuleBroken("请先在名单里勾选要发提示函的党组织。")
    if len(wanted) > MOST:
        raise RuleBroken(f"一次最多出具 {MOST} 份提示函，现在选了 {len(wanted)} 个，请分几次办理。")
    found = [queries.known(actor, number) for number in wanted]
    return [Addressee(k.row.id, k.row.name, k.body.last_day, _refusal(k)) for k in found]


def _refusal(found: Known) -> str:
    if found.facts.term is None or found.body.last_day is None:
        return "没有登记任期届满日期"
    if found.body.formation is Formation.TEMPORARY:
        return "临时党组织不换届"
    return ""


@needs(Permission.NOTICES_ISSUE, "出具换届提示函")
def letter(actor: Actor, party_id: int, said: Letter) -> Notice:
    """The letter is issued with its number, and stands in the log of reminders."""
    made = _issue(actor, party_id, said)
    audit_detail(object=("notice", made.id), number=issued.symbol(made), digest=made.digest)
    return made


@needs(Permission.NOTICES_ISSUE, "批量出具换届提示函")
def letters(actor: Actor, ids: Sequence[int], said: Letter) -> int:
    """Every one of these gets its letter, numbered one after the other, or none does.

    The change by which they are found again. RuleBroken where one of them can have none.
    """
    wanted = addressees(actor, ids)
    refused = [each for each in wanted if each.refusal]
    if refused:
        told = "、".join(f"“{each.name}”（{each.refusal}）" for each in refused[:6])
        raise RuleBroken(f"名单中有不能发提示函的：{told}。请返回名单取消勾选。")
    made = [_issue(actor, each.id, said) for each in wanted]
    audit_detail(
        count=len(made),
        numbers=[issued.symbol(each) for each in made],
        digests=[each.digest for each in made],
    )
    return current_work().change


def _issue(actor: Actor, party_id: int, said: Letter) -> Notice:
    found = queries.known(actor, party_id)
    term, ends = found.facts.term, found.body.last_day
    if term is None or ends is None:
        raise RuleBroken("还没有登记任期届满日期，请先登记本届任期。")
    rules.check_may_elect(found.body)
    board = beside.boards(actor, [party_id]).get(party_id)
    fields = {
        "party_organization": found.row.name,
        "years": _years(term.started_on, term.last_day),
        "expires": ends,
        "request_by": said.request_by or request_by(ends),
        "contact": said.contact,
        "telephone": said.telephone,
    }
    if board is not None and board.last_day is not None:
        fields |= {"organization": board.name, "board_expires": board.last_day}
    wanted = Issue(KIND, fields, addressed_to=found.row.name, about=found.row, signer=said.signer)
    made = notices.make(actor, wanted)
    subject = deadlines.subject(actor, TERM, party_id)
    deadlines.log(actor, [subject], Sent(Channel.LETTER, made.issued_on, issued.symbol(made)))
    return made


def request_by(ends: date) -> date:
    """The day by which 换届请示 is sent: the period before, today where that has passed."""
    today = clock.today()
    return max(months_later(ends, -periods.holding(today).request), today)


def _years(started_on: date | None, last_day: date | None) -> int:
    if started_on is None or last_day is None:
        return 3
    return next((n for n in range(1, 6) if years_later(started_on, n) > last_day), 5)


def issued_by(actor: Actor, change: int) -> Sequence[Notice]:
    """The letters of one act in order of their numbers; OutOfReach where there are none in reach."""
    query = visible(actor, Notice).where(Notice.change == change, Notice.kind == KIND)
    found = db.session.scalars(query.order_by(Notice.number, Notice.id)).all()
    if not found:
        raise OutOfReach
    return found


def packed(actor: Actor, found: Sequence[Notice]) -> bytes:
    """The letters as one zip, each under its number and addressee, byte for byte as issued."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for each in found:
            name = f"{issued.symbol(each)} {each.addressed_to}.docx"
            package.writestr(name, issued.content(actor, each.id))
    return out.getvalue()
