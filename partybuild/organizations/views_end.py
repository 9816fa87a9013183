"""The state of an organization by pages: under order, ended, and back."""

from flask import request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.organizations import ending, pages, queries
from partybuild.organizations.act_forms import EndForm, RestoreForm, StandingForm
from partybuild.organizations.answers import ask, kept, tried
from partybuild.organizations.feature import organizations
from partybuild.organizations.kinds import OrganizationState

KEEP = Permission.ORGANIZATIONS_KEEP


@organizations.page("/<int:organization_id>/standing", needs=KEEP)
def standing(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form for 正常, 活动异常 and 责令停止活动."""
    subject = queries.organization(actor, organization_id)
    version = str(queries.version(actor, organization_id))
    form = StandingForm(version=version, state=subject.state.value)
    return ask(actor, organization_id, "standing", form)


@organizations.action("/<int:organization_id>/standing", needs=KEEP)
def set_standing(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Put an organization under order, or back to normal."""
    form = StandingForm(request.form)
    done, status = tried(
        form,
        actor,
        lambda a: ending.set_state(
            a,
            organization_id,
            OrganizationState(form.state.data),
            form.effective_on.data,
            pages.asked(form),
        ),
    )
    if done:
        return kept(organization_id, done)
    return ask(actor, organization_id, "standing", form, status)


@organizations.page("/<int:organization_id>/end", needs=KEEP)
def end(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form for the three ends."""
    form = EndForm(version=str(queries.version(actor, organization_id)))
    return ask(actor, organization_id, "end", form)


@organizations.action("/<int:organization_id>/end", needs=KEEP)
def end_it(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """End an organization."""
    form = EndForm(request.form)
    done, status = tried(
        form,
        actor,
        lambda a: ending.end(
            a,
            organization_id,
            OrganizationState(form.state.data),
            form.effective_on.data,
            pages.asked(form),
        ),
    )
    if done:
        return kept(organization_id, done)
    return ask(actor, organization_id, "end", form, status)


@organizations.page("/<int:organization_id>/restoration", needs=KEEP)
def restoration(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form that takes back an end."""
    form = RestoreForm(version=str(queries.version(actor, organization_id)))
    return ask(actor, organization_id, "restoration", form)


@organizations.action("/<int:organization_id>/restoration", needs=KEEP)
def restore(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Take back an end that was a mistake."""
    form = RestoreForm(request.form)
    done, status = tried(
        form, actor, lambda a: ending.restore(a, organization_id, pages.asked(form))
    )
    if done:
        return kept(organization_id, done)
    return ask(actor, organization_id, "restoration", form, status)
