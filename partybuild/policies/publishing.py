"""New versions of policies: drafted, compared, published with a reason, never changed afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, needs
from partybuild.policies import queries
from partybuild.policies.models import Policy
from partybuild.policies.shapes import Item, Shape, shapes
from partybuild.rules import RuleBroken

MANAGE = Permission.POLICIES_MANAGE


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new version says, from which day, and on whose word."""

    values: Mapping[str, Any]
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it stands and as a draft says it."""

    item: Item
    before: Sequence[str]
    after: Sequence[str]

    @property
    def changed(self) -> bool:
        """Whether the draft says something else."""
        return list(self.before) != list(self.after)


@dataclass(frozen=True, slots=True)
class Standing:
    """A version with how it stands: 现行, 待生效, 已取代 (until when) or 草稿."""

    policy: Policy
    word: str
    tone: str
    last: date | None = None
    """The first day of the version that takes or took its place."""


def shape_of(kind: str, name: str) -> Shape:
    """The policy of that name; OutOfReach for one that is not published by page."""
    found = shapes.get((kind, name))
    if found is None:
        raise OutOfReach
    return found


def versions(shape: Shape) -> list[Standing]:
    """Its versions, the draft first, then newest first."""
    kind, name = shape.key
    found = [each for each in queries.versions(kind) if each.name == name]
    drafts = [Standing(each, "草稿", "soon") for each in found if each.state == "draft"]
    said = sorted(
        (each for each in found if each.state != "draft"),
        key=lambda each: (each.valid_from, each.version),
    )
    return [*drafts, *reversed(_standings(said, clock.today()))]


def _standings(said: Sequence[Policy], today: date) -> list[Standing]:
    found = []
    for each, following in zip(said, [*said[1:], None], strict=False):
        ends = following.valid_from if following else None
        if each.valid_from > today:
            found.append(Standing(each, "待生效", "soon", ends))
        elif ends is not None and ends <= today:
            found.append(Standing(each, "已取代", "neutral", ends))
        else:
            found.append(Standing(each, "现行", "fine", ends))
    return found


def draft_of(shape: Shape) -> Policy | None:
    """Its draft, if one stands."""
    found = versions(shape)
    return found[0].policy if found and found[0].policy.state == "draft" else None


def content_on(shape: Shape, day: date) -> Mapping[str, Any]:
    """What it says on a day; as shipped where nothing is published."""
    for policy in queries.holding(shape.default.kind, day):
        if policy.name == shape.default.name:
            return {**shape.default.content, **policy.content}
    return shape.default.content


def compared(shape: Shape, draft: Policy) -> list[Line]:
    """Every item as it will stand on the draft's first day without it, and with it."""
    before = content_on(shape, draft.valid_from)
    return [
        Line(item, item.shown(item.value(before)), item.shown(item.value(draft.content)))
        for item in shape.items
    ]


@needs(MANAGE, "起草政策新版本")
def draft(actor: Actor, shape: Shape, said: Draft) -> Policy:
    """A draft of the next version stands in place of any before it; nothing follows from it yet."""
    content = shape.content(said.values)
    _check_day(shape, said.valid_from)
    kind, name = shape.key
    policy = draft_of(shape) or Policy(
        kind=kind, name=name, version=_next(shape), state="draft", label=shape.default.label
    )
    policy.valid_from, policy.source = said.valid_from, said.source.strip()
    policy.author, policy.content = actor.label, content
    db.session.add(policy)
    db.session.flush()
    audit_detail(object=("policy", policy.id), policy=f"{kind}:{name}", since=str(said.valid_from))
    return policy


@needs(MANAGE, "发布政策新版本")
def publish(actor: Actor, shape: Shape, reason: str) -> Policy:
    """The draft holds from its first day on and never changes."""
    policy = _draft(shape)
    if not reason.strip():
        raise RuleBroken("发布政策请写明原因。")
    _check_day(shape, policy.valid_from)
    if not any(line.changed for line in compared(shape, policy)):
        raise RuleBroken("草稿和现行版本完全相同，不用发布。")
    policy.state, policy.author = "published", actor.label
    policy.published_at = clock.local_now()
    db.session.flush()
    audit_detail(
        object=("policy", policy.id),
        policy=f"{policy.kind}:{policy.name}",
        version=policy.version,
        since=str(policy.valid_from),
        reason=reason.strip(),
    )
    return policy


@needs(MANAGE, "放弃政策草稿")
def discard(actor: Actor, shape: Shape) -> None:
    """The draft is gone."""
    policy = _draft(shape)
    audit_detail(object=("policy", policy.id), policy=f"{policy.kind}:{policy.name}")
    db.session.delete(policy)


def _draft(shape: Shape) -> Policy:
    policy = draft_of(shape)
    if policy is None:
        raise RuleBroken("没有待发布的草稿，请先起草。")
    return policy


def _next(shape: Shape) -> int:
    return max([each.policy.version for each in versions(shape)], default=0) + 1


def _check_day(shape: Shape, valid_from: date) -> None:
    today = clock.today()
    if valid_from < today:
        raise RuleBroken(f"生效日期不能早于今天（{today:%Y-%m-%d}），过去的事项仍按当时的版本。")
    said = [each.policy.valid_from for each in versions(shape) if each.policy.state != "draft"]
    last = max(said, default=date.min)
    if valid_from <= last:
        raise RuleBroken(
            f"已有自 {last:%Y-%m-%d} 起生效的版本，生效日期须晚于这一天，两版不能重叠。"
        )
