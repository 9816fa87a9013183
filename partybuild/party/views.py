"""Looking at Party organizations: tree, list, the page of one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import work
from partybuild.notices.panel import papers
from partybuild.organizations.pages import day_asked
from partybuild.party import asking, choosing, life, post_commands, tree
from partybuild.party.display import display
from partybuild.party.display import party as party_of
from partybuild.party.feature import party
from partybuild.party.forms_life import LifeForm
from partybuild.party.history import history
from partybuild.party.ports import party_ports
from partybuild.web import respond

READ = Permission.PARTY_READ


@party.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The tree, unfolded at the ids in `open`."""
    unfolded = asking.numbers(request.args.getlist("open"))
    return respond.page(
        "party/index.html",
        nodes=tree.tree(actor, unfolded),
        unfolded=unfolded,
        kinds=asking.KINDS,
        warnings=asking.WARNINGS,
    )


@party.page("/<int:party_id>", needs=READ)
def show(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Everything known of one Party organization, today or on the day `on`."""
    shown = display(actor, party_id, day_asked(request.args.get("on")))
    return respond.page(
        "party/show.html",
        shown=shown,
        year=life.year_of(actor, shown.row, shown.facts, shown.day),
        events=history(actor, party_id),
        form=LifeForm(held_on=clock.today()),
        # They speak of today.
        panels=_panels(actor, party_id) if shown.today else [],
        **(papers(actor, party_organization_id=party_id) if shown.today else {}),
    )


def _panels(actor: Actor, party_id: int) -> list[Markup]:
    """What other rooms add to the page, rendered each with its own context."""
    found = (panel(actor, party_id) for panel in party_ports.panels)
    return [Markup(render_template(one[0], **one[1])) for one in found if one]


@party.page("/<int:party_id>/organizations", needs=READ)
def organizations(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Every organization covered by it or by a Party organization below it."""
    row = party_of(actor, party_id)
    after, before = (asking.number(request.args.get(name)) for name in ("after", "before"))
    page = tree.covered_below(actor, row, after, before)
    return respond.page(
        "party/organizations.html", row=row, page=page, picks=choosing.picks(actor, page.rows)
    )


@party.action("/<int:party_id>/telephone", needs=Permission.TELEPHONES_REVEAL)
def telephone(actor: Actor, party_id: int) -> ResponseReturnValue:
    """The secretary's telephone in full, once; asking is audited."""
    with work(actor) as running:
        number = post_commands.reveal_telephone(running.actor, party_id)
    return respond.page(
        "party/telephone.html",
        fragment="party/_telephone.html",
        row=party_of(actor, party_id),
        number=number,
    )
