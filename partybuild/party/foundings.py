"""The form of a new Party organization: what it proposes, what it hands to the command."""

from collections.abc import Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.organizations import places
from partybuild.organizations import queries as organizations
from partybuild.party.commands import Founding
from partybuild.party.forms import FoundingForm
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.parts import looked_up
from partybuild.regions import queries as regions


def opening(actor: Actor, ids: Sequence[int], arguments: Mapping[str, str]) -> dict[str, Any]:
    """What the form shows first: a branch of the organizations chosen, in the actor's unit."""
    top = regions.top_of(actor)
    asked = arguments.get("formation", "")
    chosen = organizations.organizations(actor, ids) if ids else []
    single = asked == Formation.SINGLE and len(chosen) == 1
    count = organizations.facts_on(actor, ids, clock.today(), "headcount") if single else {}
    members = count[ids[0]].headcount if count else None
    return {
        "kind": PartyKind.BRANCH.value,
        "formation": asked if asked in list(Formation) else "",
        "name": f"中共{chosen[0].name}支部委员会" if single else "",
        "lead": f"{chosen[0].number} {chosen[0].name}" if single else "",
        "region": places.written(top) if top and not single else "",
        "founded_on": clock.today(),
        "full": members.full if members else None,
        "probationary": members.probationary if members else None,
    }


def founding(actor: Actor, form: FoundingForm, ids: Sequence[int]) -> Founding:
    """The command's own words of a valid form. RuleBroken for a name that cannot be found."""
    counts = {"full": form.full.data, "probationary": form.probationary.data}
    known = any(count is not None for count in counts.values())
    secretary = {"name": form.secretary.data, "telephone": form.telephone.data}
    return Founding(
        founded_on=form.founded_on.data,
        profile={**form.values(), **looked_up(actor, form, None)},
        secretary=secretary if form.secretary.data else {},
        last_day=form.last_day.data,
        headcount=counts if known else {},
        organizations=ids,
        reason=form.reason.data,
    )
