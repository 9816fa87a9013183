"""Drafting and publishing rating schemes; what is published never changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs
from partybuild.policies.models import Policy
from partybuild.ratings.kinds import Tier
from partybuild.ratings.schemes import queries
from partybuild.ratings.schemes.checking import check
from partybuild.ratings.schemes.content import KIND, to_content
from partybuild.ratings.schemes.editing import free_key
from partybuild.ratings.schemes.kinds import Desk
from partybuild.ratings.schemes.rules import Band, Category, Link, Scheme, Windows
from partybuild.rules import RuleBroken

MANAGE = Permission.RATINGS_MANAGE
CHANGED = "草稿刚被别人改过，请刷新后看过新的内容再改。"
MOST_LABEL, MOST_SOURCE = 80, 300


@dataclass(frozen=True, slots=True)
class Publishing:
    """From which day a draft holds, where it comes from, and why it is published."""

    valid_from: date
    source: str
    reason: str


@needs(MANAGE, "起草评星方案")
def start(actor: Actor, label: str) -> int:
    """An empty draft of a new scheme; the id of its version."""
    windows = Windows(20, {tier.value: 10 for tier in (Tier.FIRST, Tier.FINAL)})
    new = Scheme(
        name=free_key(queries.names(), "scheme"),
        label=_label(label),
        sample=False,
        categories=(Category("all", "全部参评党组织"),),
        indicators=(),
        bands=(Band(5, 900), Band(4, 800), Band(3, 700), Band(2, 600), Band(1, 0)),
        caps=(),
        vetoes=(),
        gates=(),
        chain=(Link(Tier.FIRST, Desk.COUNTY), Link(Tier.FINAL, Desk.CITY)),
        windows=windows,
        validity_months=12,
        owner=queries.owner_of(actor),
    )
    return _draft(actor, new, 1, "")


@needs(MANAGE, "复制评星方案")
def copy(actor: Actor, policy_id: int, label: str) -> int:
    """A draft of a new scheme that says what this version says; the id of its version."""
    read = queries.readable(actor, policy_id, clock.today())
    name, owner = free_key(queries.names(), "scheme"), queries.owner_of(actor)
    new = replace(read.scheme, name=name, label=_label(label), sample=False, note="", owner=owner)
    audit_detail(copied=policy_id)
    return _draft(actor, new, 1, f"据“{read.policy.label}”第{read.policy.version}版修改")


@needs(MANAGE, "起草评星方案新版本")
def revise(actor: Actor, policy_id: int) -> int:
    """A draft of the next version of an own scheme; the id of its version."""
    read = queries.readable(actor, policy_id, clock.today())
    if not may_revise(actor, read.scheme):
        raise RuleBroken("这个方案不是本单位的，不能直接出新版本，请复制成本单位的方案再修改。")
    if any(each.name == read.policy.name for each in queries.drafts(actor)):
        raise RuleBroken("这个方案已经有一份草稿，请在草稿上修改。")
    return _draft(actor, read.scheme, queries.next_version(read.policy.name), read.policy.source)


def may_revise(actor: Actor, scheme: Scheme) -> bool:
    """Whether further versions of the scheme are this actor's to draft; shipped ones nobody's."""
    return bool(scheme.owner) and (
        actor.reach.everything or scheme.owner == queries.owner_of(actor)
    )


def _label(label: str) -> str:
    cleaned = label.strip()
    if not 0 < len(cleaned) <= MOST_LABEL:
        raise RuleBroken(f"请填写方案名称，最多 {MOST_LABEL} 个字。")
    return cleaned


def _draft(actor: Actor, said: Scheme, version: int, source: str) -> int:
    new = Policy(
        kind=KIND,
        name=said.name,
        version=version,
        label=said.label,
        state="draft",
        valid_from=clock.today(),
        source=source,
        author=actor.label,
        content=to_content(said),
    )
    db.session.add(new)
    db.session.flush()
    audit_detail(object=("policy", new.id), scheme=said.name, version=version)
    return new.id


@needs(MANAGE, "修改评星方案草稿")
def edit(
    actor: Actor, policy_id: int, seen: str, what: str, change: Callable[[Scheme], Scheme]
) -> None:
    """The draft says what `change` makes of it; Stale where somebody changed it since `seen`."""
    draft = _seen(actor, policy_id, seen)
    old = queries.scheme(policy_id)
    new = replace(change(old), name=old.name, owner=old.owner)
    draft.label, draft.content, draft.author = _label(new.label), to_content(new), actor.label
    audit_detail(what=what, before=seen, after=queries.seal(draft.content))


def _seen(actor: Actor, policy_id: int, seen: str) -> Policy:
    draft = queries.own_draft(actor, policy_id)
    audit_detail(object=("policy", draft.id), scheme=draft.name, version=draft.version)
    if queries.seal(draft.content) != seen:
        raise Stale(CHANGED)
    return draft


@needs(MANAGE, "删除评星方案草稿")
def discard(actor: Actor, policy_id: int) -> None:
    """The draft is gone."""
    draft = queries.own_draft(actor, policy_id)
    audit_detail(object=("policy", draft.id), scheme=draft.name, version=draft.version)
    db.session.delete(draft)


@needs(MANAGE, "发布评星方案")
def publish(actor: Actor, policy_id: int, seen: str, said: Publishing) -> None:
    """The draft holds from its first day on and never changes; earlier versions end that day.

    RuleBroken names every fault that stands against it.
    """
    draft = _seen(actor, policy_id, seen)
    faults = [*check(queries.scheme(policy_id)), *_faults(draft, said)]
    if faults:
        raise RuleBroken("还不能发布：" + "".join(faults))
    draft.state, draft.author = "published", actor.label
    draft.valid_from, draft.source = said.valid_from, said.source.strip()
    draft.published_at = clock.local_now()
    audit_detail(reason=said.reason.strip(), valid_from=str(said.valid_from))


def _faults(draft: Policy, said: Publishing) -> list[str]:
    found = []
    if said.valid_from < clock.today():
        found.append("生效日期不能早于今天。")
    last = queries.last_day_of(draft.name)
    if last is not None and said.valid_from <= last:
        found.append(f"生效日期应晚于上一版的 {last.isoformat()}。")
    if not 0 < len(said.source.strip()) <= MOST_SOURCE:
        found.append(f"请写明来源，如文件名和文号，最多 {MOST_SOURCE} 个字。")
    if not said.reason.strip():
        found.append("请写明发布原因。")
    return found
