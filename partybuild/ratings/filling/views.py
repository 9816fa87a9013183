"""Self-assessments of one's own, one as a whole, and what may be taken over into it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.ratings.filling import commands, listing, overview
from partybuild.ratings.filling.feature import FILL, rating_filling
from partybuild.ratings.filling.forms import RecallForm
from partybuild.ratings.kinds import star_label
from partybuild.web import respond
from partybuild.web.forms import perform


@rating_filling.page("/", needs=FILL)
def index(actor: Actor) -> ResponseReturnValue:
    """One's own assessments; for officers those of the area still to be filled in."""
    rows = listing.listed(actor)
    return respond.page("ratings/filling/index.html", rows=rows, most=listing.MANY)


@rating_filling.page("/<int:assessment_id>", needs=FILL)
def show(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """What is open to the branch, what is done, what is missing, what was returned."""
    return shown(actor, assessment_id, RecallForm())


def shown(
    actor: Actor, assessment_id: int, recalling: RecallForm, status: int = 200
) -> ResponseReturnValue:
    """The page of the whole with this form."""
    whole = overview.whole(actor, assessment_id)
    recalling.version.data = str(whole.sheet.case.version)
    return respond.page(
        "ratings/filling/show.html",
        status=status,
        whole=whole,
        star_label=star_label,
        recalling=recalling,
    )


@rating_filling.page("/<int:assessment_id>/sheet", needs=FILL)
def sheet(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Everything that was answered, to be read and printed for signing."""
    whole = overview.whole(actor, assessment_id)
    return respond.page("ratings/filling/sheet.html", whole=whole)


@rating_filling.action("/<int:assessment_id>/known", needs=FILL)
def adopt(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Items that plainly follow from the register are answered."""
    count = perform(actor, lambda actor: commands.adopt(actor, assessment_id))
    flash(f"已按系统记录填入 {count} 项，请逐项核对。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))


@rating_filling.action("/<int:assessment_id>/earlier", needs=FILL)
def take_over(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Answers of the last assessment stand where there is none yet."""
    earlier = request.form.get("earlier", 0, type=int)
    count = perform(actor, lambda actor: commands.take_over(actor, assessment_id, earlier))
    flash(f"已沿用上次自评 {count} 项；佐证材料须重新上传，请逐项核对。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))
