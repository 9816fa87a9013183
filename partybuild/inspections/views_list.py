"""The organizations behind a campaign's figures: lists, workbook, publishing many."""

from io import BytesIO
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import rolls, roster_asked
from partybuild.inspections import leaving, listing, pages, publishing, queries, rules, sheets
from partybuild.inspections.ahead import AT_ONCE
from partybuild.inspections.feature import inspections
from partybuild.inspections.kinds import Exclusion, Regime
from partybuild.web import respond
from partybuild.web.forms import perform

READ, KEEP = Permission.INSPECTIONS_READ, Permission.INSPECTIONS_KEEP
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@inspections.page("/<int:campaign_id>/organizations", needs=READ)
def organizations(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """A list of the campaign: exactly as many rows as the figure that led here."""
    found, wanted, roll = pages.listed(actor, campaign_id, request.args)
    back = "before" in request.args
    cursor = request.args.get("before") or request.args.get("after") or ""
    page = rolls.page(roll, wanted.sort, cursor, back, wanted.size)
    here = url_for("inspections.organizations", campaign_id=campaign_id)
    return respond.page(
        "inspections/organizations.html",
        found=found,
        asked=wanted,
        page=page,
        here=here,
        heading=listing.heading(wanted, Regime(found.row.regime)),
        title=rules.title(found.row.year),
        units=roster_asked.units(actor, wanted),
        paging=_paging(wanted, here, page),
        active=[(words, f"{here}?{rest}") for words, rest in wanted.in_force()],
        sort={"key": wanted.sort, "base": f"{here}?{wanted.address(sort=None)}&"},
        may=actor.may,
    )


def _paging(wanted: Any, here: str, page: Any) -> dict[str, str]:
    return {
        "previous": f"{here}?{wanted.address(before=page.previous)}" if page.previous else "",
        "next": f"{here}?{wanted.address(after=page.next)}" if page.next else "",
    }


@inspections.page("/<int:campaign_id>/workbook", needs=Permission.EXPORTS_MAKE)
def workbook(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """The same list as a workbook."""
    found, wanted, _ = pages.listed(actor, campaign_id, request.args)
    content = BytesIO(sheets.workbook(actor, found, wanted))
    name = sheets.name(found, wanted)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)


@inspections.page("/<int:campaign_id>/left-out", needs=READ)
def left_out(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """Who the frozen list leaves out, and why."""
    found = queries.campaign(actor, campaign_id)
    word = request.args.get("reason", "")
    reason = Exclusion(word) if word in {each.value for each in Exclusion} else None
    code = request.args.get("unit", "")
    scope = pages.narrowed(actor, found, code)
    after = request.args.get("after", type=int) or 0
    page = leaving.page(actor, campaign_id, reason, scope, after)
    here = url_for("inspections.left_out", campaign_id=campaign_id, reason=word, unit=code)
    return respond.page(
        "inspections/left_out.html",
        found=found,
        reason=reason,
        page=page,
        next=f"{here}&after={page.next}" if page.next else "",
        title=rules.title(found.row.year),
    )


@inspections.page("/<int:campaign_id>/publication", needs=KEEP)
def publication(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """How many of a list would be published together."""
    found, wanted, roll = pages.listed(actor, campaign_id, request.args)
    ready = publishing.ready(actor, roll.ids())
    return respond.page(
        "inspections/publication.html",
        found=found,
        asked=wanted,
        ready=ready,
        total=roll.total(),
        rows=listing.some(actor, [each.id for each in ready.rows]),
        title=rules.title(found.row.year),
    )


@inspections.action("/<int:campaign_id>/publication", needs=KEEP)
def publish_many(actor: Actor, campaign_id: int) -> ResponseReturnValue:
    """Those of the list that have both answers are published; very many by a job."""
    expected = request.form.get("expected", type=int) or 0
    if expected > AT_ONCE:
        address = request.query_string.decode()
        job = perform(actor, lambda who: publishing.ask(who, campaign_id, address, expected))
        return respond.done(url_for("jobs.show", job_id=job))

    def command(who: Actor) -> int:
        _, _, roll = pages.listed(who, campaign_id, request.args)
        return publishing.publish_many(who, roll.ids(), expected)

    count = perform(actor, command)
    flash(f"已公布 {count} 家的年检结论和党建评价。", "fine")
    return respond.done(url_for("inspections.show", campaign_id=campaign_id))
