"""What is still missing, and sending."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.evidence import forms as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.rules import Slot
from partybuild.ratings.filling import commands, overview, recalling
from partybuild.ratings.filling.feature import FILL, rating_filling
from partybuild.ratings.filling.forms import RecallForm, SendForm
from partybuild.ratings.filling.rules import SIGNED
from partybuild.ratings.filling.views import shown
from partybuild.ratings.kinds import star_label
from partybuild.ratings.schemes.rules import star_of
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import submit

PAPER = Slot(SIGNED, "签字盖章的自评表")
NOT_CONFIRMED = "请先勾选“我已核对”，再报送。"


@rating_filling.page("/<int:assessment_id>/check", needs=FILL)
def check(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """What is missing, each with its link; where nothing is, what will be sent."""
    return _shown(actor, assessment_id, SendForm())


def _shown(
    actor: Actor, assessment_id: int, form: SendForm, status: int = 200
) -> ResponseReturnValue:
    whole = overview.whole(actor, assessment_id)
    form.seen.data, form.version.data = whole.sheet.seen(), str(whole.sheet.case.version)
    return respond.page(
        "ratings/filling/check.html",
        status=status,
        whole=whole,
        form=form,
        paper=PAPER,
        star=star_of(whole.sheet.scheme, whole.sheet.self_total),
        star_label=star_label,
    )


@rating_filling.action("/<int:assessment_id>/sending", needs=FILL, files=3)
def send(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """The self-assessment is on its way to the first reviewing desk."""
    form, refused = SendForm(request.form), []

    def run(actor: Actor, papers: Sequence[Paper]) -> bool:
        if request.form.get("confirmed") != "y":
            raise RuleBroken(NOT_CONFIRMED)
        version = request.form.get("version", type=int)
        try:
            commands.send(actor, assessment_id, version, papers, seen=form.seen.data)
        except Stale as stale:
            refused.append(409)
            raise RuleBroken(str(stale)) from stale
        return True

    if evidence.submit(form, actor, request.files, [PAPER], run) is None:
        return _shown(actor, assessment_id, form, refused[0] if refused else 422)
    flash("自评已报送，请等候评审；退回时会在待办里提醒。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))


@rating_filling.action("/<int:assessment_id>/recall", needs=FILL)
def recall(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """What was sent is taken back, with the reason, before anybody has begun to review it."""
    form = RecallForm(request.form)
    version = request.form.get("version", type=int)

    def run(who: Actor) -> bool:
        recalling.recall(who, assessment_id, version, form.reason.data or "")
        return True

    if submit(form, actor, run) is None:
        return shown(actor, assessment_id, form, 422)
    flash("已撤回，可以修改后重新报送；填报截止前没有重新报送的按未报送处理。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))
