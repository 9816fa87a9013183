"""One item on a phone: answered, its files kept, on to the next."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.db.work import Stale
from partybuild.evidence import forms as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.evidence.rules import Slot
from partybuild.ratings.filling import commands, overview
from partybuild.ratings.filling.feature import FILL, rating_filling
from partybuild.ratings.filling.forms import ItemForm, filled, removals
from partybuild.ratings.filling.overview import Page
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.points import shown
from partybuild.rules import RuleBroken
from partybuild.web import respond

MOST_FILES = 5


@rating_filling.page("/<int:assessment_id>/items/<key>", needs=FILL)
def item(actor: Actor, assessment_id: int, key: str) -> ResponseReturnValue:
    """One item with what is known of it, ready to be answered."""
    page = overview.page(actor, assessment_id, key)
    score = page.line.score
    said = page.proposed
    if score is not None:
        said = Answer(score.points, tuple(score.options), score.note)
    form = ItemForm(data=filled(page.line.item, said))
    return _shown(page, form)


def _shown(page: Page, form: ItemForm, status: int = 200) -> ResponseReturnValue:
    form.seen.data = page.sheet.seen(page.line.item.key)
    return respond.page(
        "ratings/filling/item.html",
        status=status,
        page=page,
        form=form,
        most=MOST_FILES,
        typed=request.form,
    )


@rating_filling.action("/<int:assessment_id>/items/<key>/answer", needs=FILL, files=MOST_FILES)
def save(actor: Actor, assessment_id: int, key: str) -> ResponseReturnValue:
    """The item is kept with its files; the next one follows."""
    form, refused = ItemForm(request.form), []
    asked = overview.page(actor, assessment_id, key).line.item

    def keep(actor: Actor, papers: Sequence[Paper]) -> bool:
        said, gone = form.answer(asked), removals(request.form)
        try:
            commands.save(
                actor, assessment_id, key, said, papers, removed=gone, seen=form.seen.data
            )
        except Stale as stale:
            refused.append(409)
            raise RuleBroken(str(stale)) from stale
        return True

    if evidence.submit(form, actor, request.files, [Slot(key, asked.label)], keep) is None:
        page = overview.page(actor, assessment_id, key)
        return _shown(page, form, refused[0] if refused else 422)
    return _next(actor, assessment_id, key)


def _next(actor: Actor, assessment_id: int, key: str) -> ResponseReturnValue:
    page = overview.page(actor, assessment_id, key)
    score = page.line.score
    flash(f"“{page.line.item.label}”已保存：{shown(score.points if score else 0)} 分。", "fine")
    if request.form.get("then") == "stay":
        return respond.done(url_for(".item", assessment_id=assessment_id, key=key))
    if not page.after:
        return respond.done(url_for(".check", assessment_id=assessment_id))
    return respond.done(url_for(".item", assessment_id=assessment_id, key=page.after))
