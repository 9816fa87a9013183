"""An area's own rules: drafted, changed, published, never changed afterwards."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.policies.models import Policy
from partybuild.rectification.screening import editing, policy
from partybuild.rectification.screening.rules import Rules
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

DECIDE = Permission.RECTIFICATION_DECIDE
CHANGED = "草稿刚被别人改过，请刷新后看过新的内容再改。"
MOST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Publishing:
    """From which day a draft holds, where it comes from, and why it is published."""

    valid_from: date
    source: str
    reason: str


def seal(content: Any) -> str:
    """A short word for exactly this content: whoever changes it says what they saw."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@needs(DECIDE, "起草本地区排查规则")
def start(actor: Actor) -> int:
    """A draft of the unit's next version, beginning with what holds now; its id."""
    unit = policy.unit_of(actor)
    if policy.draft_of(unit) is not None:
        raise RuleBroken("本地区已经有一份草稿，请在草稿上修改。")
    held = policy.holding(unit, clock.today())
    number = max((each.version for each in policy.own_versions(unit)), default=0) + 1
    new = Policy(
        kind=policy.KIND,
        name=policy.name_of(unit.id),
        version=number,
        label=f"{unit.name}{policy.LABEL}"[:80],
        state="draft",
        valid_from=clock.today(),
        source="",
        author=actor.label,
        content=policy.to_content(held.rules),
    )
    db.session.add(new)
    db.session.flush()
    audit_detail(object=("policy", new.id), unit=unit.code, version=number)
    return new.id


@needs(DECIDE, "修改排查规则草稿")
def edit(actor: Actor, seen: str, change: Callable[[Rules], Rules]) -> None:
    """The draft says what `change` makes of it; Stale where somebody changed it since `seen`."""
    draft = _seen(policy.unit_of(actor), seen)
    before = policy.to_rules(draft.content)
    after = change(before)
    draft.content, draft.author = policy.to_content(after), actor.label
    audit_detail(object=("policy", draft.id), changes=editing.changes(before, after))


@needs(DECIDE, "放弃排查规则草稿")
def discard(actor: Actor, seen: str) -> None:
    """The draft is gone."""
    draft = _seen(policy.unit_of(actor), seen)
    audit_detail(object=("policy", draft.id), version=draft.version)
    db.session.delete(draft)


@needs(DECIDE, "发布本地区排查规则")
def publish(actor: Actor, seen: str, said: Publishing) -> None:
    """The draft holds for the unit and all below it from its first day on, and never changes."""
    unit = policy.unit_of(actor)
    draft = _seen(unit, seen)
    changed = against(unit, draft, said.valid_from)
    faults = [*_faults(unit, said), *([] if changed else ["草稿和现行规则完全相同，不用发布。"])]
    if faults:
        raise RuleBroken("还不能发布：" + "".join(faults))
    draft.state, draft.author = "published", actor.label
    draft.valid_from, draft.source = said.valid_from, said.source.strip()
    draft.published_at = clock.local_now()
    audit_detail(
        object=("policy", draft.id),
        version=draft.version,
        since=said.valid_from.isoformat(),
        reason=said.reason.strip(),
        changes=changed,
    )


def against(unit: Region, draft: Policy, day: date) -> list[str]:
    """What the draft says otherwise than what holds on `day`."""
    held = policy.holding(unit, day).rules
    return editing.changes(held, policy.to_rules(draft.content))


def _seen(unit: Region, seen: str) -> Policy:
    draft = policy.draft_of(unit)
    if draft is None:
        raise OutOfReach
    if seal(draft.content) != seen:
        raise Stale(CHANGED)
    return draft


def _faults(unit: Region, said: Publishing) -> list[str]:
    found, today = [], clock.today()
    if said.valid_from < today:
        found.append(f"生效日期不能早于今天（{today}）。")
    published = [each for each in policy.own_versions(unit) if each.state != "draft"]
    last = max((each.valid_from for each in published), default=None)
    if last is not None and said.valid_from <= last:
        found.append(f"生效日期应晚于上一版的 {last}。")
    if not 0 < len(said.source.strip()) <= MOST_SOURCE:
        found.append(f"请写明来源，如文件名和文号，最多 {MOST_SOURCE} 个字。")
    if not said.reason.strip():
        found.append("请写明发布原因。")
    return found
