"""Entering organizations and changing their facts: each form a page and a piece of one."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.organizations import commands, pages, queries, registering
from partybuild.organizations.act_forms import NumberForm, UnitForm
from partybuild.organizations.answers import ask, kept, tried
from partybuild.organizations.entry import entry_of, register_form
from partybuild.organizations.feature import organizations
from partybuild.organizations.forms import stated
from partybuild.organizations.rules import Part
from partybuild.web import respond

KEEP = Permission.ORGANIZATIONS_KEEP
PARTS = ", ".join(f"'{part.value}'" for part in Part)


@organizations.page("/new", needs=KEEP)
def new(actor: Actor) -> ResponseReturnValue:
    """The form for a new organization."""
    return respond.page(
        "organizations/new.html", form=register_form(actor), offers=pages.offers(actor)
    )


@organizations.action("", needs=KEEP)
def register(actor: Actor) -> ResponseReturnValue:
    """Enter a new organization, then show it."""
    form = register_form(actor, request.form)
    number, status = tried(form, actor, lambda a: registering.register(a, entry_of(form)))
    if number is None:
        return respond.page(
            "organizations/new.html", status=status, form=form, offers=pages.offers(actor)
        )
    return kept(number, "新的社会组织")


@organizations.page(f"/<int:organization_id>/<any({PARTS}):part>", needs=KEEP)
def edit(actor: Actor, organization_id: int, part: str) -> ResponseReturnValue:
    """The form of one part of an organization's facts, as they were on the day `on`."""
    seen = _seen(actor, organization_id, request.args.get("on"))
    form = pages.form_for(Part(part), seen, version=queries.version(actor, organization_id))
    return _edit(actor, seen, Part(part), form)


@organizations.action(f"/<int:organization_id>/<any({PARTS}):part>", needs=KEEP)
def change(actor: Actor, organization_id: int, part: str) -> ResponseReturnValue:
    """Change one part of an organization's facts."""
    on = request.form.get("on")
    form = pages.form_for(Part(part), _seen(actor, organization_id, on), request.form)
    done, status = tried(
        form,
        actor,
        lambda a: commands.change(
            a, organization_id, Part(part), stated(form, Part(part)), pages.asked(form)
        ),
    )
    if done:
        return kept(organization_id, done)
    # What was read before the refused transaction has gone with it.
    return _edit(actor, _seen(actor, organization_id, on), Part(part), form, status)


def _seen(actor: Actor, organization_id: int, on: str | None) -> pages.Seen:
    (seen,) = pages.seen(actor, [organization_id], pages.day_asked(on))
    return seen


def _edit(
    actor: Actor, seen: pages.Seen, part: Part, form: Any, status: int = 200
) -> ResponseReturnValue:
    if status == 409:
        form.version.data = str(queries.version(actor, seen.subject.id))
    return respond.page(
        "organizations/edit.html",
        fragment="organizations/_edit.html",
        status=status,
        seen=seen,
        part=part,
        form=form,
        past=seen.day != clock.today(),
        mark=queries.mark_of(actor, seen.subject.unit_id, seen.subject.body_id),
        offers=pages.offers(actor) if part is Part.PROFILE else {},
        removal=pages.removal(actor, seen, form) if part is Part.PROFILE else None,
    )


@organizations.page("/<int:organization_id>/unit", needs=KEEP)
def unit(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form that lets an organization count elsewhere."""
    form = UnitForm(version=str(queries.version(actor, organization_id)))
    return ask(actor, organization_id, "unit", form)


@organizations.action("/<int:organization_id>/unit", needs=KEEP)
def transfer(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Let an organization count in another unit in reach."""
    form = UnitForm(request.form)
    done, status = tried(
        form,
        actor,
        lambda a: commands.transfer(a, organization_id, form.unit.data or "", pages.asked(form)),
    )
    if done:
        return kept(organization_id, done)
    return ask(actor, organization_id, "unit", form, status)


@organizations.page("/<int:organization_id>/number", needs=KEEP)
def number(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form that corrects a unified code or filing number."""
    subject = queries.organization(actor, organization_id)
    version = str(queries.version(actor, organization_id))
    form = NumberForm(version=version, number=subject.number)
    return ask(actor, organization_id, "number", form)


@organizations.action("/<int:organization_id>/number", needs=KEEP)
def renumber(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Correct a unified code or filing number."""
    form = NumberForm(request.form)
    done, status = tried(
        form,
        actor,
        lambda a: commands.renumber(a, organization_id, form.number.data or "", pages.asked(form)),
    )
    if done:
        return kept(organization_id, done)
    return ask(actor, organization_id, "number", form, status)
