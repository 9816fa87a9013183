"""Pages of the rules: what holds for the area, its draft, publishing."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.party.answers import tried
from partybuild.rectification.screening import editing, policy, publishing
from partybuild.rectification.screening.feature import DECIDE, READ, screening
from partybuild.rectification.screening.forms import AddForm, PublishForm
from partybuild.rectification.screening.kinds import LIMITS
from partybuild.rectification.screening.rules import Rules
from partybuild.web import respond
from partybuild.web.forms import ChineseForm, perform


@screening.page("/rules", needs=READ)
def rules(actor: Actor) -> ResponseReturnValue:
    """The rules that hold for the area today, and the versions of its own."""
    policy.demand_area(actor)
    held = policy.today(actor)
    own = actor.reach.unit is not None or actor.reach.everything
    unit = policy.unit_of(actor) if own else None
    return respond.page(
        "rectification/screening/rules.html",
        held=held,
        limits=LIMITS,
        versions=policy.own_versions(unit) if unit else [],
        drafts=bool(unit) and actor.may(DECIDE),
        unit=unit,
    )


@screening.page("/rules/<int:policy_id>", needs=READ)
def version(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """One published version, as a round went by it."""
    policy.demand_area(actor)
    row = policy.row(policy_id)
    if row.state == "draft":
        raise OutOfReach
    return respond.page(
        "rectification/screening/version.html",
        row=row,
        of=policy.to_rules(row.content),
        limits=LIMITS,
    )


@screening.action("/rules/drafts", needs=DECIDE)
def start_draft(actor: Actor) -> ResponseReturnValue:
    """A draft that begins with what holds now."""
    perform(actor, publishing.start)
    return respond.done(url_for(".draft"))


@screening.page("/rules/draft", needs=DECIDE)
def draft(actor: Actor) -> ResponseReturnValue:
    """The draft of the own unit, to be changed and published."""
    return _draft(actor)


def _draft(
    actor: Actor,
    status: int = 200,
    saving: ChineseForm | None = None,
    adding: AddForm | None = None,
    publish: PublishForm | None = None,
) -> ResponseReturnValue:
    unit = policy.unit_of(actor)
    row = policy.draft_of(unit)
    if row is None:
        raise OutOfReach
    return respond.page(
        "rectification/screening/draft.html",
        status=status,
        row=row,
        of=policy.to_rules(row.content),
        limits=LIMITS,
        seen=publishing.seal(row.content),
        changes=publishing.against(unit, row, clock.today()),
        typed=request.form if saving else None,
        saving=saving or ChineseForm(),
        adding=adding or AddForm(),
        publishing=publish or PublishForm(valid_from=clock.today()),
    )


def _edited(
    actor: Actor, form: ChineseForm, change: Callable[[Rules], Rules]
) -> tuple[bool | None, int]:
    seen = request.form.get("seen", "")
    return tried(form, actor, lambda who: publishing.edit(who, seen, change))


@screening.action("/rules/draft", needs=DECIDE)
def save_draft(actor: Actor) -> ResponseReturnValue:
    """The draft says what was typed."""
    form = ChineseForm(request.form)
    made, status = _edited(actor, form, lambda of: editing.typed(of, request.form))
    if made is None:
        return _draft(actor, status, saving=form)
    flash("草稿已保存，发布以后才生效。", "fine")
    return respond.done(url_for(".draft"))


@screening.action("/rules/draft/additions", needs=DECIDE)
def add_rule(actor: Actor) -> ResponseReturnValue:
    """The draft has one more rule of the area's own."""
    form = AddForm(request.form)

    def change(of: Rules) -> Rules:
        source, limit = form.source.data or "", form.limit.data or ""
        return editing.added(of, form.label.data or "", form.test.data, limit, source)

    made, status = _edited(actor, form, change)
    if made is None:
        return _draft(actor, status, adding=form)
    flash("已增加一条规则。", "fine")
    return respond.done(url_for(".draft"))


@screening.action("/rules/draft/removals/<key>", needs=DECIDE)
def remove_rule(actor: Actor, key: str) -> ResponseReturnValue:
    """The draft is without a rule that the area had added."""
    seen = request.form.get("seen", "")
    change: Callable[[Rules], Rules] = lambda of: editing.removed(of, key)
    perform(actor, lambda who: publishing.edit(who, seen, change))
    return respond.done(url_for(".draft"))


@screening.action("/rules/draft/publication", needs=DECIDE)
def publish_draft(actor: Actor) -> ResponseReturnValue:
    """The draft holds from its first day on."""
    form, seen = PublishForm(request.form), request.form.get("seen", "")
    made, status = tried(form, actor, lambda who: publishing.publish(who, seen, form.said()))
    if made is None:
        return _draft(actor, status, publish=form)
    flash("已发布。已经开展的排查仍按原来的规则。", "fine")
    return respond.done(url_for(".rules"))


@screening.action("/rules/draft/removal", needs=DECIDE)
def discard_draft(actor: Actor) -> ResponseReturnValue:
    """The draft is gone."""
    seen = request.form.get("seen", "")
    perform(actor, lambda who: publishing.discard(who, seen))
    return respond.done(url_for(".rules"))
