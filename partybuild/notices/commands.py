"""Issuing papers, voiding them, entering their receipts. Inside `with work(actor):`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, audit_detail, current_work, needs
from partybuild.deadlines.calendar import exceptions
from partybuild.notices import queries, rendering, rules, templating
from partybuild.notices.kinds import KINDS, NoticeKind, NoticeState, Way
from partybuild.notices.models import Notice
from partybuild.notices.numbering import next_number
from partybuild.notices.offices import Office, office_of, side_of
from partybuild.regions.placing import PLACING, Placed
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper to be issued. `about`: the organization, Party organization, case it is about."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    addressed_to: str = ""
    about: Placed | None = None
    case_id: int | None = None
    signer: str = ""
    issued_on: date | None = None
    """成文日期; today where none is given."""
    basis: str = ""
    """Another legal basis than the kind's own."""
    unit_id: int | None = None
    """Only for the command line, which has no unit of its own."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a paper arrived. `evidence_id`: the kept file of the signed receipt."""

    received_on: date
    way: Way
    receiver: str
    note: str = ""
    evidence_id: int | None = None


@needs(Permission.NOTICES_ISSUE, "出具文书")
def issue(actor: Actor, wanted: Issue) -> Notice:
    """The paper is made, numbered and kept. RuleBroken names what is missing; see `make`."""
    made = make(actor, wanted)
    audit_detail(
        object=("notice", made.id), kind=made.kind, number=queries.symbol(made), digest=made.digest
    )
    return made


def make(actor: Actor, wanted: Issue) -> Notice:
    """The same inside another room's command, under that command's permission and audit row."""
    kind = kind_of(actor, wanted.kind)
    day = _day(wanted.issued_on)
    if kind.addressed and not rules.printable(wanted.addressed_to):
        raise RuleBroken(f"《{kind.name}》没有主送单位，请填写后再出具。")
    side = side_of(actor, kind)
    office = office_of(actor, side, wanted.unit_id)
    kept = rules.checked(kind, wanted.fields)
    series = kind.tails.get(side, "")
    number = next_number(office.issuer, series, day.year) if series else None
    template_id, template = templating.holding(kind, office.path)
    house = _house(kind, wanted, office, day) | {
        "number": rules.symbol(office.word(kind, side), day.year, number)
    }
    values = rules.printed(kind, kept) | house
    content = rendering.render(kind, template, values)
    notice = Notice(
        **_placing(wanted, office),
        kind=kind.key,
        title=rendering.heading(kind, values)[:300],
        issuer=office.issuer,
        office=office.name,
        series=series,
        word=office.word(kind, side),
        year=day.year,
        number=number,
        fields=kept,
        basis=house["basis"],
        template_id=template_id,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        addressed_to=house["addressed"],
        issued_on=day,
        signer=house["signer"],
        issued_by=actor.user_id,
        issued_by_name=actor.label,
        case_id=wanted.case_id,
        receipt_due=rules.receipt_due(kind, day, exceptions()),
        change=current_work().change,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def kind_of(actor: Actor, key: str) -> NoticeKind:
    """The kind, if this person's post may issue it; NotPermitted or RuleBroken."""
    kind = KINDS.get(key)
    if kind is None:
        raise RuleBroken("没有这种文书，请从文书清单里选择。")
    if actor.role not in kind.side.roles:
        raise NotPermitted(
            f"《{kind.name}》由{kind.side.label}出具，您的岗位（{actor.role.label}）不能出具。"
        )
    return kind


def _day(given: date | None) -> date:
    today = clock.today()
    if given is not None and given > today:
        raise RuleBroken("成文日期晚于今天，请按签发的日期填写。")
    return given or today


def _house(kind: NoticeKind, wanted: Issue, office: Office, day: date) -> dict[str, str]:
    texts = {
        "office": office.name,
        "addressed": rules.printable(wanted.addressed_to).replace("\n", " "),
        "signer": rules.printable(wanted.signer).replace("\n", " "),
        "basis": rules.printable(wanted.basis).replace("\n", " ") or kind.basis,
    }
    for name, longest in (("addressed", 200), ("signer", 60), ("basis", 300)):
        if len(texts[name]) > longest:
            raise RuleBroken(
                f"主送单位、签发人或者依据太长（最多 {longest} 个字），请缩短后再出具。"
            )
    return texts | {"day": rules.written(day)}


def _placing(wanted: Issue, office: Office) -> dict[str, Any]:
    about: Any = wanted.about
    if about is None:
        return dict(office.place)
    placing = {name: getattr(about, name) for name in PLACING}
    if about.__tablename__ == "organization":
        return placing | {"organization_id": about.id}
    if about.__tablename__ == "party_organization":
        return placing | {"party_organization_id": about.id}
    ids = ("organization_id", "party_organization_id")
    return placing | {name: getattr(about, name) for name in ids}


@needs(Permission.NOTICES_ISSUE, "作废文书")
def void(actor: Actor, notice_id: int, reason: str) -> Notice:
    """The paper no longer holds and keeps its number, shown 作废. Stale where it is void already."""
    notice = queries.notice(actor, notice_id)
    reason = rules.printable(reason)
    if not reason:
        raise RuleBroken("请写明作废原因。")
    if notice.state is NoticeState.VOID:
        raise Stale(f"这件文书已于{notice.voided_on:%Y-%m-%d}作废：{notice.void_reason}")
    notice.state, notice.void_reason, notice.voided_on = (
        NoticeState.VOID,
        reason[:300],
        clock.today(),
    )
    audit_detail(object=("notice", notice.id), number=queries.symbol(notice), reason=reason)
    return notice


@needs(Permission.NOTICES_ISSUE, "登记送达回执")
def receipt(actor: Actor, notice_id: int, given: Receipt) -> Notice:
    """When and how the paper arrived; entered again, the later entry holds and the audit has both."""
    notice = queries.notice(actor, notice_id)
    before = f"{notice.received_on:%Y-%m-%d}" if notice.received_on else ""
    arrived(notice, given)
    audit_detail(
        object=("notice", notice.id),
        number=queries.symbol(notice),
        before=before,
        after=f"{given.received_on:%Y-%m-%d}",
        way=given.way.label,
    )
    return notice


def arrived(notice: Notice, given: Receipt) -> None:
    """The same inside another room's command, for a paper in reach, under that command's audit row."""
    void_already = notice.state is NoticeState.VOID
    rules.refuse_receipt(notice.issued_on, given.received_on, clock.today(), void=void_already)
    receiver = rules.printable(given.receiver)
    if not receiver and given.way is not Way.PUBLIC:
        raise RuleBroken("请填写收件人（公告送达的除外）。")
    notice.received_on, notice.way = given.received_on, given.way
    notice.receiver, notice.receipt_note = receiver[:120], rules.printable(given.note)[:300]
    notice.evidence_id = given.evidence_id
