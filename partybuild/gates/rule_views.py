"""Pages of sync rules: everybody who reads policies reads; the security administrator publishes."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.gates import gathering, previewing, publishing, ruling
from partybuild.gates.forms import ReasonForm, RuleForm
from partybuild.gates.publishing import Draft
from partybuild.gates.ruling import SyncRule
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit

sync_rules = Feature("sync_rules", __name__, url_prefix="/gates/rules")
READ, MANAGE = Permission.POLICIES_READ, Permission.POLICIES_MANAGE


@sync_rules.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every rule with the version that holds today and its next one."""
    today = clock.today()
    rules = [
        (said[0].name, ruling.holding(said, today) or said[0], said)
        for said in gathering.published().values()
    ]
    return respond.page("gates/rules.html", rules=rules, drafts=publishing.drafts(), today=today)


@sync_rules.page("/<name>", needs=READ)
def show(actor: Actor, name: str) -> ResponseReturnValue:
    """All versions of a rule, and its draft."""
    return _show(actor, name, ReasonForm())


def _show(actor: Actor, name: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    said = publishing.versions(name)
    policy = publishing.drafts().get(name)
    draft = gathering.rule_of(policy) if policy else None
    return respond.page(
        "gates/rule.html",
        status=status,
        versions=said[::-1],
        holding=ruling.holding(said, clock.today()),
        draft=draft,
        effect=previewing.preview(draft, said) if draft and actor.may(MANAGE) else None,
        form=form,
    )


@sync_rules.page("/<name>/draft", needs=MANAGE)
def new(actor: Actor, name: str) -> ResponseReturnValue:
    """The next version, beginning with what holds now."""
    said = publishing.versions(name)
    policy = publishing.drafts().get(name)
    rule = gathering.rule_of(policy) if policy else said[-1]
    return _new(said[-1], RuleForm(data=_filled(rule, policy is not None)))


def _new(rule: SyncRule, form: RuleForm, status: int = 200) -> ResponseReturnValue:
    return respond.page("gates/rule_draft.html", status=status, rule=rule, form=form)


def _filled(rule: SyncRule, drafted: bool) -> dict[str, object]:
    return {
        "valid_from": rule.valid_from if drafted else None,
        "any_before": rule.before is None,
        "before": rule.before,
        "after": rule.after,
        "pending": rule.pending,
        "working": "1" if rule.working else "0",
        "review_months": rule.review_months,
        "answers": rule.answers,
        "legal_basis": rule.legal_basis,
        "source": rule.source if drafted else "",
        "enabled": rule.enabled,
    }


@sync_rules.action("/<name>/draft", needs=MANAGE)
def draft(actor: Actor, name: str) -> ResponseReturnValue:
    """Keep the draft."""
    form = RuleForm(request.form)

    def said() -> Draft:
        return Draft(
            None if form.any_before.data else form.before.data or 0,
            form.after.data,
            form.pending.data,
            form.working.data == "1",
            form.review_months.data,
            form.legal_basis.data,
            form.answers.data,
            form.enabled.data,
            form.valid_from.data,
            form.source.data,
        )

    if submit(form, actor, lambda actor: publishing.draft(actor, name, said())) is None:
        return _new(publishing.versions(name)[-1], form, 422)
    return respond.done(url_for(".show", name=name))


@sync_rules.action("/<name>/publication", needs=MANAGE)
def publish(actor: Actor, name: str) -> ResponseReturnValue:
    """The draft becomes the next version."""
    form = ReasonForm(request.form)
    found = submit(form, actor, lambda actor: publishing.publish(actor, name, form.reason.data))
    if found is None:
        return _show(actor, name, form, 422)
    flash("已发布，正在后台重算同步判定；生效日之前的事项判定不变。", "fine")
    return respond.done(url_for(".show", name=name))


@sync_rules.action("/<name>/draft/removal", needs=MANAGE)
def discard(actor: Actor, name: str) -> ResponseReturnValue:
    """The draft is thrown away."""
    perform(actor, lambda actor: publishing.discard(actor, name))
    return respond.done(url_for(".show", name=name))
