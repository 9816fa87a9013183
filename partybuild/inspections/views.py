"""Campaigns: which there are, drafting, opening, figures, closing."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.inspections import closing, commands, counting, opening, pages, queries, rules
from partybuild.inspections.commands import Planned
from partybuild.inspections.feature import inspections
from partybuild.inspections.forms import AdditionForm, CampaignForm, filled
from partybuild.inspections.kinds import CampaignState, Exclusion, Regime
from partybuild.organizations.kinds import OrganizationKind
from partybuild.party.answers import tried
from partybuild.web import respond
from partybuild.web.forms import perform

READ, KEEP = Permission.INSPECTIONS_READ, Permission.INSPECTIONS_KEEP
BRIEF = ("expected", "inspected", "wants_evaluation", "wants_conclusion", "published")


@inspections.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every campaign that concerns the person, with its rate."""
    found = [
        (each, counting.table(actor, each.row.id, pages.narrowed(actor, each, ""), BRIEF).total)
        for each in queries.campaigns(actor)
    ]
    return respond.page("inspections/index.html", campaigns=found, title=rules.title, may=actor.may)


def _form(actor: Actor, given: Any = None) -> CampaignForm:
    form = CampaignForm(given)
    form.unit.choices = {unit.code: unit.name for unit in pages.units(actor)}
    return form


def _planned(form: CampaignForm) -> Planned:
    return Planned(
        form.year.data,
        form.unit.data,
        form.own.data,
        tuple(OrganizationKind(kind) for kind in form.kinds.data),
        Regime(form.regime.data),
        form.charities.data,
        form.opens_on.data,
        form.closes_on.data,
    )


@inspections.page("/new", needs=KEEP)
def new(actor: Actor) -> ResponseReturnValue:
    """First step: the terms of a campaign."""
    form, year = _form(actor), clock.today().year
    form.year.data = year - 1
    form.kinds.data = [kind.value for kind in OrganizationKind if kind.registered]
    form.opens_on.data = clock.today().replace(month=3, day=1)
    form.closes_on.data = clock.today().replace(month=5, day=31)
    return respond.page("inspections/edit.html", form=form, campaign=None)


@inspections.action("/new", needs=KEEP)
def create(actor: Actor) -> ResponseReturnValue:
    """The draft stands; on to the preview of its list."""
    form = _form(actor, request.form)
    number, status = tried(form, actor, lambda who: commands.draft(who, _planned(form)))
    if number is None:
        return respond.page("inspections/edit.html", status=status, form=form, campaign=None)
    return respond.done(url_for("inspections.show", campaign_id=number))


@inspections.page("/<int:campaign_id>/terms", needs=KEEP)
def terms(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The terms of a draft, to be changed."""
    found = queries.campaign(actor, campaign_id)
    rules.check_editable(found.row.state, found.row.year)
    form = filled(_form(actor), found.row, unit=found.unit.code)
    return respond.page("inspections/edit.html", form=form, campaign=found)


@inspections.action("/<int:campaign_id>/terms", needs=KEEP)
def change_terms(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The draft has other terms."""
    form = _form(actor, request.form)
    number, status = tried(
        form, actor, lambda who: commands.draft(who, _planned(form), campaign_id)
    )
    if number is None:
        found = queries.campaign(actor, campaign_id)
        return respond.page("inspections/edit.html", status=status, form=form, campaign=found)
    return respond.done(url_for("inspections.show", campaign_id=number))


@inspections.page("/<int:campaign_id>", needs=READ)
def show(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """A draft with the preview of its list, or the figures of a campaign."""
    found = queries.campaign(actor, campaign_id)
    title = rules.title(found.row.year)
    if found.row.state is CampaignState.DRAFT:
        preview = commands.preview(actor, campaign_id)
        return respond.page(
            "inspections/draft.html",
            found=found,
            preview=preview,
            title=title,
            may=actor.may,
            job=opening.under_way(campaign_id),
            own=actor.user_id,
        )
    return _figures(actor, campaign_id, AdditionForm(), title)


def _figures(
    actor: Actor, campaign_id: int, form: AdditionForm, title: str, status: int = 200
) -> ResponseReturnValue:
    overview = pages.overview(actor, campaign_id, request.args.get("unit", ""))
    ends = clock.today() > overview.found.row.closes_on
    return respond.page(
        "inspections/show.html",
        status=status,
        overview=overview,
        form=form,
        title=title,
        ended=ends,
        may=actor.may,
    )


@inspections.page("/<int:campaign_id>/preview", needs=KEEP)
def preview(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The names behind one number of a draft's preview."""
    found = queries.campaign(actor, campaign_id)
    rules.check_editable(found.row.state, found.row.year)
    word = request.args.get("reason", "")
    reason = Exclusion(word) if word in {each.value for each in Exclusion} else None
    rows = commands.preview(actor, campaign_id).of(reason)
    return respond.page("inspections/preview.html", found=found, reason=reason, rows=rows)


@inspections.action("/<int:campaign_id>/opening", needs=KEEP)
def open_up(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The list is frozen and the campaign runs; a long list is made by a job."""
    version = request.form.get("version", type=int) or 0
    if opening.is_long(actor, campaign_id):
        job = perform(actor, lambda who: opening.ask(who, campaign_id, version))
        return respond.done(url_for("jobs.show", job_id=job))
    count = perform(actor, lambda who: commands.open_campaign(who, campaign_id, version))
    flash(f"已开放，应检 {count} 家，名单已冻结。", "fine")
    return respond.done(url_for("inspections.show", campaign_id=campaign_id))


@inspections.action("/<int:campaign_id>/closing", needs=KEEP)
def close(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The campaign is over; who has not filed is 未参检. Very many are marked by a job."""
    version = request.form.get("version", type=int) or 0
    if closing.is_long(actor, campaign_id):
        job = perform(actor, lambda who: closing.ask(who, campaign_id, version))
        return respond.done(url_for("jobs.show", job_id=job))
    count = perform(actor, lambda who: closing.close_campaign(who, campaign_id, version))
    flash(f"已结束，{count} 家没有报送，记为未参检。", "fine")
    return respond.done(url_for("inspections.show", campaign_id=campaign_id))


@inspections.action("/<int:campaign_id>/additions", needs=KEEP)
def add(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """One more organization is expected, with the reason."""
    form = AdditionForm(request.form)
    number = queries.numbered(actor, form.number.data or "")
    made, status = tried(
        form, actor, lambda who: commands.add_expected(who, campaign_id, number, form.reason.data)
    )
    if made is None:
        year = queries.campaign(actor, campaign_id).row.year
        return _figures(actor, campaign_id, form, rules.title(year), status)
    flash("已补列入应检名单。", "fine")
    return respond.done(url_for("inspections.record", inspection_id=made))
