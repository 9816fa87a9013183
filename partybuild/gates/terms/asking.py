"""What the pages of the guided procedures are asked, and how their forms become commands."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.evidence import forms as evidence
from partybuild.evidence.rules import Slot
from partybuild.gates.terms import commands, process, queries, showing
from partybuild.gates.terms.commands import Said, Wanted
from partybuild.gates.terms.forms import (
    AppointmentForm,
    BackForm,
    ExtensionForm,
    FoundingForm,
    OpeningForm,
    StepForm,
)
from partybuild.gates.terms.request_forms import step_form
from partybuild.gates.terms.rules import Matter
from partybuild.gates.terms.showing import Shown
from partybuild.organizations import queries as organizations
from partybuild.party.choosing import organization_named, party_named
from partybuild.party.kinds import Formation

KEPT = (
    *("seats", "candidates", "secretary", "members", "property", "ended_too"),
    *("why", "former", "full", "probationary"),
)
"""What a step's form takes over from what was said before."""


def number(text: str | None) -> int:
    """A number in an address, 0 for none."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def matter(arguments: Mapping[str, str]) -> Matter:
    """Which matter; a founding where the address names none."""
    asked = arguments.get("matter", "")
    return Matter(asked) if asked in list(Matter) else Matter.FOUNDING


def opening(asked: Matter, typed: Any = None) -> Any:
    """The form that opens a procedure of this matter."""
    return _OPENING.get(asked, OpeningForm)(typed)


_OPENING: Mapping[Matter, Any] = {
    Matter.FOUNDING: FoundingForm,
    Matter.EXTENSION: ExtensionForm,
    Matter.APPOINTMENT: AppointmentForm,
}


def founding_of(actor: Actor, organization_id: int) -> FoundingForm:
    """The form that sets up a Party organization in one of the actor's organizations."""
    found = organizations.organization(actor, organization_id)
    return FoundingForm(lead=found.name, formation=Formation.SINGLE.value)


def request_slots(asked: Matter) -> list[Slot]:
    """The papers that may go with a request that is sent at once."""
    return [] if asked in ENDING else showing.slots(asked, "request")


ENDING = {Matter.DISSOLUTION, Matter.MERGER}


def begin(actor: Actor, asked: Matter, party_id: int, form: Any) -> int | None:
    """Open it; the case's id, None with the sentence in the form."""

    def run(who: Actor, papers: Any) -> int:
        sent = None
        if asked not in ENDING and _sends(who, asked, form, papers):
            document = form.document.data or "无文号"
            sent = Said("request", 1, clock.today(), document=document, papers=papers)
        if asked is Matter.FOUNDING:
            details = _founding(who, form)
            return commands.begin(who, Wanted(asked, form.name.data, None, details, sent))
        direct = asked in ENDING and bool(form.direct.data)
        telephone = form["telephone"].data or "" if "telephone" in form else ""
        wanted = Wanted(asked, "", party_id, form.details(), sent, direct, telephone)
        return commands.begin(who, wanted)

    return evidence.submit(form, actor, request.files, request_slots(asked), run)


def _sends(actor: Actor, asked: Matter, form: Any, papers: Sequence[Any]) -> bool:
    """Whether the request goes at once: always where nothing but a request is made."""
    at_once = asked in process.REQUESTS or actor.role is Role.SECRETARY
    return at_once or bool(form.send.data or form.document.data or papers)


def _founding(actor: Actor, form: FoundingForm) -> dict[str, Any]:
    lead = organization_named(actor, form.lead.data or "")
    covered = [] if lead is None else [lead]
    for line in (form.organizations.data or "").splitlines():
        found = organization_named(actor, line, "覆盖的组织")
        if found is not None and found not in covered:
            covered.append(found)
    return {
        "kind": form.kind.data,
        "formation": form.formation.data or "",
        "parent_id": party_named(actor, form.parent.data or "") or _body(actor, lead),
        "lead_organization_id": lead,
        "organizations": covered,
        "full": form.full.data,
        "probationary": form.probationary.data,
        "why": form.why.data or "",
    }


def _body(actor: Actor, organization_id: int | None) -> int | None:
    """The body that leads an organization, which approves where none is named."""
    if organization_id is None:
        return None
    return organizations.organization(actor, organization_id).body_id


def step_forms(shown: Shown, given: StepForm | None = None, action: str = "") -> dict[str, Any]:
    """A form for each step with one; the refused one keeps what was typed."""
    said = {name: shown.row.details.get(name) for name in KEPT}
    said["until"] = queries.day_of(shown.row.details, "until")
    found: dict[str, Any] = {}
    for choice in shown.forward:
        name = choice.step.action
        kind = step_form(shown.row.matter, name)
        fresh = kind(day=clock.today(), version=str(shown.case.version), **said)
        found[name] = given if given is not None and name == action else fresh
    return found


def take(actor: Actor, case_id: int, action: str, form: StepForm) -> bool:
    """Take a step with its papers; False with the sentence in the form."""
    found = queries.row(actor, case_id)
    slots = showing.all_slots(found.matter)

    def run(who: Actor, papers: Any) -> bool:
        values = form.values()
        if action == "settle":
            heir = party_named(who, form["heir"].data or "", "接续的党组织")
            values = {key: values[key] for key in ("members", "property", "ended_too")}
            values["heir_id"] = heir
        said = Said(
            action,
            form.seen(),
            form.day.data,
            form.note.data or "",
            form.document.data or "",
            values,
            papers,
            bool(form.reply.data),
            form["telephone"].data or "" if "telephone" in form else "",
        )
        commands.take(who, case_id, said)
        return True

    return bool(evidence.submit(form, actor, request.files, slots, run))


def form_of(actor: Actor, case_id: int, action: str, typed: Any) -> StepForm:
    """The form that a step's button sends; back steps name no day."""
    if action in process.PLAIN:
        return BackForm(typed)
    return step_form(queries.row(actor, case_id).matter, action)(typed)


def typed(form: StepForm | None, action: str) -> dict[str, Any] | None:
    """What a refused back step had typed."""
    if form is None or action not in process.PLAIN:
        return None
    sentence = "；".join(form.form_errors) or "请核对后再提交。"
    said = {"note": form.note.data, "document": form.document.data}
    return {"action": action, "sentence": sentence, **said}
