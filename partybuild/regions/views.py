"""The pages of units."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.regions import forms, keeping, pages
from partybuild.regions.levels import Level
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

regions = Feature("regions", __name__, url_prefix="/regions")
FORMS: dict[str, type[forms.Reasoned] | type[forms.FirstDayForm]] = {
    "zones": forms.ZoneForm,
    "names": forms.NameForm,
    "superiors": forms.ParentForm,
    "ends": forms.EndForm,
    "first-days": forms.FirstDayForm,
}


@regions.page("/", needs=Permission.REGIONS_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """My unit and the units directly below it."""
    return respond.page("regions/show.html", page=pages.top(actor), form=None, act="")


@regions.page("/<int:region_id>", needs=Permission.REGIONS_READ)
def show(actor: Actor, region_id: int) -> ResponseReturnValue:
    """One unit in reach, the units below it, its history."""
    page = pages.unit(actor, region_id)
    return respond.page("regions/show.html", page=page, form=None, act="")


@regions.page(
    "/<int:region_id>/<any(zones,names,superiors,ends,'first-days'):act>/new",
    needs=Permission.REGIONS_KEEP,
)
def ask(actor: Actor, region_id: int, act: str) -> ResponseReturnValue:
    """The form of one act on a unit."""
    page = pages.unit(actor, region_id)
    return respond.page("regions/show.html", page=page, form=_form(actor, page, act), act=act)


@regions.action(
    "/<int:region_id>/<any(zones,names,superiors,ends,'first-days'):act>",
    needs=Permission.REGIONS_KEEP,
)
def keep(actor: Actor, region_id: int, act: str) -> ResponseReturnValue:
    """Do it, then show the unit."""
    page = pages.unit(actor, region_id)
    form: Any = _form(actor, page, act, formdata=request.form)
    done = submit(form, actor, lambda actor: _act(actor, region_id, act, form) or True)
    if done is None:
        return respond.page("regions/show.html", status=422, page=page, form=form, act=act)
    return respond.done(url_for(".show", region_id=region_id))


def _form(actor: Actor, page: pages.UnitPage, act: str, **given: Any) -> Any:
    form = FORMS[act](**given)
    if isinstance(form, forms.ParentForm):
        form.offer(pages.superiors(actor, page.region))
    return form


def _act(actor: Actor, region_id: int, act: str, form: Any) -> object:
    day, reason = form.day.data, form.reason.data
    match act:
        case "zones":
            level = Level(form.level.data)
            return keeping.add_zone(actor, region_id, form.name.data.strip(), level, day, reason)
        case "names":
            return keeping.rename(actor, region_id, form.name.data.strip(), day, reason)
        case "superiors":
            return keeping.move(actor, region_id, form.parent.data, day, reason)
        case "ends":
            return keeping.end(actor, region_id, day, reason)
    return keeping.set_first_day(actor, region_id, day, reason)
