"""What every change of one organization shares: fresh, marked, told, counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import Stale, audit_detail, current_work
from partybuild.facts.histories import Because, Said, say
from partybuild.facts.rules import Row
from partybuild.organizations import places, queries, rules
from partybuild.organizations.models import Organization, OrganizationEvent, OrganizationProfile
from partybuild.organizations.subject import naming
from partybuild.rules import RuleBroken

KEEP = Permission.ORGANIZATIONS_KEEP


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form says beside the values: on what they were based, from when, why.

    `day` None means 更正: what was shown was wrong from its start. `shown_on` is the day whose
    facts the form showed; `version` the last change its reader could have seen.
    """

    version: int
    day: date | None = None
    shown_on: date = field(default_factory=clock.today)
    reason: str = ""
    document: str = ""
    accepted: str = ""
    """放行理由 of a code that fails its check."""
    follow: str = ""
    """Whether 统计归属 follows another place: see `moving`."""


def opened(actor: Actor, organization_id: int, asked: Asked) -> Organization:
    """The organization, ready to be changed. OutOfReach; Stale when somebody was first."""
    subject = queries.organization(actor, organization_id)
    meanwhile = queries.changes_since(actor, organization_id, asked.version)
    if meanwhile:
        told = "".join(_told(event) for event in meanwhile)
        raise Stale(f"您打开这一页以后，这个组织已有变动：{told}请核对后再保存。")
    return subject


def _told(event: OrganizationEvent) -> str:
    moves = "、".join(f"{c['label']} {c['before']} → {c['after']}" for c in event.changes[:4])
    more = f" 等 {len(event.changes)} 项" if len(event.changes) > 4 else ""
    return f"{event.recorded_at:%m月%d日 %H:%M} {event.actor} {event.action}（{moves}{more}）。"


def marked(actor: Actor, unit_id: int, body_id: int | None, reason: str) -> str:
    """代填, 上级更正 or nothing; RuleBroken when 上级更正 comes without a reason."""
    mark = queries.mark_of(actor, unit_id, body_id)
    rules.check_reason(mark, reason)
    return mark


def save(actor: Actor, subject: Organization, said: Sequence[Said], because: Because) -> str:
    """Say the facts of one organization, tell them by name, audit them, have them recounted.

    What was done, in words. Raises RuleBroken when nothing changes.
    """
    told = naming(*_names(actor, subject.id, said))
    changed = say(actor, told, said, because)
    if not changed:
        raise RuleBroken("没有改动：所填内容与已登记的一致。")
    noted(subject, because)
    current_work().touch(min(item.valid_from for item in said), organizations=[subject.id])
    return because.action


def noted(subject: Organization, because: Because) -> None:
    """Write into the audit row what was changed and why."""
    audit_detail(
        object=("organization", subject.id),
        name=subject.name,
        what=because.action,
        reason=because.reason,
        document=because.document,
        mark=because.mark,
    )


def lines(actor: Actor, model: Any, organization_id: int) -> list[Row]:
    """The known rows of one time line of an organization in reach, in order of days."""
    names = model.values()
    return [
        Row(row.id, row.valid_from, row.valid_to, {name: getattr(row, name) for name in names})
        for row in queries.timeline(actor, model, organization_id)
    ]


def _names(actor: Actor, organization_id: int, said: Sequence[Said]) -> tuple[Any, Any]:
    """Names of all units and Party bodies that the history line may have to tell."""
    profiles = [item for item in said if item.model is OrganizationProfile]
    if not profiles:
        return {}, {}
    rows = [
        (row.region_id, row.unit_id, row.body_id)
        for row in queries.timeline(actor, OrganizationProfile, organization_id)
    ]
    for item in profiles:
        values = item.values or {}
        rows.append((values.get("region_id"), values.get("unit_id"), values.get("body_id")))
    units = {number for row in rows for number in row[:2] if number is not None}
    return places.unit_names(units), places.body_names(row[2] for row in rows)
