"""Pages of the guided procedures: set up, elect, dissolve, merge."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.gates.terms import asking, process, showing
from partybuild.gates.terms.rules import Matter
from partybuild.notices.kinds import KINDS
from partybuild.notices.queries import symbol
from partybuild.organizations import pages
from partybuild.party.display import party
from partybuild.web import respond
from partybuild.web.feature import Feature

procedures = Feature("procedures", __name__, url_prefix="/procedures")
BASE = "/procedures"
READ, KEEP = Permission.CASES_READ, Permission.PARTY_KEEP
REQUEST = Permission.PROCEDURES_REQUEST


@procedures.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Procedures of the area, with filters."""
    asked = request.args.get("matter", "")
    asked = asked if asked in list(Matter) else ""
    state = request.args.get("state", "open")
    found = showing.listed(actor, asked, state, asking.number(request.args.get("after")))
    return respond.page(
        "procedures/index.html",
        found=found,
        matter=asked,
        state=state,
        tables=process.TABLES,
        today=clock.today(),
        keeps=actor.may(KEEP),
        reads_terms=actor.may(Permission.GATES_READ),
    )


@procedures.page("/new", needs=REQUEST)
def new(actor: Actor) -> ResponseReturnValue:
    """The form that opens a procedure."""
    matter, number = asking.matter(request.args), asking.number(request.args.get("party"))
    lead = asking.number(request.args.get("organization"))
    own = lead and matter is Matter.FOUNDING
    form = asking.founding_of(actor, lead) if own else asking.opening(matter)
    return _new(actor, matter, number, form)


@procedures.action("", needs=REQUEST, files=6)
def begin(actor: Actor) -> ResponseReturnValue:
    """Open a procedure."""
    matter, number = asking.matter(request.form), asking.number(request.form.get("party"))
    form = asking.opening(matter, request.form)
    made = asking.begin(actor, matter, number, form)
    if made is None:
        return _new(actor, matter, number, form, 422)
    return respond.done(f"{BASE}/{made}")


def _new(
    actor: Actor, matter: Matter, number: int, form: Any, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "procedures/new.html",
        status=status,
        form=form,
        matter=matter,
        party=None if matter is Matter.FOUNDING else party(actor, number),
        offers=pages.offers(actor),
        slots=asking.request_slots(matter),
        at_once=matter in process.REQUESTS or actor.role is Role.SECRETARY,
    )


@procedures.page("/<int:case_id>", needs=READ)
def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One procedure: where it stands, what was said, what can be done now."""
    return _show(actor, case_id)


def _show(
    actor: Actor, case_id: int, status: int = 200, form: Any = None, action: str = ""
) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    return respond.page(
        "procedures/show.html",
        status=status,
        shown=found,
        forms=asking.step_forms(found, form, action),
        typed=asking.typed(form, action),
        slots=showing.slots,
        has_reply=showing.has_reply,
        offers=pages.offers(actor),
        kinds=KINDS,
        symbol=symbol,
        today=clock.today(),
    )


@procedures.action("/<int:case_id>/<action>", needs=READ, files=6)
def step(actor: Actor, case_id: int, action: str) -> ResponseReturnValue:
    """Take a step."""
    form = asking.form_of(actor, case_id, action, request.form)
    if not asking.take(actor, case_id, action, form):
        return _show(actor, case_id, 422, form, action)
    flash("已登记。", "fine")
    return respond.done(f"{BASE}/{case_id}")
