"""Pages of objections: entered with their paper, answered with what was found."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.evidence.forms import submit as submit_with_files
from partybuild.ratings.kinds import Finding
from partybuild.ratings.stars import objecting, public, showing
from partybuild.ratings.stars.feature import MANAGE, rating_stars
from partybuild.ratings.stars.forms import AnswerForm, ObjectionForm
from partybuild.web import respond
from partybuild.web.forms import submit

PAGE = "rating_stars.publicity_page"


@rating_stars.page("/assessments/<int:assessment_id>/objection", needs=MANAGE)
def new_objection(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """The form of an objection against one star of a publicity."""
    return _new(actor, assessment_id, ObjectionForm.fresh())


def _new(
    actor: Actor, assessment_id: int, form: ObjectionForm, status: int = 200
) -> ResponseReturnValue:
    found = showing.one(actor, assessment_id)
    return respond.page(
        "ratings/stars/new_objection.html",
        status=status,
        found=found,
        form=form,
        slots=public.SLOTS,
    )


@rating_stars.action("/assessments/<int:assessment_id>/objections", needs=MANAGE, files=6)
def enter_objection(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """An objection stands against the star."""
    form = ObjectionForm(request.form)
    shown = showing.one(actor, assessment_id).publicity

    made = submit_with_files(
        form,
        actor,
        request.files,
        public.SLOTS,
        lambda who, papers: objecting.enter_objection(
            who,
            assessment_id,
            form.objector.data or "",
            form.received_on.data,
            form.words.data or "",
            papers,
        ),
    )
    if made is None or shown is None:
        return _new(actor, assessment_id, form, 422)
    flash("异议已登记，答复之前不能公布。", "fine")
    return respond.done(url_for(PAGE, publicity_id=shown.id) + "#objections")


@rating_stars.page("/objections/<int:objection_id>", needs=MANAGE)
def objection(actor: Actor, objection_id: int) -> ResponseReturnValue:
    """One objection, and the form of its answer."""
    return _objection(actor, objection_id, AnswerForm())


def _objection(
    actor: Actor, objection_id: int, form: AnswerForm, status: int = 200
) -> ResponseReturnValue:
    row = objecting.objection(actor, objection_id)
    found = public.public(actor, row.publicity_id)
    each = next((each for each in found.objections if each.row.id == objection_id), None)
    if each is None:
        raise OutOfReach
    return respond.page(
        "ratings/stars/objection.html", status=status, found=found, each=each, form=form
    )


@rating_stars.action("/objections/<int:objection_id>/answer", needs=MANAGE)
def answer(actor: Actor, objection_id: int) -> ResponseReturnValue:
    """What was found about an objection."""
    form = AnswerForm(request.form)

    def run(who: Actor) -> bool:
        finding = Finding(form.finding.data)
        objecting.answer_objection(who, objection_id, finding, form.words.data or "")
        return True

    if submit(form, actor, run) is None:
        return _objection(actor, objection_id, form, 422)
    upheld = form.finding.data != Finding.DISMISSED.value
    flash("已答复。" + ("请办理重新审定。" if upheld else ""), "fine")
    shown = objecting.objection(actor, objection_id)
    return respond.done(url_for(PAGE, publicity_id=shown.publicity_id) + "#objections")
