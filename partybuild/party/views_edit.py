"""Founding a Party organization, and the form pages of one."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.organizations import places
from partybuild.organizations.queries import mark_of
from partybuild.party import asking, choosing, commands, founding_rules, foundings
from partybuild.party.answers import kept, tried
from partybuild.party.display import display
from partybuild.party.feature import party
from partybuild.party.forms import FoundingForm
from partybuild.party.kinds import PartyKind
from partybuild.party.parts import PARTS
from partybuild.web import respond

KEEP = Permission.PARTY_KEEP
ABOVE = (PartyKind.WORK_COMMITTEE, PartyKind.COMMITTEE, PartyKind.GENERAL_BRANCH)
PART = f"<any({','.join(PARTS)}):part>"


@party.page("/new", needs=KEEP)
def new(actor: Actor) -> ResponseReturnValue:
    """The form of a new Party organization, with the organizations it is to cover."""
    ids = asking.numbers(request.args.getlist("organization"))
    form = FoundingForm(data=foundings.opening(actor, ids, request.args))
    return _new(actor, form, ids)


@party.action("/new", needs=KEEP)
def create(actor: Actor) -> ResponseReturnValue:
    """Enter it, then show it."""
    form = FoundingForm(request.form)
    ids = asking.numbers(request.form.getlist("organizations"))
    made, status = tried(
        form, actor, lambda who: commands.found(who, foundings.founding(who, form, ids))
    )
    if made is None:
        return _new(actor, form, ids, status)
    if founding_rules.is_late(form.founded_on.data, form.approved_on.data):
        flash("批准日期晚于成立日期，是启用日以前的历史，已照填登记，请核对原件。", "soon")
    return kept("设立党组织", url_for("party.show", party_id=made))


def _new(
    actor: Actor, form: FoundingForm, ids: list[int], status: int = 200
) -> ResponseReturnValue:
    carried = [(name, request.args[name]) for name in ("formation", "next") if name in request.args]
    words = request.args.get("q", "")[:60]
    return respond.page(
        "party/new.html",
        status=status,
        form=form,
        choice=choosing.choice(actor, ("/party/new", carried), words, ids),
        units=[places.written(unit) for unit in places.offered(actor)],
    )


@party.page(f"/<int:party_id>/{PART}", needs=KEEP)
def edit(actor: Actor, party_id: int, part: str) -> ResponseReturnValue:
    """The form of one part, as things stand today."""
    shown = display(actor, party_id, clock.today())
    form = PARTS[part].form(data={**PARTS[part].opening(shown), "version": shown.version})
    return _edit(actor, party_id, part, form)


@party.action(f"/<int:party_id>/{PART}", needs=KEEP)
def change(actor: Actor, party_id: int, part: str) -> ResponseReturnValue:
    """Make the change, then show the Party organization."""
    form = PARTS[part].form(request.form)
    made, status = tried(
        form,
        actor,
        lambda who: PARTS[part].act(who, display(who, party_id, clock.today()), form),
    )
    if made is None:
        return _edit(actor, party_id, part, form, status)
    return kept(PARTS[part].heading, url_for("party.show", party_id=party_id))


def _edit(
    actor: Actor, party_id: int, part: str, form: object, status: int = 200
) -> ResponseReturnValue:
    shown = display(actor, party_id, clock.today())
    if status == 409:
        form.version.data = str(shown.version)  # type: ignore[attr-defined]
    return respond.page(
        "party/edit.html",
        fragment="party/_edit.html",
        status=status,
        shown=shown,
        part=PARTS[part],
        form=form,
        url=url_for("party.change", party_id=party_id, part=part),
        mark=mark_of(actor, shown.row.unit_id, shown.row.body_id),
        units=[places.written(unit) for unit in places.offered(actor)] if part == "profile" else [],
    )


@party.page("/superiors", needs=KEEP)
def superiors(actor: Actor) -> ResponseReturnValue:
    """Party organizations that may lead others and answer to what is typed."""
    words = request.args.get("superior", "")
    found = choosing.parties_like(actor, words, ABOVE)
    return respond.page("party/_options.html", options=[(r.code, r.name) for r in found])


@party.page("/leads", needs=KEEP)
def leads(actor: Actor) -> ResponseReturnValue:
    """Organizations that answer to what is typed."""
    found = choosing.organizations_like(actor, request.args.get("lead", ""))
    return respond.page("party/_options.html", options=[(r.number, r.name) for r in found])
