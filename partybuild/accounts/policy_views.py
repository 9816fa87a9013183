"""The pages of policy: what holds, since when, from where; the next version drafted and published."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts.policy_forms import DraftForm, ReasonForm, form_of
from partybuild.db.work import OutOfReach
from partybuild.policies import publishing, queries
from partybuild.policies.shapes import Shape, shapes
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit

policies = Feature("policies", __name__, url_prefix="/policies")
READ, MANAGE = Permission.POLICIES_READ, Permission.POLICIES_MANAGE
KINDS = {
    "enforcement": "年检后续处理",
    "ladder": "提醒阶梯",
    "waiver": "豁免",
    "inspection-cutoff": "年检年报",
    "lists": "选项清单",
    "procedure-periods": "换届和程序",
    "keeping": "保存期限",
}


@policies.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every policy with the version that holds today, and what is to come; bases besides."""
    kinds = [
        (KINDS.get(kind, "其他"), [(shape, publishing.versions(shape)) for shape in _of(kind)])
        for kind in dict.fromkeys([*KINDS, *(kind for kind, _ in shapes)])
    ]
    holding = {policy.id for policy in queries.holding("basis", clock.today())}
    bases = queries.versions("basis")
    return respond.page("policies/index.html", kinds=kinds, bases=bases, holding=holding)


def _of(kind: str) -> list[Shape]:
    return [shape for key, shape in shapes.items() if key[0] == kind]


@policies.page("/<int:policy_id>", needs=READ)
def show(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """One version with its content, as it was published."""
    policy = queries.version(policy_id)
    shape = shapes.get((policy.kind, policy.name))
    if policy.state == "draft" and shape is None:
        raise OutOfReach  # a draft is read where its owners edit it
    return respond.page("policies/show.html", policy=policy, shape=shape)


@policies.page("/<kind>/<name>", needs=READ)
def versions(actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    """All versions of one policy; its draft beside what holds now."""
    return _versions(publishing.shape_of(kind, name), ReasonForm())


def _versions(shape: Shape, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    draft = publishing.draft_of(shape)
    return respond.page(
        "policies/versions.html",
        status=status,
        shape=shape,
        content=publishing.content_on(shape, clock.today()),
        draft=draft,
        lines=publishing.compared(shape, draft) if draft else (),
        standings=publishing.versions(shape),
        form=form,
    )


@policies.page("/<kind>/<name>/draft", needs=MANAGE)
def new(actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    """The next version, beginning with the draft or with what holds now."""
    shape = publishing.shape_of(kind, name)
    draft = publishing.draft_of(shape)
    content = draft.content if draft else publishing.content_on(shape, clock.today())
    form = form_of(shape, content=content)
    if draft:
        form["valid_from"].data, form["source"].data = draft.valid_from, draft.source
    return _new(shape, form)


def _new(shape: Shape, form: DraftForm, status: int = 200) -> ResponseReturnValue:
    return respond.page("policies/new.html", status=status, shape=shape, form=form)


@policies.action("/<kind>/<name>/draft", needs=MANAGE)
def draft(actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    """Keep the draft."""
    shape = publishing.shape_of(kind, name)
    form = form_of(shape, request.form)

    def keep(who: Actor) -> Any:
        return publishing.draft(who, shape, form.said(shape))

    if submit(form, actor, keep) is None:
        return _new(shape, form, 422)
    return respond.done(url_for(".versions", kind=kind, name=name))


@policies.action("/<kind>/<name>/publication", needs=MANAGE)
def publish(actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    """The draft becomes the next version."""
    shape, form = publishing.shape_of(kind, name), ReasonForm(request.form)
    made = submit(form, actor, lambda who: publishing.publish(who, shape, form.reason.data))
    if made is None:
        return _versions(shape, form, 422)
    flash(f"已发布，自 {made.valid_from:%Y-%m-%d} 起生效；此前的事项仍按原版本。", "fine")
    return respond.done(url_for(".versions", kind=kind, name=name))


@policies.action("/<kind>/<name>/draft/removal", needs=MANAGE)
def discard(actor: Actor, kind: str, name: str) -> ResponseReturnValue:
    """The draft is thrown away."""
    shape = publishing.shape_of(kind, name)
    perform(actor, lambda who: publishing.discard(who, shape))
    return respond.done(url_for(".versions", kind=kind, name=name))
