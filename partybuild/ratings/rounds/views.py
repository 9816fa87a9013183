"""Rounds of star rating: which there are, drafting, preview, opening, closing."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.party.answers import tried
from partybuild.policies.seeding import SINCE
from partybuild.ratings.kinds import LeftOut, RoundState, Stage
from partybuild.ratings.rounds import commands, corrections, opening, pages, rules
from partybuild.ratings.rounds.feature import MANAGE, READ, rating_rounds
from partybuild.ratings.rounds.forms import AdditionForm, RoundForm, proposed, standing
from partybuild.ratings.rounds.pages import Shown
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.queries import readable
from partybuild.regions import queries as regions
from partybuild.web import respond
from partybuild.web.forms import perform


@rating_rounds.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every round that concerns the person, with how far it is."""
    found = pages.listed(actor)
    counts = pages.counts(actor, [each.row.id for each in found])
    return respond.page(
        "ratings/rounds/index.html", rounds=found, counts=counts, stages=Stage, may=actor.may
    )


@rating_rounds.page("/new", needs=MANAGE)
def new(actor: Actor) -> ResponseReturnValue:
    """First which scheme, then the terms, filled in from what it says."""
    number = request.args.get("scheme", type=int)
    if number is None:
        return respond.page("ratings/rounds/choose.html", offered=pages.offered(actor), since=SINCE)
    scheme = readable(actor, number, clock.today()).scheme
    form = RoundForm(data=proposed(scheme, clock.today())).offer(scheme)
    return _edit(actor, number, form)


def _edit(
    actor: Actor, scheme_id: int, form: RoundForm, found: Shown | None = None, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "ratings/rounds/edit.html",
        status=status,
        form=form,
        found=found,
        area=actor.reach.unit.name if actor.reach.unit else "",
        scheme=schemes.scheme(scheme_id),
    )


@rating_rounds.action("/new", needs=MANAGE)
def create(actor: Actor) -> ResponseReturnValue:
    """The draft stands; on to the preview of its list."""
    number = request.args.get("scheme", 0, type=int)
    scheme = readable(actor, number, clock.today()).scheme
    form = RoundForm(request.form).offer(scheme)
    unit = _unit(actor)
    made, status = tried(form, actor, lambda who: commands.draft(who, form.planned(unit, number)))
    if made is None:
        return _edit(actor, number, form, status=status)
    return respond.done(url_for(".show", round_id=made))


def _unit(actor: Actor) -> str:
    """The code of the person's own unit: a round is opened there."""
    here = actor.reach.unit
    if here is None:
        raise OutOfReach
    return regions.region(here.id).code


@rating_rounds.page("/<int:round_id>/terms", needs=MANAGE)
def terms(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The terms of a draft, to be changed."""
    found = pages.shown(actor, round_id)
    row = commands.own_round(actor, round_id)
    rules.check_editable(row.state)
    form = RoundForm(data=standing(row)).offer(found.scheme)
    return _edit(actor, row.scheme_id, form, found)


@rating_rounds.action("/<int:round_id>/terms", needs=MANAGE)
def change_terms(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The draft has other terms."""
    found = pages.shown(actor, round_id)
    form, number = RoundForm(request.form).offer(found.scheme), found.row.scheme_id
    code = found.unit.code
    made, status = tried(
        form, actor, lambda who: commands.draft(who, form.planned(code, number), round_id)
    )
    if made is None:
        return _edit(actor, number, form, pages.shown(actor, round_id), status)
    return respond.done(url_for(".show", round_id=round_id))


@rating_rounds.page("/<int:round_id>", needs=READ)
def show(actor: Actor, round_id: int) -> ResponseReturnValue:
    """A draft with the preview of its list, or how far a round is."""
    return shown(actor, round_id, AdditionForm())


def shown(
    actor: Actor, round_id: int, form: AdditionForm, status: int = 200
) -> ResponseReturnValue:
    """The page of a round with this form."""
    found = pages.shown(actor, round_id)
    if found.row.state is RoundState.DRAFT:
        return _draft(actor, found)
    return respond.page(
        "ratings/rounds/show.html",
        status=status,
        found=found,
        counts=pages.counts(actor, [round_id])[round_id],
        left_out=pages.left_out(actor, round_id),
        stages=Stage,
        form=form,
        runs=actor.may(MANAGE) and found.own(actor),
        may=actor.may,
    )


def _draft(actor: Actor, found: Shown) -> ResponseReturnValue:
    listed = commands.preview(actor, found.row.id)
    return respond.page(
        "ratings/rounds/draft.html",
        found=found,
        tally=pages.tallied(listed),
        named=len(listed),
        job=opening.under_way(found.row.id),
        own=actor.user_id,
        may=actor.may,
    )


@rating_rounds.page("/<int:round_id>/preview", needs=MANAGE)
def preview(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The names behind one number of a draft's preview."""
    found = pages.shown(actor, round_id)
    rules.check_editable(found.row.state)
    word = request.args.get("reason", "")
    reason = LeftOut(word) if word in {each.value for each in LeftOut} else None
    rows = [each for each in commands.preview(actor, round_id) if each.left_out is reason]
    labels = {each.key: each.label for each in found.scheme.categories}
    return respond.page(
        "ratings/rounds/preview.html", found=found, reason=reason, rows=rows, labels=labels
    )


@rating_rounds.action("/<int:round_id>/opening", needs=MANAGE)
def open_up(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The list is frozen and the round runs; a long list is made by a job."""
    version = request.form.get("version", type=int) or 0
    if opening.is_long(actor, round_id):
        job = perform(actor, lambda who: opening.ask(who, round_id, version))
        return respond.done(url_for("jobs.show", job_id=job))
    count = perform(actor, lambda who: commands.open_round(who, round_id, version))
    flash(f"已开展，应参评 {count} 个，名单已冻结。", "fine")
    return respond.done(url_for(".show", round_id=round_id))


@rating_rounds.action("/<int:round_id>/closing", needs=MANAGE)
def close(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The round is history."""
    version = request.form.get("version", type=int) or 0
    count = perform(actor, lambda who: corrections.close(who, round_id, version))
    flash(f"这一轮评星已结束，共公布 {count} 个星级。", "fine")
    return respond.done(url_for(".show", round_id=round_id))


@rating_rounds.action("/<int:round_id>/additions", needs=MANAGE)
def add(actor: Actor, round_id: int) -> ResponseReturnValue:
    """One more takes part, with the reason."""
    form: Any = AdditionForm(request.form)
    code, reason = form.code.data or "", form.reason.data or ""
    made, status = tried(form, actor, lambda who: corrections.add(who, round_id, code, reason))
    if made is None:
        return shown(actor, round_id, form, status)
    flash("已补列参评。", "fine")
    return respond.done(url_for(".assessment", assessment_id=made))
