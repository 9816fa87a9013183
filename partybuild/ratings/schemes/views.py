"""Pages of rating schemes: which there are, what a version says, what it says otherwise."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.organizations.kinds import OrganizationKind
from partybuild.policies.seeding import SINCE
from partybuild.ratings.kinds import STAR_LABELS, Tier
from partybuild.ratings.schemes import commands, queries
from partybuild.ratings.schemes.checking import check
from partybuild.ratings.schemes.comparing import differences
from partybuild.ratings.schemes.feature import MANAGE, READ, rating_schemes
from partybuild.ratings.schemes.forms import CopyForm, PublishForm
from partybuild.ratings.schemes.kinds import Desk, ItemFact, Joint
from partybuild.ratings.schemes.queries import Version
from partybuild.ratings.schemes.rules import leaves, walk
from partybuild.ratings.schemes.sections import SECTIONS
from partybuild.web import respond
from partybuild.web.forms import perform, submit

WORDS = {
    "fact": {fact.value: fact.label for fact in ItemFact},
    "desk": {desk.value: desk.label for desk in Desk},
    "tier": {tier.value: tier.label for tier in Tier},
    "kind": {kind.value: kind.label for kind in OrganizationKind},
    "joint": {joint.value: joint.label for joint in Joint},
    "star": STAR_LABELS,
}
"""What the codes of a scheme are called on screen."""


@rating_schemes.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every version that may be read, own drafts on top."""
    return _index(actor, CopyForm())


def _index(actor: Actor, form: CopyForm, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "ratings/schemes/index.html",
        status=status,
        versions=queries.listed(actor, clock.today()),
        form=form,
        since=SINCE,
        manages=actor.may(MANAGE),
    )


@rating_schemes.action("/drafts", needs=MANAGE)
def start(actor: Actor) -> ResponseReturnValue:
    """An empty draft is begun."""
    form = CopyForm(request.form)
    made = submit(form, actor, lambda actor: commands.start(actor, form.label.data or ""))
    if made is None:
        return _index(actor, form, 422)
    return respond.done(url_for(".show", policy_id=made))


@rating_schemes.page("/<int:policy_id>", needs=READ)
def show(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """A version as a readable tree; a draft with its faults and the way to every part."""
    return shown(actor, policy_id, CopyForm(), PublishForm())


def shown(
    actor: Actor, policy_id: int, copying: CopyForm, publishing: PublishForm, status: int = 200
) -> ResponseReturnValue:
    """The page of a version with these forms."""
    read = queries.readable(actor, policy_id, clock.today())
    publishing.seen.data = queries.seal(read.policy.content)
    if not publishing.valid_from.raw_data:
        publishing.valid_from.data = clock.today()
        publishing.source.data = publishing.source.data or read.policy.source
    return respond.page(
        "ratings/schemes/show.html",
        status=status,
        read=read,
        since=SINCE,
        nodes=list(walk(read.scheme.indicators)),
        items=len(leaves(read.scheme)),
        faults=check(read.scheme) if read.may_edit else [],
        words=WORDS,
        sections=SECTIONS,
        others=_others(actor, read),
        copying=copying,
        publishing=publishing,
        manages=actor.may(MANAGE),
        revises=actor.may(MANAGE) and commands.may_revise(actor, read.scheme),
    )


def _others(actor: Actor, read: Version) -> list[Version]:
    """The other versions of the same scheme, to compare with."""
    versions = queries.listed(actor, clock.today())
    here = read.policy
    return [v for v in versions if v.policy.name == here.name and v.policy.id != here.id]


@rating_schemes.action("/<int:policy_id>/copies", needs=MANAGE)
def copy(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """A new scheme is begun from this version."""
    form = CopyForm(request.form)
    made = submit(form, actor, lambda actor: commands.copy(actor, policy_id, form.label.data or ""))
    if made is None:
        return shown(actor, policy_id, form, PublishForm(), 422)
    flash("已复制为本单位的草稿，修改后发布。", "fine")
    return respond.done(url_for(".show", policy_id=made))


@rating_schemes.action("/<int:policy_id>/versions", needs=MANAGE)
def revise(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The next version is begun from this one."""
    made = perform(actor, lambda actor: commands.revise(actor, policy_id))
    return respond.done(url_for(".show", policy_id=made))


@rating_schemes.action("/<int:policy_id>/publication", needs=MANAGE)
def publish(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The draft becomes a version that never changes."""
    form = PublishForm(request.form)

    def run(actor: Actor) -> bool:
        commands.publish(actor, policy_id, form.seen.data or "", form.said())
        return True

    if submit(form, actor, run) is None:
        return shown(actor, policy_id, CopyForm(), form, 422)
    flash("已发布，从生效日期起可以用来开展评定。", "fine")
    return respond.done(url_for(".show", policy_id=policy_id))


@rating_schemes.action("/<int:policy_id>/removal", needs=MANAGE)
def discard(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The draft is thrown away."""
    perform(actor, lambda actor: commands.discard(actor, policy_id))
    flash("草稿已删除。", "fine")
    return respond.done(url_for(".index"))


@rating_schemes.page("/<int:policy_id>/differences/<int:other_id>", needs=READ)
def compare(actor: Actor, policy_id: int, other_id: int) -> ResponseReturnValue:
    """What this version says otherwise than another."""
    today = clock.today()
    after = queries.readable(actor, policy_id, today)
    before = queries.readable(actor, other_id, today)
    found = differences(before.scheme, after.scheme)
    return respond.page("ratings/schemes/compare.html", before=before, after=after, found=found)
