"""Pages of waivers, of answers recorded by hand, and of events without facts of their own."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.gates import gathering, waiving
from partybuild.gates.answering import Happened, Said
from partybuild.gates.forms import AnswerForm, EventForm, ReasonForm, WaiverForm
from partybuild.gates.kinds import AnswerKind
from partybuild.organizations import queries as organizations
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import submit

sync_waivers = Feature("sync_waivers", __name__, url_prefix="/gates/waivers")
READ, GRANT = Permission.GATES_READ, Permission.WAIVERS_GRANT
_SAYABLE = (
    AnswerKind.APPROVED,
    AnswerKind.INSTRUCTOR,
    AnswerKind.NOT_YET,
    AnswerKind.PARTY_ELECTION,
    AnswerKind.COMMITTEE,
    AnswerKind.NO_CHANGE,
    AnswerKind.COUNT,
)


@sync_waivers.page("/", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Waivers in force with the days left, or those that have ended."""
    return _index(actor, ReasonForm())


def _index(
    actor: Actor, form: ReasonForm, wrong: int = 0, status: int = 200
) -> ResponseReturnValue:
    ended = request.args.get("ended") == "1"
    found = waiving.page(actor, ended, request.args.get("after", ""))
    return respond.page(
        "gates/waivers.html", status=status, page=found, ended=ended, form=form, wrong=wrong
    )


@sync_waivers.page("/organizations/<int:organization_id>", needs=GRANT)
def new(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """An item of this organization is to be waived."""
    return _asked(actor, organization_id, "new", WaiverForm())


@sync_waivers.action("/organizations/<int:organization_id>", needs=GRANT)
def grant(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Grant it."""
    form = WaiverForm(request.form)
    _choices(form)

    def granting(actor: Actor) -> Any:
        said = waiving.Granting(
            form.rule.data, form.reason.data, form.expires_on.data, form.document.data or ""
        )
        return waiving.grant(actor, organization_id, said)

    if submit(form, actor, granting) is None:
        return _asked(actor, organization_id, "new", form, 422)
    return respond.done(url_for("gates.organization", organization_id=organization_id))


@sync_waivers.page("/organizations/<int:organization_id>/answers", needs=GRANT)
def answering(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """An answer of the Party side that is no fact of the registers."""
    return _asked(actor, organization_id, "answering", AnswerForm())


@sync_waivers.action("/organizations/<int:organization_id>/answers", needs=GRANT)
def answer(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Record it."""
    form = AnswerForm(request.form)
    _choices(form)

    def say(actor: Actor) -> Any:
        said = Said(
            form.rule.data,
            AnswerKind(form.kind.data),
            form.day.data,
            form.reason.data or "",
            form.document.data or "",
            form.review_on.data,
        )
        return waiving.answer(actor, organization_id, said)

    if submit(form, actor, say) is None:
        return _asked(actor, organization_id, "answering", form, 422)
    return respond.done(url_for("gates.organization", organization_id=organization_id))


@sync_waivers.page("/organizations/<int:organization_id>/events", needs=GRANT)
def happening(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """An event of a rule without facts of its own."""
    return _asked(actor, organization_id, "happening", EventForm())


@sync_waivers.action("/organizations/<int:organization_id>/events", needs=GRANT)
def enter(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """Record it."""
    form = EventForm(request.form)
    _choices(form)

    def keep(actor: Actor) -> Any:
        event = Happened(
            form.rule.data,
            form.day.data,
            form.document.data or "",
            form.answered_on.data,
            form.answered_document.data or "",
        )
        return waiving.enter(actor, organization_id, event)

    if submit(form, actor, keep) is None:
        return _asked(actor, organization_id, "happening", form, 422)
    return respond.done(url_for("gates.organization", organization_id=organization_id))


@sync_waivers.action("/<int:waiver_id>/revocation", needs=GRANT)
def revoke(actor: Actor, waiver_id: int) -> ResponseReturnValue:
    """The waiver no longer holds from today on."""
    form = ReasonForm(request.form)
    found = submit(form, actor, lambda actor: waiving.revoke(actor, waiver_id, form.reason.data))
    if found is None:
        return _index(actor, form, waiver_id, 422)
    return respond.done(url_for(".index"))


_TITLES = {"new": "准予豁免", "answering": "登记答复", "happening": "录入事项"}
_ACTIONS = {"new": "grant", "answering": "answer", "happening": "enter"}


def _asked(
    actor: Actor, organization_id: int, which: str, form: Any, status: int = 200
) -> ResponseReturnValue:
    found = organizations.organization(actor, organization_id)
    _choices(form)
    path = url_for(f".{_ACTIONS[which]}", organization_id=organization_id)
    return respond.page(
        "gates/asked.html",
        status=status,
        organization=found,
        title=_TITLES[which],
        path=path,
        form=form,
        longest=waiving.longest() if which == "new" else 0,
    )


def _choices(form: Any) -> None:
    rules = gathering.rules().values()
    form.rule.choices = [
        (said[-1].name, said[-1].label)
        for said in rules
        if said[-1].enabled and (said[-1].by_hand or not isinstance(form, EventForm))
    ]
    if isinstance(form, AnswerForm):
        form.kind.choices = [(kind.value, kind.label) for kind in _SAYABLE]
