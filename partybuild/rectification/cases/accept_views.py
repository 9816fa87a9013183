"""Acceptance by two levels, and looking back afterwards."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.evidence.rules import Slot
from partybuild.rectification.cases import accepting, judging, showing, watching
from partybuild.rectification.cases.feature import BASE, DECIDE, rectification
from partybuild.rectification.cases.submitting import submitted
from partybuild.web import respond

RECORD = (Slot("acceptance", "验收表、测评表、照片", required=False),)
LOOKED = (Slot("look-back", "回头看记录、照片", required=False),)
MOST = 6


@rectification.page("/<int:case_id>/acceptance", needs=DECIDE)
def acceptance(actor: Actor, case_id: int) -> ResponseReturnValue:
    """Each problem with what was done and what proves it, and the form of the judgement."""
    return _acceptance(actor, case_id)


def _acceptance(actor: Actor, case_id: int, status: int = 200, **typed: Any) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    accept, refuse = f"accept_{found.tier.value}", f"refuse_{found.tier.value}"
    return respond.page(
        "rectification/cases/acceptance.html",
        status=status,
        found=found,
        file=found.file,
        forms=judging.forms(found, typed),
        opened=next(iter(typed), ""),
        slots=RECORD,
        may=found.may(accept) or found.may(refuse),
        why=found.why_not(accept, refuse),
        proven_by=showing.proven_by,
    )


@rectification.action("/<int:case_id>/acceptance", needs=DECIDE, files=MOST)
def accept(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The level at which the case lies accepts."""
    form = judging.accept_form(request.form)

    def keep(who: Actor, papers: Any) -> Any:
        return accepting.accept(who, case_id, form.seen(), judging.judgement(form, papers))

    done, status = submitted(form, actor, RECORD, keep)
    if not done:
        return _acceptance(actor, case_id, status, accept=form)
    flash("已办理验收通过。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@rectification.action("/<int:case_id>/refusal", needs=DECIDE, files=MOST)
def refuse(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The problems named are open again."""
    form = judging.refuse_form(showing.shown(actor, case_id), request.form)

    def keep(who: Actor, papers: Any) -> Any:
        said, back = judging.judgement(form, papers), judging.back(form)
        return accepting.refuse(who, case_id, form.seen(), said, back)

    done, status = submitted(form, actor, RECORD, keep)
    if not done:
        return _acceptance(actor, case_id, status, refuse=form)
    flash("已办理验收不通过，列明的问题重新整顿。", "fine")
    return respond.done(f"{BASE}/{case_id}")


@rectification.page("/<int:case_id>/look-back", needs=DECIDE)
def look_back(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The look-back that is due, with what was put right."""
    return _look_back(actor, case_id, None)


def _look_back(actor: Actor, case_id: int, form: Any, status: int = 200) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    return respond.page(
        "rectification/cases/look_back.html",
        status=status,
        found=found,
        file=found.file,
        form=form or judging.look_form(found),
        slots=LOOKED,
        may=found.may("look_back"),
        why=found.why_not("look_back"),
        today=clock.today(),
    )


@rectification.action("/<int:case_id>/look-back", needs=DECIDE, files=MOST)
def looked(actor: Actor, case_id: int) -> ResponseReturnValue:
    """What the look-back found."""
    form = judging.look_form(showing.shown(actor, case_id), request.form)

    def keep(who: Actor, papers: Any) -> Any:
        return watching.look_back(who, case_id, form.seen(), judging.looked(form, papers))

    done, status = submitted(form, actor, LOOKED, keep)
    if not done:
        return _look_back(actor, case_id, form, status)
    flash("已登记回头看。", "fine")
    return respond.done(f"{BASE}/{case_id}")
