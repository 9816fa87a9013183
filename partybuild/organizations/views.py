"""Looking at organizations: the page of one, its telephone, printed sheets."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import work
from partybuild.organizations import commands, pages, queries, single
from partybuild.organizations.feature import organizations
from partybuild.organizations.ports import organization_ports
from partybuild.web import respond

READ = Permission.ORGANIZATIONS_READ


@organizations.page("/<int:organization_id>", needs=READ)
def show(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Everything known of one organization, today or on the day `on`."""
    day = pages.day_asked(request.args.get("on"))
    past = day != clock.today()
    near = queries.close_up(actor, [organization_id])
    lines = single.lines(near, organization_id)
    known = single.facts(near, organization_id, lines, day)
    (seen,) = pages.seen(near, [organization_id], day, {organization_id: known})
    limit = None if request.args.get("history") == "all" else pages.HISTORY
    return respond.page(
        "organizations/show.html",
        seen=seen,
        crumbs=pages.crumbs(seen),
        past=past,
        life=lines.life,
        headcounts=lines.headcounts[::-1],
        events=queries.history(near, organization_id, limit and limit + 1),
        limit=limit,
        # They speak of today.
        panels=[] if past else _panels(actor, organization_id),
    )


def _panels(actor: Actor, organization_id: int) -> list[Markup]:
    """What other rooms add to the page, rendered each with its own context."""
    found = (panel(actor, organization_id) for panel in organization_ports.panels)
    return [Markup(render_template(one[0], **one[1])) for one in found if one]


@organizations.action("/<int:organization_id>/telephone", needs=Permission.TELEPHONES_REVEAL)
def telephone(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The telephone in full, once; asking is audited."""
    with work(actor) as running:
        number = commands.reveal_telephone(running.actor, organization_id)
    return respond.page(
        "organizations/telephone.html",
        fragment="organizations/_telephone.html",
        subject=queries.organization(actor, organization_id),
        number=number,
    )


@organizations.page("/<int:organization_id>/sheet", needs=READ)
def sheet(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """一社一档 of one organization, one page of A4."""
    return printed(actor, [organization_id])


@organizations.page("/sheets", needs=READ)
def sheets(actor: Actor) -> ResponseReturnValue:
    """一社一档 of the organizations named by `id`, one page of A4 each."""
    return printed(actor, pages.ids_asked(request.args.getlist("id")))


def printed(actor: Actor, ids: Sequence[int], words: str = "") -> ResponseReturnValue:
    """One page of A4 for each of these organizations, chosen as `words` say.

    RuleBroken for more than 500.
    """
    pages.check_printable(len(ids))
    near = queries.close_up(actor, ids)
    seen = pages.seen(near, ids, clock.today())
    return respond.page(
        "organizations/sheets.html",
        seen=seen,
        words=words,
        today=clock.today(),
        events=queries.latest_events(near, ids, 8),
        more=[lines(actor, ids) for lines in organization_ports.sheet_lines],
    )
