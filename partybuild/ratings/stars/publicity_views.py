"""Pages of a publicity: its days and list, longer, judged again, decided and announced."""

from io import BytesIO
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.ratings.stars import papers, public, publicity, results, showing
from partybuild.ratings.stars.feature import MANAGE, READ, rating_stars
from partybuild.ratings.stars.forms import DecideForm, ExtendForm, RejudgeForm
from partybuild.ratings.stars.views import showing_one
from partybuild.web import respond
from partybuild.web.forms import submit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@rating_stars.page("/publicity/<int:publicity_id>", needs=READ)
def publicity_page(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """A publicity: days, figures, objections."""
    return _page(actor, publicity_id, ExtendForm())


def _page(
    actor: Actor, publicity_id: int, form: ExtendForm, status: int = 200
) -> ResponseReturnValue:
    found = public.public(actor, publicity_id)
    return respond.page(
        "ratings/stars/publicity.html", status=status, found=found, form=form, own=actor.user_id
    )


@rating_stars.page("/publicity/<int:publicity_id>/list", needs=READ)
def published(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """The list, to read and to print on A4."""
    found = public.listed(actor, publicity_id, request.args)
    asked = request.args.get("q", "").strip()[:60]
    return respond.page("ratings/stars/list.html", found=found, asked=asked)


@rating_stars.action("/publicity/<int:publicity_id>/extension", needs=MANAGE)
def extend(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """More working days, with the reason."""
    form = ExtendForm(request.form)

    def run(who: Actor) -> Any:
        return publicity.extend(who, publicity_id, form.days.data or 0, form.reason.data or "")

    last = submit(form, actor, run)
    if last is None:
        return _page(actor, publicity_id, form, 422)
    flash(f"公示延长至 {last:%Y-%m-%d}。", "fine")
    return respond.done(url_for("rating_stars.publicity_page", publicity_id=publicity_id))


@rating_stars.action("/assessments/<int:assessment_id>/rejudgement", needs=MANAGE)
def rejudge(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """One leaves the list and is judged again."""
    form = RejudgeForm(request.form)
    text = form.version.data or ""
    version = int(text) if text.isdigit() else 0
    name = showing_name(actor, assessment_id)

    def run(who: Actor) -> int:
        publicity.rejudge(who, assessment_id, version, form.reason.data or "")
        return 1

    if submit(form, actor, run) is None:
        return showing_one(actor, assessment_id, 422, rejudging=form)
    flash(f"{name}已退出公示名单，回到审定环节；重新评分后再计算星级。", "fine")
    return respond.done(url_for("rating_stars.index"))


def showing_name(actor: Actor, assessment_id: int) -> str:
    """The name of one whose star may be seen; OutOfReach otherwise."""
    return results.one(actor, assessment_id).name


@rating_stars.page("/publicity/<int:publicity_id>/decision", needs=MANAGE)
def decision(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """The gates read once more, and the form that announces."""
    return _decision(actor, publicity_id, DecideForm())


def _decision(
    actor: Actor, publicity_id: int, form: DecideForm, status: int = 200
) -> ResponseReturnValue:
    found = public.checked(actor, publicity_id, now="check" in request.args)
    return respond.page("ratings/stars/decision.html", status=status, found=found, form=form)


@rating_stars.action("/publicity/<int:publicity_id>/decision", needs=MANAGE)
def decide(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """The stars hold from today, announced by a numbered paper; by a job where many."""
    form = DecideForm(request.form)

    def run(who: Actor) -> tuple[str, int]:
        document, signer = form.document.data or "", form.signer.data or ""
        return showing.decide(who, publicity_id, document, signer, form.contact.data or "")

    made = submit(form, actor, run)
    if made is None:
        return _decision(actor, publicity_id, form, 422)
    what, number = made
    if what == "job":
        return respond.done(url_for("jobs.show", job_id=number))
    flash(f"已公布 {number} 个党组织的星级，从今天起生效。", "fine")
    return respond.done(url_for("rating_stars.publicity_page", publicity_id=publicity_id))


@rating_stars.page("/publicity/<int:publicity_id>/announcement.docx", needs=READ)
def announcement(actor: Actor, publicity_id: int) -> ResponseReturnValue:
    """The paper that announced the stars."""
    symbol, content = papers.announcement(actor, publicity_id)
    name = f"星级评定结果公布（{symbol}）.docx"
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name)
