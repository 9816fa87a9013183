"""The registration form, and what it says once it is filled in."""

from typing import Any

from partybuild.access.actor import Actor
from partybuild.organizations import pages, places
from partybuild.organizations.act_forms import RegisterForm
from partybuild.organizations.forms import (
    BoardFields,
    ContactFields,
    HeadcountFields,
    ProfileFields,
)
from partybuild.organizations.lists import INDUSTRIES
from partybuild.organizations.registering import Entry
from partybuild.regions import queries as regions

_WORDS = ("region", "body")


def register_form(actor: Actor, typed: Any = None) -> RegisterForm:
    """The form for a new organization; its place starts from the actor's own unit."""
    top = regions.top_of(actor)
    form = RegisterForm(typed, region=places.written(top) if top else "")
    form.industry.choices = pages.options(INDUSTRIES)
    return form


def entry_of(form: RegisterForm) -> Entry:
    """What a valid form says."""
    profile = {n: v for n, v in _said(form, ProfileFields).items() if n not in _WORDS}
    return Entry(
        number=form.number.data or "",
        profile=profile,
        region=form.region.data or "",
        unit=form.unit.data or "",
        body=form.body.data or "",
        headcount=_said(form, HeadcountFields),
        contact=_said(form, ContactFields),
        board=_said(form, BoardFields),
        reason=form.reason.data or "",
        document=form.document.data or "",
        accepted=form.accepted.data or "",
    )


def _said(form: RegisterForm, fields: Any) -> dict[str, Any]:
    return {field.name: form[field.name].data for field in fields()}
