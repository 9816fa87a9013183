"""Cover of organizations: links from both ends, instructors, mass organizations."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.party import asking, choosing, cover_commands, near, people, sending
from partybuild.party.answers import kept, tried
from partybuild.party.display import display
from partybuild.party.feature import party
from partybuild.party.forms_cover import (
    AssignmentForm,
    JoiningForm,
    LinkForm,
    MassForm,
)
from partybuild.party.kinds import MassKind
from partybuild.party.parts import why
from partybuild.web import respond

KEEP = Permission.PARTY_KEEP


@party.page("/<int:party_id>/links", needs=KEEP)
def links(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Choosing organizations that a Party organization is to cover."""
    ids = asking.numbers(request.args.getlist("organization"))
    return _links(actor, party_id, LinkForm(effective_on=clock.today()), ids)


@party.action("/<int:party_id>/links", needs=KEEP)
def link(actor: Actor, party_id: int) -> ResponseReturnValue:
    """Link the chosen organizations from a day on."""
    form = LinkForm(request.form)
    ids = asking.numbers(request.form.getlist("organizations"))
    made, status = tried(
        form, actor, lambda who: cover_commands.link(who, party_id, ids, why(form))
    )
    if made is None:
        return _links(actor, party_id, form, ids, status)
    return kept(f"登记覆盖 {len(ids)} 家组织", url_for("party.show", party_id=party_id))


def _links(
    actor: Actor, party_id: int, form: LinkForm, ids: list[int], status: int = 200
) -> ResponseReturnValue:
    words = request.args.get("q", "")[:60]
    return respond.page(
        "party/links.html",
        status=status,
        shown=display(actor, party_id, clock.today()),
        form=form,
        choice=choosing.choice(actor, (f"/party/{party_id}/links", []), words, ids),
    )


@party.page("/organizations/<int:organization_id>/joint", needs=KEEP)
def joint(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Branches that could take an organization in, and those it could form one with."""
    return _joint(actor, organization_id, JoiningForm(effective_on=clock.today()))


@party.action("/organizations/<int:organization_id>/joint", needs=KEEP)
def join(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The organization is covered by the Party organization chosen."""
    form = JoiningForm(request.form)
    made, status = tried(
        form,
        actor,
        lambda who: cover_commands.link(
            who, sending.shelter(who, form), [organization_id], why(form)
        ),
    )
    if made is None:
        return _joint(actor, organization_id, form, status)
    return kept("并入党组织", f"/organizations/{organization_id}")


def _joint(
    actor: Actor, organization_id: int, form: JoiningForm, status: int = 200
) -> ResponseReturnValue:
    found = near.candidates(actor, organization_id)
    form.party.choices = {each.id: each.name for each in found}
    return respond.page(
        "party/joint.html",
        status=status,
        covering=people.covering(actor, organization_id),
        candidates=found,
        proposals=near.proposals(actor, organization_id),
        form=form,
    )


@party.page("/shelters", needs=KEEP)
def shelters(actor: Actor) -> ResponseReturnValue:
    """Party organizations that may cover and answer to what is typed."""
    found = choosing.parties_like(actor, request.args.get("other", ""), sending.COVERING)
    return respond.page("party/_options.html", options=[(r.code, r.name) for r in found])


@party.page("/organizations/<int:organization_id>/instructors", needs=KEEP)
def instructors(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form that sends an instructor or liaison officer."""
    return _instructors(actor, organization_id, AssignmentForm(effective_on=clock.today()))


@party.action("/organizations/<int:organization_id>/instructors", needs=KEEP)
def send(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Send somebody known, or somebody new."""
    form = AssignmentForm(request.form)
    form.known.choices = sending.known(actor)
    made, status = tried(
        form,
        actor,
        lambda who: cover_commands.assign(who, organization_id, sending.sent(who, form), why(form)),
    )
    if made is None:
        return _instructors(actor, organization_id, form, status)
    return kept("派驻", f"/organizations/{organization_id}")


def _instructors(
    actor: Actor, organization_id: int, form: AssignmentForm, status: int = 200
) -> ResponseReturnValue:
    form.known.choices = sending.known(actor)
    return respond.page(
        "party/instructors.html",
        status=status,
        covering=people.covering(actor, organization_id),
        form=form,
    )


@party.page("/organizations/<int:organization_id>/mass-organizations", needs=KEEP)
def masses(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """The form that enters a mass organization."""
    return _masses(actor, organization_id, MassForm(effective_on=clock.today()))


@party.action("/organizations/<int:organization_id>/mass-organizations", needs=KEEP)
def set_up(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Enter it from its day on."""
    form = MassForm(request.form)
    made, status = tried(
        form,
        actor,
        lambda who: cover_commands.set_up_mass(
            who, organization_id, MassKind(form.kind.data), why(form)
        ),
    )
    if made is None:
        return _masses(actor, organization_id, form, status)
    return kept("登记群团组织", f"/organizations/{organization_id}")


def _masses(
    actor: Actor, organization_id: int, form: MassForm, status: int = 200
) -> ResponseReturnValue:
    return respond.page(
        "party/masses.html",
        status=status,
        covering=people.covering(actor, organization_id),
        form=form,
    )
