"""New versions of sync rules: drafted, published with a reason, never changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, needs
from partybuild.gates import gathering, rebuilding, ruling
from partybuild.gates.ruling import SyncRule
from partybuild.jobs.commands import enqueue
from partybuild.policies.models import Policy
from partybuild.rules import RuleBroken

MANAGE = Permission.POLICIES_MANAGE
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new version says; everything else stays as in the version before it."""

    before: int | None
    after: int
    pending: int
    working: bool
    review_months: int
    legal_basis: str
    answers: str
    enabled: bool
    valid_from: date
    source: str


def drafts() -> Mapping[str, Policy]:
    """The drafts that stand, by rule."""
    query = select(Policy).where(Policy.kind == ruling.KIND, Policy.state == "draft")
    return {policy.name: policy for policy in db.session.scalars(query)}


def versions(name: str) -> Sequence[SyncRule]:
    """The published versions of a rule in order of days; OutOfReach for a rule there is not."""
    found = gathering.published().get(name)
    if not found:
        raise OutOfReach
    return found


@needs(MANAGE, "起草同步规则")
def draft(actor: Actor, name: str, said: Draft) -> Policy:
    """A draft of the next version stands in place of any before it; nothing follows from it yet."""
    rule = _checked(name, said)
    policy = drafts().get(name) or Policy(
        kind=ruling.KIND, name=name, version=_next(name), state="draft", label=rule.label
    )
    policy.valid_from, policy.source = said.valid_from, said.source.strip()
    policy.author, policy.content = actor.label, ruling.to_content(rule)
    db.session.add(policy)
    db.session.flush()
    audit_detail(object=("policy", policy.id), rule=name, valid_from=str(said.valid_from))
    return policy


@needs(MANAGE, "发布同步规则")
def publish(actor: Actor, name: str, reason: str) -> Policy:
    """The draft holds from its first day on and never changes; a job recounts the verdicts."""
    policy = drafts().get(name)
    if policy is None:
        raise RuleBroken("没有待发布的草稿，请先起草。")
    if not reason.strip():
        raise RuleBroken("发布规则请写明原因。")
    refusal = ruling.overlap(versions(name), policy.valid_from, clock.today())
    if refusal:
        raise RuleBroken(refusal)
    policy.state, policy.author = "published", actor.label
    policy.published_at = clock.local_now()
    db.session.flush()
    enqueue(actor, rebuilding.JOB, f"{rebuilding.TITLE}（{policy.label}）", {})
    audit_detail(
        object=("policy", policy.id),
        rule=name,
        version=policy.version,
        valid_from=str(policy.valid_from),
        reason=reason.strip(),
    )
    return policy


@needs(MANAGE, "放弃同步规则草稿")
def discard(actor: Actor, name: str) -> None:
    """The draft is gone."""
    policy = drafts().get(name)
    if policy is None:
        raise RuleBroken("没有草稿。")
    audit_detail(object=("policy", policy.id), rule=name)
    db.session.delete(policy)


def _next(name: str) -> int:
    query = select(Policy.version).where(Policy.kind == ruling.KIND, Policy.name == name)
    newest: int = max([*db.session.scalars(query), 1])
    return newest + 1


def _checked(name: str, said: Draft) -> SyncRule:
    published = versions(name)
    refusal = ruling.overlap(published, said.valid_from, clock.today())
    if refusal:
        raise RuleBroken(refusal)
    if not said.source.strip():
        raise RuleBroken("请写明来源，如文件名和文号。")
    if min(said.before or 0, said.after, said.pending) < 0:
        raise RuleBroken("天数不能是负数。")
    if max(said.before or 0, said.after, said.pending) > MOST_DAYS:
        raise RuleBroken(f"天数不能超过 {MOST_DAYS}。")
    if said.pending < said.after:
        raise RuleBroken("转为“缺”的天数不能少于仍算同步的天数。")
    return replace(
        published[-1],
        before=said.before,
        after=said.after,
        pending=said.pending,
        working=said.working,
        review_months=said.review_months,
        legal_basis=said.legal_basis.strip(),
        answers=said.answers.strip(),
        enabled=said.enabled,
        valid_from=said.valid_from,
        source=said.source.strip(),
    )
