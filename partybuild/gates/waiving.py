"""Waivers: granted at one's own level with a reason and a last day, revoked with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import count_of, visible, writable
from partybuild.clock.days import months_later
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, audit_detail, needs
from partybuild.gates import answering, commands, gathering
from partybuild.gates.answering import Happened, Said, recorded
from partybuild.gates.defaults import WAIVER_MONTHS
from partybuild.gates.models import SyncAnswer, SyncEvent, Waiver
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.policies import queries as policies
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken

GRANT = Permission.WAIVERS_GRANT


@dataclass(frozen=True, slots=True)
class Granting:
    """What is waived until when, and why."""

    rule: str
    reason: str
    expires_on: date
    document: str = ""


def longest() -> int:
    """For how many months a waiver may be granted today."""
    found = policies.holding("waiver", clock.today())
    return int(found[0].content["months"]) if found else WAIVER_MONTHS


@needs(GRANT, "准予豁免")
def grant(actor: Actor, organization_id: int, granting: Granting) -> Waiver:
    """The item is waived from today to its last day; NotPermitted below one's own level."""
    found = own(actor, organization_id)
    today = clock.today()
    if granting.rule not in gathering.rules():
        raise RuleBroken("没有这一项同步规则，请从列表中选择。")
    if not granting.reason.strip():
        raise RuleBroken("豁免请写明理由。")
    if granting.expires_on < today:
        raise RuleBroken(f"豁免期限不能早于今天（{today:%Y-%m-%d}）。")
    last = months_later(today, longest())
    if granting.expires_on > last:
        raise RuleBroken(f"豁免最长 {longest()} 个月，期限不能晚于 {last:%Y-%m-%d}。")
    _refuse_second(actor, organization_id, granting.rule, today)
    row = keep(actor, found, granting, today)
    audit_detail(
        object=("organization", organization_id),
        rule=granting.rule,
        reason=row.reason,
        expires=str(row.expires_on),
    )
    return row


def keep(actor: Actor, found: Organization, granting: Granting, day: date) -> Waiver:
    """A waiver that holds from `day` on, inside a command that has checked it; verdicts follow."""
    row = Waiver(
        organization_id=found.id,
        rule=granting.rule,
        reason=granting.reason.strip(),
        document=granting.document.strip(),
        granted_on=day,
        expires_on=granting.expires_on,
        revoked_on=None,
        **copied(found),
        **recorded(actor),
    )
    db.session.add(row)
    db.session.flush()
    commands.touch([found.id])
    return row


def own(actor: Actor, organization_id: int) -> Organization:
    """The organization where it stands at the actor's own level: its unit, or its leading body."""
    found = organizations.organization(actor, organization_id)
    reach = actor.reach
    at_unit = reach.unit is not None and reach.unit.id == found.unit_id
    at_body = reach.body is not None and reach.body.id == found.body_id
    if not (reach.everything or at_unit or at_body):
        raise NotPermitted("豁免由该组织统计归属单位或主管党组织的党务干部办理，上级不能代办。")
    return found


def _refuse_second(actor: Actor, organization_id: int, rule: str, today: date) -> None:
    held = visible(actor, Waiver).where(
        Waiver.organization_id == organization_id,
        Waiver.rule == rule,
        Waiver.expires_on >= today,
        Waiver.revoked_on.is_(None),
    )
    row = db.session.scalars(held).first()
    if row is not None:
        raise RuleBroken(
            f"这一项已有豁免，到 {row.expires_on:%Y-%m-%d} 为止；需要改期限请先撤回再准予。"
        )


@needs(GRANT, "撤回豁免")
def revoke(actor: Actor, waiver_id: int, reason: str) -> Waiver:
    """From today on the waiver no longer holds; RuleBroken where it does not any more."""
    row = db.session.scalars(writable(actor, Waiver).where(Waiver.id == waiver_id)).one_or_none()
    if row is None or row.organization_id is None:
        raise OutOfReach
    own(actor, row.organization_id)
    today = clock.today()
    if row.revoked_on is not None or row.expires_on < today:
        raise RuleBroken("这项豁免已经失效，不用撤回。")
    if not reason.strip():
        raise RuleBroken("撤回豁免请写明理由。")
    row.revoked_on, row.revoked_by, row.revoked_reason = today, actor.label, reason.strip()
    db.session.flush()
    commands.touch([row.organization_id])
    audit_detail(object=("organization", row.organization_id), rule=row.rule, reason=reason)
    revoked: Waiver = row
    return revoked


@needs(GRANT, "登记同步答复")
def answer(actor: Actor, organization_id: int, said: Said) -> SyncAnswer:
    """The Party side's answer stands, at one's own level; the verdict follows."""
    own(actor, organization_id)
    row = answering.say(actor, organization_id, said)
    audit_detail(object=("organization", organization_id), rule=said.rule, kind=said.kind.value)
    return row


@needs(GRANT, "录入同步事项")
def enter(actor: Actor, organization_id: int, event: Happened) -> SyncEvent:
    """An event of a rule without facts of its own stands, with its answer."""
    own(actor, organization_id)
    row = answering.enter(actor, organization_id, event)
    audit_detail(object=("organization", organization_id), rule=event.rule, day=str(event.day))
    return row


@dataclass(frozen=True, slots=True)
class Line:
    """A waiver with whose it is, and the days it still holds."""

    waiver: Waiver
    name: str
    label: str
    left: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, by last day."""

    lines: Sequence[Line]
    count: int
    next: str


def _listed(actor: Actor, ended: bool) -> Select[tuple[Waiver]]:
    today = clock.today()
    live = (Waiver.expires_on >= today) & Waiver.revoked_on.is_(None)
    return visible(actor, Waiver).where(~live if ended else live)


def page(actor: Actor, ended: bool, after: str) -> Page:
    """Waivers in force (or ended) in reach, the first to run out first."""
    found = _listed(actor, ended)
    at = Cursor(keyset.decode(after, [date, int]) if after else ())
    keys: Sequence[Any] = (Waiver.expires_on, Waiver.id)
    rows = db.session.execute(keyset.page(found.add_columns(*keys), keys, False, at)).all()
    shown, _, more = keyset.turned(rows, at)
    ids = [row[0].organization_id for row in shown]
    names = {row.id: row.name for row in organizations.organizations(actor, ids)}
    labels = {name: said[-1].label for name, said in gathering.published().items()}
    today = clock.today()
    lines = [
        Line(
            row,
            names.get(row.organization_id, ""),
            labels[row.rule],
            (row.expires_on - today).days,
            not ended,
        )
        for row, *_ in shown
    ]
    count = db.session.scalar(count_of(found.with_only_columns(Waiver.id))) or 0
    return Page(lines, count, keyset.encode(shown[-1][1:]) if more and shown else "")
